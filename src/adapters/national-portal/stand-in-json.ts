import { randomBytes, randomUUID } from 'node:crypto'
import { filedCall, type PortalAccount, type StandInCatalogue } from './stand-in-calls.ts'
import type { PortalFetched } from './stand-in-fetched.ts'
import type { PortalFault } from './stand-in-line.ts'
import type { PortalStore, Taken } from './stand-in-store.ts'

type Fields = Readonly<Record<string, unknown>>

type World = Readonly<{
  store: PortalStore
  fetched: PortalFetched
  account: PortalAccount
  catalogue: () => Promise<StandInCatalogue>
  fault: () => PortalFault | null
  listFiled: () => readonly Fields[]
  /** What both generations can be asked besides: ratings. Undefined: it is no such call. */
  answerMore: (call: string, body: Fields) => readonly Fields[] | undefined
}>

const says = (code: string, message: string, data?: unknown) => ({ code, message, data })
const done = (data?: unknown) => says('200', 'Thành công', data)

/** The calls of 2026: a token, then each call at its own address; `{code, message, data}`. */
export function openJsonSide(world: World) {
  const tokens = new Set<string>()
  const late: Fields[] = []
  return {
    takeToken: (body: Fields) => {
      const isKnown = body.client_id === world.account.username && body.client_secret === world.account.password
      if (!isKnown || world.fault() === 'account_refused')
        return says('401', 'Sai client_id hoặc client_secret')
      const access_token = randomBytes(18).toString('base64url')
      tokens.add(access_token)
      return { access_token, expires_in: 3600, token_type: 'Bearer', scope: 'default' }
    },
    call: async (call: string, body: Fields, authorization: string): Promise<unknown> => {
      const token = authorization.replace(/^Bearer /, '')
      if (!tokens.has(token)) return says('401', 'Token hết hạn')
      // Each token serves one call, then it is over.
      if (world.fault() === 'session_over') tokens.delete(token)
      const answered = await answer(world, call, body)
      if (world.fault() === 'reorder') takeLate(world, late, call, body)
      return answered
    },
    endTokens: (): void => tokens.clear(),
  }
}

/** A copy of the state before this one arrives only now. */
function takeLate(world: World, late: Fields[], call: string, body: Fields): void {
  if (call !== 'CapNhatTrangThai') return
  const before = late.splice(0)
  late.push(body)
  for (const one of before) changeState(world, one)
}

async function answer(world: World, call: string, body: Fields): Promise<unknown> {
  switch (call) {
    case 'TraCuuHoSo':
      return lookUp(world, String(body.MaHoSo ?? ''))
    case 'UploadFile':
      return await takeFile(world, body)
    case 'NoiHoSo':
      return create(world, body)
    case 'CapNhatTienTrinh':
      return world.store.takeStep(withoutId(body)) === 'unknown' ? unknown : done()
    case 'CapNhatTrangThai':
      return changeState(world, body)
    case filedCall:
      return done(world.listFiled())
    default: {
      const more = world.answerMore(call, body)
      return more ? done(more) : readCatalogue(await world.catalogue(), call, body)
    }
  }
}

const unknown = says('3', 'Hồ sơ không tồn tại')
const idOf = (code: string): string => `ID-${code}`
const withoutId = ({ IDHoSo: _, ...step }: Fields): Fields => step

function lookUp({ store }: World, code: string): unknown {
  const found = store.find(code)
  return found ? done([{ MaHoSo: code, IdHoSo: idOf(code), TrangThai: found.state }]) : unknown
}

async function takeFile({ fetched }: World, body: Fields): Promise<unknown> {
  const [id, name, link] = [randomUUID(), String(body.TenTepTin ?? ''), String(body.DuongDan ?? '')]
  const file = await fetched.fetchOne({ code: `file ${id}`, id, name, at: 'paper', link })
  return file.sha256
    ? done({ IdTepTin: id, HashTepTin: file.sha256 })
    : says('400', `Không tải được tệp: ${file.fault}`)
}

const refusals: Readonly<Partial<Record<Taken, object>>> = {
  exists: says('3', 'Hồ sơ đã tồn tại'),
  unknown,
  backwards: says('6', 'Trạng thái hồ sơ không được lùi'),
  invalid: says('400', 'Thiếu mã hồ sơ hoặc sai trạng thái'),
}

function create({ store }: World, body: Fields): unknown {
  const taken = store.takeDossier({ ...body, TrangThaiHoSo: '1' }, false)
  const maHoSo = String(body.MaHoSo)
  return refusals[taken] ?? done({ idHoSo: idOf(maHoSo), maHoSo })
}

function changeState({ store, fetched }: World, body: Fields): unknown {
  const { IdHoSo: _, TrangThai, ...said } = body
  const code = String(body.MaHoSo ?? '')
  const known = store.find(code)
  if (!known) return unknown
  const fields = { ...known.fields, ...said, TrangThaiHoSo: String(TrangThai) }
  const refusal = refusals[store.takeDossier(fields, true)]
  if (!refusal) fetched.follow(code, fields)
  return refusal ?? done()
}

const pageSize = 100

/** The procedures as the public pages of 2026 read them. */
function readCatalogue({ procedures, agencies }: StandInCatalogue, call: string, body: Fields): unknown {
  if (call.endsWith('list-all-public-formality-by-citizen')) {
    const wanted = procedures.filter(({ code }) => code.includes(String(body.q ?? '')))
    const first = wanted.findIndex(({ code }) => code === body.lastId) + 1
    const rows = wanted.slice(first, first + Math.min(Number(body.limit ?? pageSize), pageSize))
    return done(rows.map(({ code, name }) => ({ id: code, code, name })))
  }
  const found = call.endsWith('get-formality-by-citizen') && procedures.find(({ code }) => code === body.id)
  if (!found) return says('404', 'Không tìm thấy')
  const { code, name, field, level, components = [] } = found
  return done({
    code,
    name,
    categoriesDetails: [field],
    ...{ isMinistry: level === 'central', isProvince: level === 'province', isWard: level === 'commune' },
    departmentsExecuting: agencies,
    executionCases: [{ profileComponents: components }],
  })
}
