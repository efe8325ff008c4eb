import { randomBytes } from 'node:crypto'
import type { PortalFetched } from './stand-in-fetched.ts'
import type { PortalFault } from './stand-in-line.ts'
import type { PortalStore, Taken } from './stand-in-store.ts'

type Fields = Readonly<Record<string, unknown>>

export type PortalAccount = Readonly<{ username: string; password: string; unit: string }>

/** What the stand-in's catalogue holds. */
export type StandInCatalogue = Readonly<{
  procedures: readonly Readonly<{
    code: string
    name: string
    field: Readonly<{ code: string; name: string }>
    /** Said by the JSON calls alone. */
    level?: 'central' | 'province' | 'commune'
    components?: readonly Readonly<{ code: string; name: string }>[]
  }>[]
  agencies: readonly Readonly<{ code: string; name: string; level: string }>[]
}>

/** The call that lists what was filed here: its name in a contract was not seen, so it is a setting of the client. */
export const filedCall = 'LayDanhSachHoSoNopTrucTuyen'

type World = Readonly<{
  store: PortalStore
  account: PortalAccount
  catalogue: () => Promise<StandInCatalogue>
  fault: () => PortalFault | null
  /** What was filed here and did not come back yet. */
  listFiled: () => readonly Fields[]
  fetched: PortalFetched
  /** What it can be asked besides: ratings, questions. Undefined: it is no such call; null: it is refused. */
  answerMore: (call: string, body: Fields) => readonly Fields[] | null | undefined
}>

const says = (error_code: string, message: string, more: Fields = {}) => ({ error_code, message, ...more })
const done = says('00', 'Thành công')
const rows = (result: readonly unknown[]) => ({ ...done, result })
const sessionOver = says('401', 'Phiên làm việc đã hết hạn')

/** The calls of the portal: sessions, dossiers, progress, the catalogue. */
export function openPortalCalls(world: World) {
  const sessions = new Set<string>()
  const late: Fields[] = []
  return {
    logIn: (body: Fields) => {
      const isKnown = body.username === world.account.username && body.password === world.account.password
      if (!isKnown || world.fault() === 'account_refused') return says('2', 'Sai tên đăng nhập hoặc mật khẩu')
      const session = randomBytes(18).toString('base64url')
      sessions.add(session)
      return { ...done, session }
    },
    call: (body: Fields): unknown => {
      const session = String(body.session ?? '')
      if (!sessions.has(session)) return sessionOver
      // Each session serves one call, then it is over.
      if (world.fault() === 'session_over') sessions.delete(session)
      if (body.madonvi !== world.account.unit) return says('5', 'Mã đơn vị không đúng')
      const answered = answer(world, body)
      if (world.fault() === 'reorder') takeLate(world, late, body)
      return answered
    },
    endSessions: (): void => sessions.clear(),
  }
}

/** A copy of the writing before this one arrives only now. */
function takeLate(world: World, late: Fields[], body: Fields): void {
  if (body.service !== 'DongBoHoSoMC') return
  const before = late.splice(0)
  late.push({ ...body, isUpdating: 'True' })
  for (const one of before) answer(world, one)
}

function answer(world: World, body: Fields): unknown {
  switch (body.service) {
    case 'TraCuuHoSo':
      return lookUp(world, String(body.mahoso ?? ''))
    case 'DongBoHoSoMC':
      return takeDossiers(world, body)
    case 'CapNhatTienDoHoSoMC':
      return takeSteps(world, body)
    case filedCall:
      return rows(world.listFiled())
    default: {
      const more = world.answerMore(String(body.service), body)
      if (more === null) return says('3', 'Không tìm thấy câu hỏi')
      return more ? rows(more) : readCatalogue(world, body)
    }
  }
}

function lookUp({ store }: World, code: string): unknown {
  const found = store.find(code)
  return found
    ? rows([{ ...found.fields, MaHoSo: code, TrangThaiHoSo: found.state }])
    : says('3', 'Không tìm thấy hồ sơ')
}

const refusals: Readonly<Partial<Record<Taken, object>>> = {
  exists: says('3', 'Hồ sơ đã tồn tại'),
  unknown: says('3', 'Hồ sơ không tồn tại'),
  backwards: says('6', 'Trạng thái hồ sơ không được lùi'),
  invalid: says('1', 'Thiếu mã hồ sơ hoặc sai trạng thái'),
}

function takeDossiers({ store, fetched }: World, body: Fields): unknown {
  const items = listOf(body.data)
  if (items.length === 0 || items.length > 100) return says('1', 'Dữ liệu không hợp lệ')
  for (const fields of items) {
    const refusal = refusals[store.takeDossier(fields, body.isUpdating === 'True')]
    if (refusal) return refusal
    fetched.follow(String(fields.MaHoSo), fields)
  }
  return done
}

function takeSteps({ store }: World, body: Fields): unknown {
  const steps = listOf(body.data)
  if (steps.length === 0 || steps.length > 10) return says('1', 'Mỗi lần chỉ nhận từ 1 đến 10 tiến trình')
  const taken = steps.map((step) => store.takeStep(step))
  return taken.includes('unknown')
    ? says('3', 'Hồ sơ không tồn tại')
    : says('0', 'Cập nhật tiến trình thành công')
}

const listOf = (data: unknown): readonly Fields[] =>
  Array.isArray(data) ? data.filter((one): one is Fields => typeof one === 'object' && one !== null) : []

async function readCatalogue({ catalogue }: World, body: Fields): Promise<unknown> {
  const { procedures, agencies } = await catalogue()
  switch (body.service) {
    case 'LayDanhSachTTHC':
      return rows(procedures.map(({ code, name }) => ({ MATTHC: code, TENTTHC: name })))
    case 'LayDanhMucCoQuan':
      return rows(agencies.map(({ code, name, level }) => ({ MADONVI: code, TENDONVI: name, CAPDONVI: level })))
    case 'LayDanhMucLinhVuc': {
      const fields = new Map(procedures.map(({ field }) => [field.code, field.name]))
      return rows([...fields].map(([code, name]) => ({ MALINHVUC: code, TENLINHVUC: name, MANGANH: '' })))
    }
    case 'LayThuTuc': {
      const found = procedures.find(({ code }) => code === body.maTTHC)
      return found ? rows([describe(found)]) : says('3', 'Không tìm thấy thủ tục')
    }
    default:
      return says('4', 'Không có dịch vụ này')
  }
}

const describe = ({ name, field, components = [] }: StandInCatalogue['procedures'][number]) => ({
  TENTTHC: name,
  LINHVUCTHUCHIEN: [{ MALINHVUC: field.code, TENLINHVUC: field.name }],
  THANHPHANHOSO: [
    { GIAYTO: components.map((one) => ({ MAGIAYTO: one.code, TENGIAYTO: one.name, TENMAUDON: '', URL: '' })) },
  ],
})
