import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Temporal } from 'temporal-polyfill'
import { answerOnLine, jsonAnswer } from '#adapters/faulty-line'
import { readScores } from '#modules/ratings'
import type { Html } from '#platform/html'
import { listenOnLoopback } from '#platform/loopback'
import { readAtMost } from '#platform/read-at-most'
import type { PortalOptions } from './calls.ts'
import { filedCall, openPortalCalls, type PortalAccount, type StandInCatalogue } from './stand-in-calls.ts'
import { openFetched, type PortalFetched } from './stand-in-fetched.ts'
import { type FilingOffer, type FilingPerson, openFilings, type PortalFilings } from './stand-in-filing.ts'
import { askByForm, openStandInInquiries, type PortalInquiries, renderInquiries } from './stand-in-inquiries.ts'
import { openJsonSide } from './stand-in-json.ts'
import { type PortalFault, portalFaults } from './stand-in-line.ts'
import { renderDossier, renderDossiers, renderFaults, renderFiling, renderMissing } from './stand-in-pages.ts'
import { openStandInRatings, type PortalRatings, ratingsCall, renderRatings } from './stand-in-ratings.ts'
import { openPortalStore, type PortalDossier, type PortalStore } from './stand-in-store.ts'

export type StandInPortalOptions = Readonly<{
  /** 0 takes a free one. */
  port?: number
  /** Asked for each time, so that it may be drawn from what is there by then. */
  catalogue?: () => Promise<StandInCatalogue>
  /** What can be filed here, asked for when somebody wants to file, and by whom. */
  offers?: () => Promise<readonly FilingOffer[]>
  people?: readonly FilingPerson[]
  fault?: PortalFault | null
  /** What it knew before it was stopped. */
  store?: PortalStore
}>

export type StandInPortal = Readonly<{
  url: string
  /** How it is called: its address, paths and an account. */
  connection: Omit<PortalOptions, 'timeoutMs' | 'mostBytes'>
  store: Pick<PortalStore, 'find' | 'list' | 'count' | 'tally' | 'overwrite'>
  file: PortalFilings['file']
  mend: PortalFilings['mend']
  handOnClassic: PortalFilings['handOnClassic']
  /** What people said of dossiers here, and what it was told. */
  ratings: Pick<PortalRatings, 'rate' | 'told' | 'ofDossier'>
  /** What people asked here, what others answered, and what it was told. */
  inquiries: Omit<PortalInquiries, 'answer'>
  fault: () => PortalFault | null
  setFault: (fault: PortalFault | null) => void
  endSessions: () => void
  /** The files it fetched by links. */
  fetched: Pick<PortalFetched, 'listOf' | 'settle'>
  /** How many calls it was asked, those that a fault ate too. */
  countCalls: () => number
  stop: () => Promise<void>
}>

const account: PortalAccount = { username: 'motcua', password: 'dong-the', unit: 'H99' }

type World = Readonly<{
  store: PortalStore
  filings: PortalFilings
  calls: ReturnType<typeof openPortalCalls>
  json: ReturnType<typeof openJsonSide>
  fetched: PortalFetched
  ratings: PortalRatings
  inquiries: PortalInquiries
  catalogue: () => Promise<StandInCatalogue>
  offers: () => Promise<readonly FilingOffer[]>
  people: readonly FilingPerson[]
  fault: { now: PortalFault | null; calls: number }
}>

/**
 * Starts the stand-in of the national portal on loopback: its calls under `/mapi`, and pages on which one sees what it
 * knows, files a dossier and breaks it. For demonstrations and tests; after `stop` only the `store` that
 * it was given is left.
 */
export async function startStandInPortal(options: StandInPortalOptions = {}): Promise<StandInPortal> {
  const fault = { now: options.fault ?? null, calls: 0 }
  const now = () => Temporal.Now.instant()
  const store = options.store ?? openPortalStore(() => now().epochMilliseconds)
  const server = createServer()
  const { url, stop } = await listenOnLoopback(server, options.port)
  const filings = openFilings(store, () => url, now)
  const catalogue = options.catalogue ?? (async () => ({ procedures: [], agencies: [] }))
  const fetched = openFetched()
  const ratings = openStandInRatings(now)
  const inquiries = openStandInInquiries(now)
  const side = { store, fetched, account, catalogue, fault: () => fault.now, answerMore: ratings.answer }
  const answerMore: (typeof inquiries)['answer'] = (call, body) =>
    ratings.answer(call, body) ?? inquiries.answer(call, body)
  const calls = openPortalCalls({ ...side, answerMore, listFiled: filings.listClassic })
  const json = openJsonSide({ ...side, listFiled: filings.list })
  const world: World = {
    store,
    filings,
    calls,
    json,
    fetched,
    ratings,
    inquiries,
    catalogue,
    fault,
    offers: options.offers ?? (async () => []),
    people: options.people ?? [],
  }
  server.on('request', (request, response) => {
    serve(world, request, response).catch(() => request.socket.destroy())
  })
  return {
    url,
    connection: describeConnection(url),
    store,
    file: filings.file,
    mend: filings.mend,
    handOnClassic: filings.handOnClassic,
    ratings,
    inquiries,
    fault: () => fault.now,
    setFault: (next) => {
      fault.now = next
    },
    endSessions: () => {
      calls.endSessions()
      json.endTokens()
    },
    fetched,
    countCalls: () => fault.calls,
    stop,
  }
}

