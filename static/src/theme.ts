// Loaded in the head as a classic script: the choice that a reader made with the switch must hold before the first paint.
// Without a choice the page follows the system (css/tokens.css), and nothing is stored.
{
  document.documentElement.classList.add('js') // header.css folds the menu only where it can be opened again
  try {
    const chosen = localStorage.getItem('terrier-theme')
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset['theme'] = chosen
  } catch {
    // storage is closed to this page: follow the system
  }
}
