import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { Type } from 'typebox'
import { Check } from 'typebox/value'
import { answerOnLine, type LineAnswer, lineFaults } from '#adapters/faulty-line'
import { listenOnLoopback } from '#platform/loopback'
import { type StandInPerson, standInPeople } from './stand-in-people.ts'

/** What goes wrong: on the line, or our token is over. */
export const populationFaults = [...lineFaults, 'expired'] as const
export type PopulationFault = (typeof populationFaults)[number]

export type StandInPopulation = Readonly<{
  url: string
  token: string
  /** From now on, until it is null again. */
  break: (fault: PopulationFault | null) => void
  /** The questions it was asked, as they came. */
  asked: readonly Readonly<Record<string, string>>[]
  /** The headers they came with. */
  askers: readonly Readonly<Record<string, unknown>>[]
  stop: () => Promise<void>
}>

const token = 'stand-in-population'

const wireRequest = Type.Object(
  {
    HoVaTen: Type.String({ minLength: 1 }),
    SoDinhDanh: Type.String({ pattern: '^\\d{12}$' }),
    SoCMND: Type.String(),
    NgayThangNam: Type.Optional(Type.String({ pattern: '^(\\d{8}|\\d{2}/\\d{2}/\\d{4})$' })),
    Nam: Type.Optional(Type.String({ pattern: '^\\d{4}$' })),
    MaTichHop: Type.String(),
    MaDVC: Type.String(),
    MaCanBo: Type.String({ minLength: 1 }),
    MaYeuCau: Type.String({ minLength: 1 }),
  },
  { additionalProperties: false },
)

/** A register of invented people on loopback that answers with whole records, as the real ones do. */
export async function startStandInPopulation(
  options: Readonly<{ port?: number; people?: readonly StandInPerson[] }> = {},
): Promise<StandInPopulation> {
  const { people = standInPeople } = options
  let fault: PopulationFault | null = null
  const asked: Record<string, string>[] = []
  const askers: Record<string, unknown>[] = []
  let called = 0
  const take = ({ headers, method }: IncomingMessage, text: string): LineAnswer => {
    const body: unknown = JSON.parse(text || 'null')
    if (fault === 'expired' || headers.authorization !== `Bearer ${token}`) return xml(401, '')
    if (method !== 'POST' || !Check(wireRequest, body)) return xml(400, '')
    asked.push(body as Record<string, string>)
    askers.push(headers)
    return xml(200, envelope(people.filter(({ personalId }) => personalId === body.SoDinhDanh)))
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = (await buffer(request)).toString('utf8')
    called += 1
    const turn = { number: called, of: 5 }
    const garbage = 'Cơ sở dữ liệu đang bảo trì'
    await answerOnLine({ fault, response, take: () => take(request, text), garbage, turn })
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const { url, stop } = await listenOnLoopback(server, options.port)
  return {
    url: `${url}/population`,
    token,
    break: (next) => {
      fault = next
    },
    asked,
    askers,
    stop,
  }
}

const xml = (status: number, body: string): LineAnswer => ({
  ...{ status, type: 'application/xml; charset=utf-8', body },
})

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const element = (name: string, ...content: readonly string[]): string =>
  `<${name}>${content.join('')}</${name}>`

const envelope = (people: readonly StandInPerson[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${element(
    'Envelope',
    element('Body', element('CongdanCollection', ...people.map(describe))),
  )}`

/** The whole of a record: what we do not ask for comes along too, and must go no further. */
function describe({ personalId, fullName, birth, sex, ethnicity, hamlet, communeCode }: StandInPerson): string {
  const [surname = '', ...rest] = fullName.split(' ')
  const given = rest.pop() ?? ''
  const place = [
    element('MaTinhThanh', '11'),
    element('MaQuanHuyen'),
    element('MaPhuongXa', communeCode),
    element('ChiTiet', escaped(hamlet)),
    element('QuocGia', 'VN'),
  ]
  const relative = (name: string) => element('HoVaTen', name)
  const year = birth.slice(0, 4)
  return element(
    'CongDan',
    element('SoDinhDanh', personalId),
    element('SoCMND'),
    element('HoVaTen', element('Ho', surname), element('ChuDem', rest.join(' ')), element('Ten', given)),
    element('GioiTinh', sex === 'male' ? '1' : '2'),
    element('DanToc', ethnicity),
    element('TonGiao', 'Không'),
    element('TinhTrangHonNhan', 'Đã kết hôn'),
    element('NhomMau', 'O'),
    element(
      'NgayThangNamSinh',
      element('Nam', year),
      element('NgayThangNam', birth.length === 10 ? birth.replaceAll('-', '') : ''),
    ),
    element('QuocTich', 'Việt Nam'),
    element('QueQuan', ...place),
    element('ThuongTru', ...place),
    element('NoiOHienTai', ...place),
    element('Cha', relative('LÒ VĂN CHA')),
    element('Me', relative('QUÀNG THỊ MẸ')),
    element('VoChong', relative('LÒ VĂN BẠN')),
    element('ChuHo', element('QuanHe', 'Chủ hộ')),
    element('SoSoHoKhau', 'SO-HU-CAU'),
  )
}