const describeConnection = (url: string): StandInPortal['connection'] => ({
  url,
  ...account,
  authPath: '/mapi/login',
  integrationPath: '/mapi/g',
  sharePath: '/mapi/g',
  sessionCodes: ['401'],
  jsonPath: '/ketnoi',
  tokenPath: '/ketnoi/GetToken',
  filedCall,
  ratingsCall,
  inquiries: true,
})

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in')
  const text = (await readAtMost(request, 20_000_000)).toString('utf8')
  if (pathname.startsWith('/mapi/') || pathname.startsWith('/ketnoi/'))
    return await serveCall(world, pathname, { text, request, response })
  if (pathname.startsWith('/files/'))
    return sendFile(world.filings.findFile(pathname.slice('/files/'.length)), response)
  if (pathname.startsWith('/fetched/')) return sendFile(findFetched(world, pathname), response)
  if (request.method === 'POST')
    return await act(world, pathname, { form: new URLSearchParams(text), response })
  const shown = await show(world, pathname, searchParams)
  response.writeHead(shown ? 200 : 404, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end((shown ?? renderMissing()).text)
}

type Asked = Readonly<{ text: string; request: IncomingMessage; response: ServerResponse }>

async function serveCall({ calls, json, fault }: World, path: string, { text, request, response }: Asked) {
  const body = JSON.parse(text) as Record<string, unknown>
  const takes: Record<string, () => unknown> = {
    '/mapi/login': () => calls.logIn(body),
    '/mapi/g': () => calls.call(body),
    '/ketnoi/GetToken': () => json.takeToken(body),
  }
  const call = path.slice('/ketnoi/'.length)
  const take = takes[path] ?? (() => json.call(call, body, request.headers.authorization ?? ''))
  fault.calls += 1
  await answerOnLine({
    ...{ fault: fault.now, response, garbage: 'Cổng đang bảo trì', turn: { number: fault.calls, of: 7 } },
    take: async () => jsonAnswer(200, await take()),
  })
}

async function show(
  { store, fetched, ratings, inquiries, catalogue, offers, people, fault }: World,
  path: string,
  query: URLSearchParams,
): Promise<Html | null> {
  const renderOne = (found: PortalDossier) =>
    renderDossier(found, fetched.listOf(found.code), renderRatings(found.code, ratings.ofDossier(found.code)))
  if (path === '/') {
    const found = store.find((query.get('code') ?? '').trim())
    return found ? renderOne(found) : renderDossiers(store.list(50), store.count(), store.tally())
  }
  if (path === '/file') return renderFiling(await offers(), people)
  if (path === '/questions') return renderInquiries(inquiries, (await catalogue()).agencies)
  if (path === '/faults') return renderFaults(fault.now)
  const found = path.startsWith('/dossiers/') && store.find(decodeURIComponent(path.slice('/dossiers/'.length)))
  return found ? renderOne(found) : null
}

type Act = Readonly<{ form: URLSearchParams; response: ServerResponse }>

async function act(
  { store, ratings, inquiries, filings, offers, people, fault }: World,
  path: string,
  { form, response }: Act,
): Promise<void> {
  const back = (location: string) => void response.writeHead(303, { location }).end()
  if (path === '/faults') {
    fault.now = portalFaults.find((one) => one === form.get('fault')) ?? null
    back('/faults')
    return
  }
  if (path === '/questions') return askByForm(inquiries, form) ? back(path) : void response.writeHead(400).end()
  if (rate({ store, ratings }, path, form)) return back(path.replace(/\/rate$/, ''))
  const offer = (await offers())[Number(form.get('offer') ?? '-1')]
  const person = people.find(({ personalId }) => personalId === form.get('person'))
  if (path !== '/file' || !offer || !person) response.writeHead(400).end()
  else
    back(
      `/dossiers/${encodeURIComponent(filings.file(form.get('arrives') === 'empty' ? emptied(offer) : offer, person))}`,
    )
}

/** Somebody rates a dossier that is known here, at `/dossiers/{code}/rate`. */
function rate(
  { store, ratings }: Pick<World, 'store' | 'ratings'>,
  path: string,
  form: URLSearchParams,
): boolean {
  const code = path.match(/^\/dossiers\/([^/]+)\/rate$/)?.[1]
  const rated = code ? store.find(decodeURIComponent(code)) : null
  if (!rated) return false
  const scores = readScores(Object.fromEntries(form))
  if (scores) ratings.rate(rated.code, scores, form.get('comment')?.trim() || null)
  return true
}

/** What was filled in is lost on the way, as it happens. */
const emptied = (offer: FilingOffer): FilingOffer => ({ ...offer, answers: () => ({}), papers: [] })

/** `/fetched/{dossier}/{file}`. */
function findFetched({ fetched }: World, pathname: string): Uint8Array | null {
  const [code = '', id = ''] = pathname.slice('/fetched/'.length).split('/').map(decodeURIComponent)
  return fetched.listOf(code).find((file) => file.id === id)?.bytes ?? null
}

function sendFile(bytes: Uint8Array | null, response: ServerResponse): void {
  if (!bytes) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': bytes.length }).end(bytes)
}
