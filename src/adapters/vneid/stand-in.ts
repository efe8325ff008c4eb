import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import Provider from 'oidc-provider'
import type { Citizen } from '#modules/identity'
import { listenOnLoopback } from '#platform/loopback'
import { configureStandIn } from './stand-in-configuration.ts'
import { isForProgram, makeKeys, meetFault, type VneidFault } from './stand-in-faults.ts'
import { signInPage, stoppedPage } from './stand-in-pages.ts'
import { listAccounts, type StandInAccount, subOf } from './stand-in-people.ts'

export type StandInOptions = Readonly<{
  /** 0 takes a free one. */
  port?: number
  clientId?: string
  clientSecret?: string
  /** Addresses the citizen may be sent back to. */
  redirectUris: readonly string[]
  /** Where it tells us that somebody signed out there; left out: it does not. */
  backChannelLogoutUri?: string
  people?: readonly Citizen[]
}>

export type StandInVneid = Readonly<{
  issuer: string
  clientId: string
  clientSecret: string
  setFault: (fault: VneidFault | null) => void
  stop: () => Promise<void>
}>

/**
 * Starts the stand-in VNeID on loopback: a whole provider of OpenID Connect with the claims of VNeID, whose sign-in page
 * lists invented people and asks no password. For demonstrations and tests only; it remembers nothing after `stop`.
 */
export async function startStandInVneid(options: StandInOptions): Promise<StandInVneid> {
  const { port = 0, clientId = 'motcua', people } = options
  const clientSecret = options.clientSecret ?? randomBytes(24).toString('base64url')
  const server = createServer()
  const { url: issuer, stop } = await listenOnLoopback(server, port)
  const keys = await makeKeys()
  const accounts = listAccounts(people)
  const levels = new Map<string, 1 | 2>()
  const known = { ...options, clientId, clientSecret, keys, accounts, levels }
  const provider = new Provider(issuer, configureStandIn(known))
  const serveProvider = provider.callback()
  let fault: VneidFault | null = null
  let called = 0
  server.on('request', (request, response) => {
    // However it was reached, what it says of itself is its issuer's.
    request.headers.host = new URL(issuer).host
    if (isForProgram(request.url?.split('?', 1)[0] ?? '')) called += 1
    if (meetFault({ fault, called }, keys, request, response)) return
    forgetLastPerson(request)
    const answered = request.url?.startsWith('/interaction/')
      ? interact({ provider, accounts, levels }, request, response)
      : serveProvider(request, response)
    answered.catch(() => response.writeHead(400, { 'content-type': 'text/html' }).end(stoppedPage().text))
  })
  const setFault = (next: VneidFault | null): void => {
    fault = next
  }
  return { issuer, clientId, clientSecret, setFault, stop }
}

/** Each sign-in asks anew who it is: the next person at this screen is not taken for the last. */
function forgetLastPerson({ headers, url = '' }: IncomingMessage): void {
  if (url.startsWith('/session/')) return
  const kept = (headers.cookie ?? '').split(/; */).filter((cookie) => !cookie.startsWith('vneid_session'))
  headers.cookie = kept.join('; ')
}

type Hall = Readonly<{ provider: Provider; accounts: readonly StandInAccount[]; levels: Map<string, 1 | 2> }>

async function interact(
  { provider, accounts, levels }: Hall,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { uid, params } = await provider.interactionDetails(request, response)
  if (request.method !== 'POST') {
    const needsLevel2 = params.acr_values === '2'
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    response.end(signInPage({ uid, accounts, needsLevel2 }).text)
    return
  }
  const form = await readForm(request)
  const account = accounts.find(({ key }) => !form.has('stop') && key === form.get('person'))
  const level = form.has('low') ? 1 : (account?.citizen.assuranceLevel ?? 1)
  if (account) levels.set(account.key, level)
  const result = account
    ? { login: { accountId: subOf(account.key), acr: String(level), remember: false } }
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
