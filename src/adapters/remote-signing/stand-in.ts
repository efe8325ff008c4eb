import type { IncomingMessage, ServerResponse } from 'node:http'
import type { IssuedCertificate, IssueOrder } from '#adapters/authority'
import { type LineFault, type StandInAnswer, type StandInRoute, serveStandIn } from './stand-in-server.ts'
import { openSignerKeys, type SignerKeys, type StandInSigner } from './stand-in-signers.ts'
import {
  type Confirms,
  openTelephone,
  type StandInTransaction,
  type Telephone,
  type TelephoneFaults,
} from './stand-in-telephone.ts'
import { renderTelephone } from './stand-in-telephone-page.ts'

/** What can be made to go wrong, until it is set back to null. */
export type StandInFaults = TelephoneFaults &
  Readonly<{
    line: LineFault
    /** Our credentials, or the signer's, are not accepted. */
    credential: 'invalid' | null
    certificate: 'expired' | null
    webhook: 'twice' | 'lost' | null
  }>

export type StandInOptions = Readonly<{
  signers: readonly StandInSigner[]
  issue: (order: IssueOrder) => Promise<IssuedCertificate>
  /** Where the signers' keys outlive the process. */
  folder?: string
  /** 0 takes a free one. */
  port?: number
  confirms?: Confirms
  /** How long a person may take. */
  expiresAfterMs?: number
  /** Where results are sent without being asked for, and the secret they are sent with. */
  webhook?: Readonly<{ url: string; secret: string }>
}>

export type StandInProvider = Readonly<{
  url: string
  /** The page on which people confirm or refuse. */
  telephoneUrl: string
  signers: readonly StandInSigner[]
  setFaults: (faults: Partial<StandInFaults>) => void
  /** Confirms or refuses all that waits. */
  decideAll: (decision: 'confirmed' | 'refused') => void
  /** How many signings were ever begun. */
  countBegun: () => number
  /** Resolves when every webhook that was on its way has arrived or failed. */
  settled: () => Promise<void>
  stop: () => Promise<void>
}>

/** What a provider's own part of a stand-in works with. */
export type StandInWorld = Readonly<{
  keys: SignerKeys
  telephone: Telephone
  faults: () => StandInFaults
}>

export type StandInProtocol = Readonly<{
  name: string
  routes: (world: StandInWorld) => readonly StandInRoute[]
  refuse: (status: 400 | 404) => StandInAnswer
  /** The body of the webhook; null: this provider sends none. */
  webhook: ((transaction: StandInTransaction, world: StandInWorld) => unknown) | null
}>

const noFaults: StandInFaults = {
  line: null,
  person: null,
  signs: null,
  credential: null,
  certificate: null,
  webhook: null,
}

/** Starts a stand-in of a signing provider on loopback, for demonstrations and tests; see the `stand-in.ts` of each. */
export async function startStandInProvider(
  protocol: StandInProtocol,
  options: StandInOptions,
): Promise<StandInProvider> {
  let faults = noFaults
  const underWay = new Set<Promise<unknown>>()
  const keys = openSignerKeys(options)
  const telephone = openTelephone({
    confirms: options.confirms ?? 'by_hand',
    expiresAfterMs: options.expiresAfterMs ?? 300_000,
    faults: () => faults,
    onDecided: (transaction) => {
      const sent = tell(protocol, transaction, { world, webhook: options.webhook })
      underWay.add(sent)
      void sent.finally(() => underWay.delete(sent))
    },
  })
  const world: StandInWorld = { keys, telephone, faults: () => faults }
  const served = await serveStandIn({
    port: options.port,
    routes: protocol.routes(world),
    line: () => faults.line,
    refuse: protocol.refuse,
    page: (request, form, response) => showTelephone({ protocol, world }, { request, form, response }),
  })
  return {
    url: served.url,
    telephoneUrl: `${served.url}/telephone`,
    signers: options.signers,
    setFaults: (changes) => {
      faults = { ...faults, ...changes }
    },
    decideAll: (decision) => {
      for (const transaction of telephone.list()) telephone.decide(transaction, decision)
    },
    countBegun: () => telephone.list().length,
    settled: async () => void (await Promise.all(underWay)),
    stop: async () => {
      await Promise.all(underWay)
      await served.stop()
    },
  }
}

type Telling = Readonly<{ world: StandInWorld; webhook: StandInOptions['webhook'] }>

async function tell(
  { webhook: describe }: StandInProtocol,
  transaction: StandInTransaction,
  { world, webhook }: Telling,
): Promise<void> {
  const fault = world.faults().webhook
  if (!webhook || !describe || fault === 'lost') return
  const body = JSON.stringify(describe(transaction, world))
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${webhook.secret}` }
  for (let times = fault === 'twice' ? 2 : 1; times > 0; times -= 1) {
    await fetch(webhook.url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) }).catch(
      () => undefined,
    )
  }
}

type Shown = Readonly<{ request: IncomingMessage; form: URLSearchParams; response: ServerResponse }>

function showTelephone(
  { protocol, world: { telephone, keys } }: Readonly<{ protocol: StandInProtocol; world: StandInWorld }>,
  { request, form, response }: Shown,
): boolean {
  if (!request.url?.startsWith('/telephone')) return false
  if (request.method === 'POST') {
    const confirms = form.get('confirms')
    if (confirms === 'by_hand' || confirms === 'at_once') telephone.setConfirms(confirms)
    const transaction = telephone.find(form.get('transaction') ?? '')
    const decision = form.get('decision')
    if (transaction && (decision === 'confirmed' || decision === 'refused')) {
      telephone.decide(transaction, decision)
    }
    response.writeHead(303, { location: '/telephone' }).end()
    return true
  }
  const nameOf = (account: string) =>
    keys.signers.find((signer) => signer.account === account)?.commonName ?? account
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(renderTelephone(protocol.name, telephone, nameOf).text)
  return true
}

/** The signer's credential as it is today, expired where that is to go wrong. */
export const findCredential = ({ keys, faults }: StandInWorld, account: string) =>
  faults().certificate === 'expired' ? keys.findExpired(account) : keys.find(account)
