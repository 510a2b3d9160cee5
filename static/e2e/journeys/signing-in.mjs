// Signing in by a passkey, which Chromium's virtual authenticator holds (the WebAuthn domain of the DevTools protocol), and by an
// organisation's own sign-in.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { openPage } from '../browser.mjs'
import { freePort, startTerrier } from '../server.mjs'
import { signIn, signOut } from './entering.mjs'
import { everywhere, expect, journey } from './journey.mjs'

/** Gives a page a device that holds passkeys, whose person is there and proves it; or is not, and does not. */
async function authenticator(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
  const send = (method, options = {}) => session.send(`WebAuthn.${method}`, { authenticatorId, ...options })
  return {
    passkeys: async () => (await send('getCredentials')).credentials,
    verifies: isUserVerified => send('setUserVerified', { isUserVerified }),
    /** puts another passkey in the place of those that there are */
    async hold(credential) {
      await send('clearCredentials')
      await send('addCredential', { credential })
    },
  }
}

async function addPasskey(page, name) {
  await page.goto('/account')
  await page.getByRole('link', { name: 'Passkeys and other ways in' }).click()
  await page.getByLabel('What you call it').fill(name)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('rowheader', { name }).waitFor()
}

async function pressPasskey(page, to = '/account') {
  await page.goto(`/sign-in?to=${encodeURIComponent(to)}`)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
}

/** Removes the passkey of that name, by keyboard. */
async function removePasskey(page, name) {
  await page.goto('/account/passkeys')
  await page.getByRole('button', { name: `Remove the passkey ${name}` }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/account/passkeys')
  await page.getByText('You have none yet.').waitFor()
}

export const signingIn = [
  ...everywhere('a passkey is added, signs in, is removed and signs in no more', async (page, { phone }) => {
    const device = await authenticator(page)
    const name = phone ? 'my telephone' : 'my computer'
    await signIn(page, 'Parish clerk')
    await addPasskey(page, name)
    const [made] = await device.passkeys()
    expect(made.isResidentCredential && made.rpId === 'localhost', `the passkey is ${JSON.stringify(made)}`)
    await page.getByLabel('What you call it').fill('the same again')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('There is a passkey for your account on this device already.').waitFor()
    await signOut(page)
    await pressPasskey(page, '/account/tokens')
    await page.waitForURL('**/account/tokens')
    await page.goto('/account')
    await page.getByText('By a passkey').first().waitFor()
    await removePasskey(page, name)
    await signOut(page)
    await pressPasskey(page)
    await page.getByText('This passkey does not sign in here').waitFor()
    await page.getByLabel('Your e-mail address').or(page.getByText('This server sends no e-mail')).first().waitFor()
    await page.goto('/account')
    expect(new URL(page.url()).pathname === '/sign-in', 'a passkey that was removed signed in')
  }, { but: [/401/] }),
  journey('a passkey whose person does not prove who they are signs nobody in', async page => {
    const device = await authenticator(page)
    await signIn(page, 'Forum member')
    await addPasskey(page, 'unlocked')
    await signOut(page)
    await device.verifies(false)
    await pressPasskey(page)
    await page.getByText('There was no answer').waitFor()
    await page.goto('/sign-in')
    await device.verifies(true)
    await pressPasskey(page)
    await page.waitForURL('**/account')
    await removePasskey(page, 'unlocked')
    await signOut(page)
  }),
  journey('a copy of a passkey signs in no more, nor does the passkey', async page => {
    const device = await authenticator(page)
    await signIn(page, 'Forum secretary')
    await addPasskey(page, 'copied')
    const [copy] = await device.passkeys()
    await signOut(page)
    await pressPasskey(page)
    await page.waitForURL('**/account')
    await signOut(page)
    const [passkey] = await device.passkeys()
    await device.hold(copy) // as it was before it signed in
    await pressPasskey(page)
    await page.getByText('Somebody else may have a copy of this passkey').waitFor()
    await device.hold(passkey)
    await pressPasskey(page)
    await page.getByText('Somebody else may have a copy of this passkey').waitFor()
    await signIn(page, 'Forum secretary')
    await page.goto('/account/passkeys')
    await page.getByText('may have been copied').waitFor()
    await removePasskey(page, 'copied')
    await signOut(page)
  }, { but: [/401/] }),
  {
    name: 'an organisation’s own sign-in lets somebody in, and says so where it is away (desktop)',
    async run({ browser }) {
      const [port, nobody] = [await freePort(), await freePort()]
      const issuer = `http://localhost:${port}`
      const terrier = await startTerrier(() => ({ TERRIER_OIDC: [
        `http://terrier:the%20secret%20of%20terrier@localhost:${port}?organisation=hollindale-district-council&name=Hollindale+Council&domain=hollindale.example`,
        `http://a:b@localhost:${nobody}?organisation=anvilgate-housing-trust&name=Anvilgate&domain=anvilgate.example`].join(' ') }))
      const provider = spawn(process.execPath, [fileURLToPath(new URL('../identity-provider.mjs', import.meta.url)), port, issuer,
        `${terrier.base}/sign-in/organisation/hollindale-district-council/back`], { stdio: ['pipe', 'pipe', 'inherit'] })
      try {
        await new Promise(ready => provider.stdout.once('data', ready))
        const { page, context, finish } = await openPage(browser, terrier.base)
        await page.goto('/account/tokens')
        await page.getByRole('link', { name: 'Sign in with Anvilgate' }).click()
        await page.getByText('The sign-in of Anvilgate cannot be reached at the moment.').waitFor()
        await page.getByRole('link', { name: 'Sign in with Hollindale Council' }).click()
        await page.getByLabel('Name').fill('alice')
        await page.getByRole('button', { name: 'Sign in' }).click()
        await page.waitForURL('**/account/tokens')
        await page.goto('/account')
        await page.getByText('Signed in as alice@hollindale.example').waitFor()
        await signOut(page)
        await context.clearCookies({ domain: 'localhost', name: /^_/ }) // the provider's, for it is called localhost too
        await finish([/503/, new RegExp(`elsewhere: ${issuer}`), /favicon/])
      } finally {
        provider.stdin.end()
        await terrier.stop()
      }
    },
  },
  journey('without scripts a page says what passkeys need, and the other ways in are there', async page => {
    await page.goto('/sign-in')
    await page.getByText('your browser must run scripts').waitFor()
    expect(await page.getByRole('button', { name: /passkey/ }).count() === 0, 'a button is shown that does nothing')
    await signIn(page, 'Forum member')
    await page.goto('/account/passkeys')
    await page.getByText('your browser must run scripts').waitFor()
    await signOut(page)
  }, { scripts: false }),
]
