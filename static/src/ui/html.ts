type Child = Node | string | false | undefined

/** Makes an element. Attributes that are false or undefined are left out; true writes the name alone. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, string | number | boolean | undefined> = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) node.setAttribute(name, value === true ? '' : String(value))
  }
  node.append(...children.filter((c): c is Node | string => c !== false && c !== undefined))
  return node
}

/** Makes an svg from markup of our own. */
export function svg(markup: string): SVGElement {
  const template = document.createElement('template')
  template.innerHTML = markup
  return template.content.firstElementChild as SVGElement
}

/** Makes these the children of a box, and nothing else. Those that are in it already are not taken out. */
export function children(box: Element, nodes: readonly Element[]): void {
  const wanted = new Set(nodes)
  for (const child of Array.from(box.children)) if (!wanted.has(child)) child.remove()
  nodes.forEach((node, i) => box.children[i] === node || box.insertBefore(node, box.children[i] ?? null))
}

/** The element that a selector must find. */
export function must<E extends HTMLElement>(selector: string, within: ParentNode = document): E {
  const found = within.querySelector<E>(selector)
  if (!found) throw new Error(`nothing matches ${selector}`)
  return found
}

/** A button with words, and perhaps an icon before them. */
export function button(words: string, kind: string, click: () => void, icon?: SVGElement): HTMLButtonElement {
  const b = el('button', { type: 'button', class: kind }, icon, el('span', {}, words))
  b.addEventListener('click', click)
  return b
}
