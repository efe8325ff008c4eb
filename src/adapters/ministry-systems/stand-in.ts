import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Temporal } from 'temporal-polyfill'
import { answerOnLine } from '#adapters/faulty-line'
import { listenOnLoopback } from '#platform/loopback'
import { readAtMost } from '#platform/read-at-most'
import type { MinistryConnection } from './calls.ts'
import { account, openMinistryCalls } from './stand-in-calls.ts'
import type { MinistryFault } from './stand-in-line.ts'
import { renderDossier, renderDossiers, renderMissing } from './stand-in-pages.ts'
import { type PushTo, pushReports } from './stand-in-push.ts'
import { type MinistryStore, type OwnDossier, openMinistryStore, type StandInState } from './stand-in-store.ts'
import { writeTime } from './wire-time.ts'

type Person = Readonly<{ fullName: string; personalId: string }>

export type StandInMinistry = Readonly<{
  url: string
  connection: MinistryConnection
  store: MinistryStore
  /** From now on, until it is null again. */
  setFault: (fault: MinistryFault | null) => void
  /** Pushes all that it has to say, or what follows the first `from`; also by itself whenever something changes. */
  pushTo: (to: PushTo) => void
  push: (from?: number) => Promise<void>
  /** A dossier of its own for a person. */
  openFor: (person: Person, state?: StandInState) => string
  stop: () => Promise<void>
}>

type World = {
  store: MinistryStore
  calls: ReturnType<typeof openMinistryCalls>
  people: readonly Person[]
  fault: MinistryFault | null
  asked: number
  to: PushTo | null
  pushError: string | null
}

/**
 * Starts the stand-in of a ministry's centralised system on loopback: its calls under `/api`, and pages on which one sees
 * what it has and lets its officers act. For demonstrations and tests; it remembers nothing after `stop`.
 */
export async function startStandInMinistry(
  options: Readonly<{ port?: number; people?: readonly Person[]; now?: () => Temporal.Instant }> = {},
): Promise<StandInMinistry> {
  const now = options.now ?? (() => Temporal.Now.instant())
  const store = openMinistryStore(now)
  const world: World = {
    ...{ store, people: options.people ?? [], fault: null, asked: 0, to: null, pushError: null },
    calls: openMinistryCalls(store, () => world.fault),
  }
  const server = createServer((request, response) => {
    serve(world, request, response).catch(() => request.socket.destroy())
  })
  const { url, stop } = await listenOnLoopback(server, options.port)
  return {
    url,
    connection: { url, ...account },
    store,
    setFault: (fault) => {
      world.fault = fault
    },
    pushTo: (to) => {
      world.to = to
    },
    push: (from) => push(world, from),
    openFor: (person, state) => openFor(world, person, now(), state),
    stop,
  }
}

async function push({ store, to, fault }: World, from = 0): Promise<void> {
  if (to) await pushReports(to, store.feed.slice(from), fault)
}

const procedure = { MaTTHC: 'DD.07', TenTTHC: 'Cấp lại Giấy chứng nhận quyền sử dụng đất do bị mất (hư cấu)' }
const agency = { MaDonViXuLy: 'VPDK.DB', TenDonViXuLy: 'Văn phòng Đăng ký đất đai (hư cấu)' }

function openFor(
  { store }: World,
  { fullName, personalId }: Person,
  at: Temporal.Instant,
  state?: StandInState,
): string {
  const first: OwnDossier = {
    ...{ MaHoSo: '', ...procedure, ...agency, ChuHoSo: fullName, SoDinhDanhChuHs: personalId },
    ...{ TrichYeuHoSo: 'Thửa đất số 204, tờ bản đồ số 12', NgayNop: writeTime(at) },
    ...{ NgayHenTra: writeTime(at.add({ hours: 24 * 14 })) },
  }
  return store.open(first, state).code
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://stand-in')
  const text = (await readAtMost(request, 80_000_000)).toString('utf8')
  if (pathname.startsWith('/api/')) {
    const body = JSON.parse(text || '{}') as Record<string, unknown>
    const take = () => world.calls.call(pathname.slice('/api/'.length), request.headers.authorization, body)
    world.asked += 1
    const turn = { number: world.asked, of: 5 }
    return await answerOnLine({ fault: world.fault, response, take, garbage: 'Hệ thống đang nâng cấp', turn })
  }
  if (request.method === 'POST') return await act(world, pathname, new URLSearchParams(text), response)
  const shown = show(world, pathname)
  response.writeHead(shown ? 200 : 404, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end((shown ?? renderMissing()).text)
}

const codeIn = (path: string): string => decodeURIComponent(path.split('/')[2] ?? '')

function show({ store, people, to, pushError }: World, path: string) {
  if (path === '/')
    return renderDossiers(store.list().toReversed(), people, { can: to !== null, error: pushError })
  const found = path.startsWith('/dossiers/') ? store.find(codeIn(path)) : null
  return found && renderDossier(found)
}

/** What somebody does on its pages; what changed is pushed at once where it may be. */
async function act(world: World, path: string, form: URLSearchParams, response: ServerResponse): Promise<void> {
  const { store, people } = world
  const before = store.feed.length
  let location = '/'
  const person = people.find(({ personalId }) => personalId === form.get('person'))
  if (path === '/dossiers' && person) openFor(world, person, Temporal.Now.instant())
  else if (path.endsWith('/move') && store.find(codeIn(path))) {
    store.move(codeIn(path), (form.get('state') ?? '') as StandInState)
    location = `/dossiers/${encodeURIComponent(codeIn(path))}`
  } else if (path !== '/push') return void response.writeHead(400).end()
  world.pushError = await push(world, path === '/push' ? 0 : before).then(
    () => null,
    (error: Error) => error.message,
  )
  response.writeHead(303, { location }).end()
}
