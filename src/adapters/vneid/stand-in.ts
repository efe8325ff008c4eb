import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import Provider, { type Configuration } from 'oidc-provider'
import { type Citizen, demoCitizens } from '#modules/identity'
import type { VneidClaims } from './claims.ts'
import { signInPage, stoppedPage } from './stand-in-pages.ts'
import { makeStandInStore } from './stand-in-store.ts'

export type StandInOptions = Readonly<{
  /** 0 takes a free one. */
  port?: number
  clientId?: string
  clientSecret?: string
  /** Addresses the citizen may be sent back to. */
  redirectUris: readonly string[]
  people?: readonly Citizen[]
}>

export type StandInVneid = Readonly<{
  issuer: string
  clientId: string
  clientSecret: string
  stop: () => Promise<void>
}>

/**
 * Starts the stand-in VNeID on loopback: a whole provider of OpenID Connect with the claims of VNeID, whose sign-in page
 * lists invented people and asks no password. For demonstrations and tests only; it remembers nothing after `stop`.
 */
export async function startStandInVneid(options: StandInOptions): Promise<StandInVneid> {
  const { port = 0, clientId = 'motcua', people = demoCitizens } = options
  const clientSecret = options.clientSecret ?? randomBytes(24).toString('base64url')
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, await configure({ ...options, clientId, clientSecret, people }))
  const serveProvider = provider.callback()
  server.on('request', (request, response) => {
    forgetLastPerson(request)
    const answered = request.url?.startsWith('/interaction/')
      ? interact(provider, people, request, response)
      : serveProvider(request, response)
    answered.catch(() => response.writeHead(400, { 'content-type': 'text/html' }).end(stoppedPage().text))
  })
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { issuer, clientId, clientSecret, stop }
}

type Known = Readonly<{
  clientId: string
  clientSecret: string
  redirectUris: readonly string[]
  people: readonly Citizen[]
}>

async function configure({ clientId, clientSecret, redirectUris, people }: Known): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const signingKey = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'stand-in' }
  return {
    adapter: makeStandInStore(),
    jwks: { keys: [signingKey] as NonNullable<Configuration['jwks']>['keys'] },
    cookies: {
      keys: [randomBytes(24).toString('base64url')],
      names: { session: 'vneid_session', interaction: 'vneid_interaction', resume: 'vneid_resume' },
    },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...redirectUris],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    claims: { openid: [...claimNames], acr: null },
    acrValues: ['1', '2'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 900, Session: 900, Grant: 900 },
    findAccount: (_context, sub) => {
      const person = people.find(({ personalId }) => subOf(personalId) === sub)
      return person && { accountId: sub, claims: () => ({ ...claimsOf(person) }) }
    },
    // Nothing to consent to: the State's own services receive what the law gives them.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
    renderError: (context) => {
      context.type = 'html'
      context.body = stoppedPage().text
    },
  }
}

const claimNames = [
  'sub',
  'LoaiTaiKhoan',
  'SoDinhDanh',
  'HoVaTen',
  'NgayThangNamSinh',
  'SoDienThoai',
  'ThuDienTu',
  'TechID',
  'loAs',
] as const satisfies readonly (keyof VneidClaims)[]

/** `sub` belongs to one issuer and is not the personal id; here it only looks different. */
const subOf = (personalId: string): string => `vneid-${Buffer.from(personalId).toString('base64url')}`

const claimsOf = ({ personalId, fullName, birthDate, assuranceLevel, phone, email }: Citizen): VneidClaims => ({
  sub: subOf(personalId),
  LoaiTaiKhoan: '1',
  SoDinhDanh: personalId,
  HoVaTen: fullName,
  ...(birthDate && { NgayThangNamSinh: birthDate.split('-').reverse().join('/') }),
  ...(phone && { SoDienThoai: phone }),
  ...(email && { ThuDienTu: email }),
  TechID: `T${personalId.slice(-6)}`,
  loAs: String(assuranceLevel),
})

/** Each sign-in asks anew who it is: the next person at this screen is not taken for the last. */
function forgetLastPerson({ headers }: IncomingMessage): void {
  const kept = (headers.cookie ?? '').split(/; */).filter((cookie) => !cookie.startsWith('vneid_session'))
  headers.cookie = kept.join('; ')
}

async function interact(
  provider: Provider,
  people: readonly Citizen[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { uid, params } = await provider.interactionDetails(request, response)
  if (request.method !== 'POST') {
    const needsLevel2 = params.acr_values === '2'
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    response.end(signInPage({ uid, people, needsLevel2 }).text)
    return
  }
  const form = await readForm(request)
  const person = people.find(({ personalId }) => !form.has('stop') && personalId === form.get('person'))
  const result = person
    ? { login: { accountId: subOf(person.personalId), acr: String(person.assuranceLevel), remember: false } }
    : { error: 'access_denied', error_description: 'the person stopped the sign-in' }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const piece of request) {
    text += String(piece)
    if (text.length > 4096) throw new Error('the form is too large')
  }
  return new URLSearchParams(text)
}
