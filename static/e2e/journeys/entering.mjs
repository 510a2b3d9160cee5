// Signing in, and what people who hold roles do for each other.
import { everywhere, expect } from './journey.mjs'

/** Signs in as one of the people of the demonstration. */
export async function signIn(page, who) {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: who, exact: true }).click()
  await page.waitForURL('**/account')
}

/** Signs out, by the button that a person would press. */
export async function signOut(page) {
  await page.goto('/account')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(url => url.pathname === '/')
}

export const entering = [
  ...everywhere('an officer lets an authority see homes, and revokes it', async (page, { base }) => {
    await page.goto('/admin/agreements')
    expect(new URL(page.url()).searchParams.get('to') === '/admin/agreements', `nobody is signed in: ${page.url()}`)
    await signIn(page, 'Association officer')
    await page.goto('/admin/agreements')
    await page.getByLabel('Planning authority').fill('nowhere')
    await page.getByLabel('Last day').fill('2030-03-31')
    await page.getByRole('button', { name: 'Make the agreement' }).click()
    await page.getByText('There is no organisation called "nowhere" here.').waitFor()
    await page.getByLabel('Planning authority').fill('hollindale-district-council')
    await page.getByRole('button', { name: 'Make the agreement' }).click()
    await page.getByText('The agreement is made.').waitFor()
    await signOut(page)
    await signIn(page, 'Planning officer')
    await page.goto('/admin/agreements')
    await page.getByText('31 March 2030').last().waitFor()
    expect(await page.getByRole('button', { name: /Revoke/ }).count() === 0, 'the authority could revoke it')
    await signOut(page)
    await signIn(page, 'Association officer')
    await page.goto('/admin/agreements')
    await page.getByRole('button', { name: /Revoke/ }).first().click()
    await page.getByText('The agreement has ended.').waitFor()
    await page.goto('/account')
    const kept = await page.request.get(`${base}/account/export`)
    expect((await kept.json()).email === 'association-officer@demo.example', 'what is kept about a person is another person’s')
    await signOut(page)
  }, { but: [/404/] }),
  ...everywhere('an officer reads in the audit trail who asked about the homes', async (page, { base }) => {
    await signIn(page, 'Association officer')
    await page.goto('/homes/exact?area=hollin-vale&tenure=social-rent')
    await page.goto('/account')
    await page.getByRole('link', { name: 'Audit trail' }).click()
    const newest = page.locator('tbody tr').first()
    await newest.getByText(/^Counted homes exactly in Hollin Vale.*; tenure: social-rent \(\d/).waitFor()
    for (const until = Date.now() + 10_000; (await newest.locator('td').last().textContent()) !== 'sealed'; await page.reload()) expect(Date.now() < until, 'it is never sealed')
    await page.getByLabel('Kind').selectOption('Agreements')
    await page.getByRole('button', { name: 'Show' }).click()
    expect(await page.getByText('Counted homes exactly').count() === 0, 'other kinds are listed, too')
    await page.getByLabel('Kind').selectOption('All kinds')
    await page.getByLabel('Person').fill('Command line')
    await page.getByRole('button', { name: 'Show' }).click()
    await newest.getByText('Command line').waitFor()
    const file = await page.request.get(`${base}/admin/audit.csv?kind=home`)
    expect(/Counted homes exactly in Hollin Vale/.test(await file.text()), 'the file lacks what the page shows')
    await signOut(page)
  }),
  ...everywhere('an administrator invites somebody, who comes by the link', async (page, { phone }) => {
    await signIn(page, 'Administrator')
    await page.goto('/admin')
    await page.getByLabel('E-mail address').fill(`clerk-${phone ? 'phone' : 'desk'}@example.org`)
    await page.getByLabel('Role', { exact: true }).selectOption('Parish clerk')
    await page.getByLabel('Organisation').fill('cinderholme-parish-council')
    await page.getByRole('button', { name: 'Invite' }).click()
    const link = await page.locator('.alert code').textContent()
    await signOut(page)
    await page.goto(link)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL('**/account')
    await page.getByText('Parish clerk').first().waitFor()
    await page.goto('/account/erase')
    await page.getByLabel('To be sure').fill(`clerk-${phone ? 'phone' : 'desk'}@example.org`)
    await page.getByRole('button', { name: 'Erase my account' }).click()
    await page.waitForURL(url => url.pathname === '/')
    await page.goto('/account')
    expect(new URL(page.url()).pathname === '/sign-in', 'an erased account is signed in still')
  }),
]
