import { randomBytes } from 'node:crypto'
import { type LineFault, openStandInLine, renderPage, signatureOf } from '#adapters/carrier-line'
import type { Clock } from '#platform/clock'
import { type Html, html } from '#platform/html'
import { type PostStatus, signatureHeader } from './shapes.ts'

type Parcel = Readonly<{
  key: string
  number: string
  status: PostStatus
  at: string
  order: Readonly<Record<string, unknown>>
}>

export type StandInPost = Readonly<{
  /** Up to and with `/api`. */
  url: string
  token: string
  reportSecret: string
  /** Where people move parcels along. */
  page: string
  parcels: () => readonly Parcel[]
  move: (number: string, status: PostStatus) => void
  setFault: (fault: LineFault) => void
  settle: () => Promise<void>
  stop: () => Promise<void>
}>

type Options = Readonly<{ clock: Clock; reportUrl: string | null; port?: number }>

const words: Readonly<Record<PostStatus, string>> = {
  KHONG_CO: 'Không có',
  DA_TAO: 'Đã tạo',
  DA_LAY: 'Đã lấy',
  DANG_VAN_CHUYEN: 'Đang vận chuyển',
  DA_PHAT: 'Đã phát',
  CHUYEN_HOAN: 'Chuyển hoàn',
  THAT_LAC: 'Thất lạc',
}
const next: readonly PostStatus[] = ['DA_LAY', 'DANG_VAN_CHUYEN', 'DA_PHAT', 'CHUYEN_HOAN', 'THAT_LAC']

/** The public post as a stand-in: what is ordered twice are two parcels, and its page moves each along. */
export async function startStandInPost({ clock, reportUrl, port }: Options): Promise<StandInPost> {
  const [token, reportSecret] = [randomBytes(24).toString('base64url'), randomBytes(24).toString('base64url')]
  const parcels = new Map<string, Parcel>()
  const newestOf = (key: string) => [...parcels.values()].findLast((one) => one.key === key)

  const take = (order: Readonly<Record<string, unknown>>) => {
    const number = `BC${String(100_000_000 + parcels.size)}VN`
    const at = clock.now().toString()
    parcels.set(number, { key: String(order.MaDonHang), number, status: 'DA_TAO', at, order })
    return { MaLoi: 0, MaVanDon: number }
  }
  const asked = (key: string) => {
    const parcel = newestOf(key)
    return parcel
      ? { TrangThai: parcel.status, MaVanDon: parcel.number, ThoiGian: parcel.at }
      : { TrangThai: 'KHONG_CO' }
  }
  const move = (number: string, status: PostStatus): void => {
    const parcel = parcels.get(number)
    if (!parcel) return
    const at = clock.now().toString()
    parcels.set(number, { ...parcel, status, at })
    line.report({ MaDonHang: parcel.key, MaVanDon: number, TrangThai: status, ThoiGian: at })
  }
  const line = await openStandInLine({
    reportUrl,
    ...(port !== undefined && { port }),
    signReport: (text) => ({ [signatureHeader]: signatureOf(text, reportSecret) }),
    refusals: {
      account_refused: { status: 403, body: { MaLoi: 1 } },
      unknown_code: { status: 200, body: { MaLoi: 'không rõ' } },
    },
    answer: ({ path, text, headers }) => {
      if (headers.authorization !== `Bearer ${token}`) return { status: 401, body: { MaLoi: 1 } }
      const body = JSON.parse(text) as Readonly<Record<string, unknown>>
      return { status: 200, body: path === '/api/tao-don' ? take(body) : asked(String(body.MaDonHang)) }
    },
    page: ({ method, path, text }) => {
      if (path !== '/parcels') return null
      if (method !== 'POST') return render([...parcels.values()])
      const form = new URLSearchParams(text)
      const status = next.find((one) => one === form.get('status'))
      if (status) move(form.get('number') ?? '', status)
      return '/parcels'
    },
  })
  return {
    ...{ url: `${line.url}/api`, token, reportSecret, page: `${line.url}/parcels`, move },
    parcels: () => [...parcels.values()],
    ...{ setFault: line.setFault, settle: line.settle, stop: line.stop },
  }
}

const render = (parcels: readonly Parcel[]): Html =>
  renderPage(
    'Bưu chính đóng thế',
    html`<h1>Bưu chính công ích <small>(đóng thế)</small></h1>
<p class="note">Bấm để bưu gửi đi tiếp. <span lang="en">A stand-in: press to move a parcel along.</span></p>
${parcels.length === 0 && html`<section><p>Chưa có bưu gửi nào. <span lang="en">Nothing yet.</span></p></section>`}
${parcels.toReversed().map(renderParcel)}`,
  )

const renderParcel = ({
  number,
  status,
  order,
}: Parcel): Html => html`<section aria-label="${number}"><h2>${number}: ${words[status]}</h2>
<dl><dt>Loại</dt><dd>${order.LoaiDon === 'NHAN_HO_SO' ? 'Đến lấy giấy tờ' : 'Trả kết quả'}</dd><dt>Người</dt><dd>${String(order.HoTen)}, ${String(order.SoDienThoai)}</dd><dt>Địa chỉ</dt><dd>${String(order.DiaChi)}</dd><dt>Hồ sơ</dt><dd>${String(order.MaHoSo)}</dd></dl>
<form method="post" action="/parcels"><input type="hidden" name="number" value="${number}">${next
  .filter((one) => one !== status)
  .map(
    (one) =>
      html`<button name="status" value="${one}"${one === 'DA_PHAT' && html` class="yes"`}>${words[one]}</button>`,
  )}</form></section>`
