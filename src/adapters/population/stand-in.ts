import { createServer, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { Type } from 'typebox'
import { Check } from 'typebox/value'
import { listenOnLoopback } from '#platform/loopback'
import { type StandInPerson, standInPeople } from './stand-in-people.ts'

/** What goes wrong: it hangs up; it never answers; it answers something else; it sends without end; our token is over. */
export type PopulationFault = 'down' | 'slow' | 'garbage' | 'endless' | 'expired'

export type StandInPopulation = Readonly<{
  url: string
  token: string
  /** From now on, until it is null again. */
  break: (fault: PopulationFault | null) => void
  /** The questions it was asked, as they came. */
  asked: readonly Readonly<Record<string, string>>[]
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
  const server = createServer(async (request, response) => {
    const body: unknown = JSON.parse((await buffer(request)).toString('utf8') || 'null')
    if (fault && misbehave(fault, response)) return
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end()
    if (request.method !== 'POST' || !Check(wireRequest, body)) return void response.writeHead(400).end()
    asked.push(body as Record<string, string>)
    response.writeHead(200, { 'content-type': 'application/xml; charset=utf-8' })
    response.end(envelope(people.filter(({ personalId }) => personalId === body.SoDinhDanh)))
  })
  const { url, stop } = await listenOnLoopback(server, options.port)
  return {
    url: `${url}/population`,
    token,
    break: (next) => {
      fault = next
    },
    asked,
    stop,
  }
}

/** True when it has answered, or never will. */
function misbehave(fault: PopulationFault, response: ServerResponse): boolean {
  if (fault === 'down') response.socket?.destroy()
  if (fault === 'garbage') response.end('<Envelope><Body><CongdanCollection><CongDan></Body>')
  if (fault === 'expired') response.writeHead(401).end()
  if (fault === 'endless') {
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(65_536)));
    }
    response.on('drain', more)
    more()
  }
  return true
}

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
