// An organisation's own sign-in for tests: oidc-provider on a loopback port, where everybody is who they say and consents to everything.
// It says "ready", and takes commands on its standard input, a line each: "rotate" signs with a new key and knows the old one no more.
// node identity-provider.mjs PORT ISSUER CALLBACK [SECONDS an ID token lasts]
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'

console.warn = () => undefined // that it is for development
const { Provider } = await import('oidc-provider')

const [port, issuer, callback, lasts = '3600'] = process.argv.slice(2)

/** Who somebody is, told by their name: "unverified" at the beginning, "@" for an address of their own, "~" for one in the user info only. */
function claimsOf(name) {
  const email = name.includes('@') ? name.replace(/^unverified:|^~/, '') : `${name.replace(/^unverified:|^~/, '')}@hollindale.example`
  return { sub: name, email, email_verified: !name.startsWith('unverified:') }
}

function provider() {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const made = new Provider(issuer, {
    clients: [{ client_id: 'terrier', client_secret: 'the secret of terrier', redirect_uris: [callback] }],
    jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256' }] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false, // the address is in the token, as most providers have it
    pkce: { required: () => true },
    cookies: { keys: ['of a test'] },
    ttl: { IdToken: Number(lasts), AccessToken: 3600, AuthorizationCode: 600, Interaction: 600, Session: 600, Grant: 600 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({
      accountId: id,
      claims: use => {
        const all = claimsOf(id)
        return id.startsWith('~') && use === 'id_token' ? { sub: all.sub } : all
      },
    }),
  })
  made.proxy = true
  return made
}

let current = provider()

/** Whoever comes with a name in the query of the interaction is that one; a page asks browsers that come without. */
async function interact(request, response) {
  const who = new URL(request.url, issuer).searchParams.get('name')
  if (!who) {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end('<!doctype html><html lang="en"><title>Hollindale sign-in</title><form><label>Name <input name="name"></label><button>Sign in</button></form>')
    return
  }
  const { params } = await current.interactionDetails(request, response)
  const grant = new current.Grant({ accountId: who, clientId: params.client_id })
  grant.addOIDCScope('openid email')
  const grantId = await grant.save()
  await current.interactionFinished(request, response, { login: { accountId: who }, consent: { grantId } })
}

createServer((request, response) => {
  if (request.url.startsWith('/interaction/')) {
    interact(request, response).catch(error => {
      response.statusCode = 500
      response.end(String(error.stack))
    })
  } else current.callback()(request, response)
}).listen(Number(port), '127.0.0.1', () => console.log('ready'))

createInterface({ input: process.stdin }).on('line', line => {
  if (line === 'rotate') current = provider()
  console.log(`done ${line}`)
}).on('close', () => process.exit(0)) // whoever started it is gone
