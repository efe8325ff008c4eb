import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Filing, fetchFiledDossiers, findFiling, refuseFiling } from '#modules/filings'
import { useDemo } from '#test/demo'
import { openNationalPortal } from './client.ts'
import { type StandInPortal, startStandInPortal } from './stand-in.ts'
import type { FilingOffer, FilingPerson } from './stand-in-filing.ts'

type Row = Readonly<Record<string, unknown>>

const answers = {
  person: {
    ...{ fullName: 'LÒ THỊ MAI HƯƠNG', personalId: '999000000017' },
    ...{ residence: 'Tổ 8, phường Điện Biên Phủ', status: 'single' },
  },
  purpose: { use: 'other', otherUse: 'Vay vốn ngân hàng' },
  delivery: { phone: '0900000048', copies: 1, receiveBy: 'counter' },
}

const detail = {
  ...{ TenNguoiNop: 'LÒ THỊ MAI HƯƠNG', SoDinhDanh: '999000000017', NgayCapDinhDanh: '' },
  ...{ NgaySinh: '14/03/1997', SoDienThoai: '0900000048', Email: '', Fax: '' },
  ...{ MaTinh: '11', MaHuyen: '', MaXa: '03127', DiaChiChiTiet: 'Tổ 8' },
  ...{ TenChuHs: '', SoDinhDanhChuHs: '', MaTinhChuHs: '', MaXaChuHs: '', DiaChiChiTietChuHs: '' },
}

/** A dossier of 2026 with the fields of the table (domain/statuses-and-sync.md §4), none more: its paper has no address. */
const recent = {
  MaHoSo: 'G09.20-20260609-0092637',
  MaTTHC: '1.004873',
  MaDichVuCong: '',
  ChuHoSo: 'LÒ THỊ MAI HƯƠNG',
  LoaiDoiTuong: '1',
  MaDonViTiepNhan: 'H18.137',
  NgayNop: '20261123215455',
  NgayTiepNhan: '',
  EformThongTinChiTiet: answers,
  ThanhPhanHoSo: [
    {
      MaThanhPhanHoSo: 'KQ.G15.000038',
      TenThanhPhanHoSo: 'Giấy xác nhận đã cấp',
      SoLuong: '1',
      LoaiBan: '2',
      GiayToDinhKem: [
        {
          IdGiayTo: '7d1c',
          MaKetQua: 'KQ.G15.000038',
          TenGiayTo: 'Giấy xác nhận.pdf',
          HashTepTin: 'ab'.repeat(32),
        },
      ],
    },
  ],
  ThongTinNguoiNop: { LoaiDoiTuong: '1', IdDoiTuong: 'T000017', ThongTinChiTiet: detail },
}

/** A dossier of the classic adapter with the fields of the table (§3.1), none more: it names no agency by its code. */
const classic = {
  ...{ MaHoSo: 'G01.99-20261123-0000001', MaTTHC: '1.004873', TenTTHC: 'Xác nhận tình trạng hôn nhân' },
  ...{ MaLinhVuc: 'G01-HT01', TenLinhVuc: 'Hộ tịch', KenhThucHien: '2' },
  ...{ SoGiayToChuHoSo: '999000000017', ChuHoSo: 'LÒ THỊ MAI HƯƠNG', LoaiDoiTuong: '1', MaDoiTuong: 'T000017' },
  ...{ ThongTinKhac: JSON.stringify(answers), Email: '', Fax: '', SoDienThoai: '0900000048' },
  ...{ TrichYeuHoSo: 'Xác nhận tình trạng hôn nhân', NgayNopHoSo: '20261123215455', NgayTiepNhan: '' },
  ...{ NgayHenTra: '', NgayTuChoi: '', NgayKetThucXuLy: '', NgayTra: '', TrangThaiHoSo: '1' },
  ...{ ThongTinTra: '', HinhThuc: '0', DonViXuLy: 'UBND phường Điện Biên Phủ', GhiChu: '', NoiNopHoSo: '1' },
  ...{ HoSoCoThanhPhanSoHoa: '0', TaiKhoanDuocXacThucVoiVNeID: '1', DuocThanhToanTrucTuyen: '0' },
  DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: '999000000017' }],
  DSKetNoiCSDL: [],
  TaiLieuNop: [
    {
      ...{ TepDinhKemId: '7d1c', TenTepDinhKem: 'Giấy xác nhận.pdf', IsDeleted: 'False' },
      ...{ MaThanhPhanHoSo: 'KQ.G15.000038', DuongDanTaiTepTin: '', DuocSoHoa: '0', DuocTaiSuDung: '0' },
      ...{ DuocLayTuKhoDMQG: '0', MaKetQuaThayThe: '' },
    },
  ],
  ...{ DanhSachLePhi: [], DanhSachTepDinhKemKhac: [], DanhSachHoSoBoSung: [], DanhSachGiayToKetQua: [] },
}

const own = useDemo()
let standIn: StandInPortal
before(async () => {
  standIn = await startStandInPortal()
})
after(() => standIn.stop())

const portal = (generation: 'classic' | 'json' = 'json') =>
  openNationalPortal({ ...standIn.connection, generation, timeoutMs: 2000 })

const person: FilingPerson = {
  ...{ personalId: '999000000017', fullName: 'LÒ THỊ MAI HƯƠNG', birthDate: null, phone: null, email: null },
}
const offer: FilingOffer = {
  ...{ procedure: '1.004873', name: '', agencyCode: 'H18.137', answers: () => ({}), papers: [] },
}

/** The stand-in hands on exactly this row; of what it would have written itself only the code is left. */
function handOn(row: Row): string {
  const code = standIn.file(offer, person)
  standIn.mend(code, () => ({ ...row, MaHoSo: code }))
  return code
}

async function find(code: string): Promise<Filing> {
  return (await findFiling(own.demo.context.db, { source: 'national_portal', code })) ?? assert.fail(code)
}

function read(content: Row) {
  const filed = portal().readFiled(content)
  return 'unreadable' in filed ? assert.fail(`unreadable: ${filed.unreadable}`) : filed
}

test('what comes in the shape of the tables is taken, or held with what is missing; none holds up another', async () => {
  for (const [generation, rows] of [
    [
      'json',
      [
        [{ ...recent, ThanhPhanHoSo: [] }, null],
        [{ ...recent, ThanhPhanHoSo: [{ ...recent.ThanhPhanHoSo[0], GiayToDinhKem: null }] }, null],
        [recent, 'filings.paper_without_address'],
        [{ ...recent, MaDonViTiepNhan: undefined }, 'filings.agency_missing'],
        [{ ...recent, ThanhPhanHoSo: [], EformThongTinChiTiet: { hoTen: 'A' } }, 'dossiers.answers_invalid'],
      ],
    ],
    [
      'classic',
      [
        [classic, 'filings.agency_missing'],
        [{ ...classic, MaDonViTiepNhan: 'H18.137' }, 'filings.paper_without_address'],
        [{ ...classic, MaDonViTiepNhan: 'H18.137', ChuHoSo: undefined }, 'filings.applicant_missing'],
        [{ ...classic, SoGiayToChuHoSo: '099000017' }, 'filings.applicant_number'],
        [
          { ...classic, MaDonViTiepNhan: 'H18.137', TaiLieuNop: [], ThongTinKhac: '{"hoTen":"A"}' },
          'dossiers.answers_invalid',
        ],
        [{ ...classic, MaDonViTiepNhan: 'H18.137', TaiLieuNop: [] }, null],
      ],
    ],
  ] as const) {
    const codes = rows.map(([row]) => handOn(row))
    await fetchFiledDossiers(own.demo.context, portal(generation))
    const filings = await Promise.all(codes.map(find))
    assert.deepEqual(
      filings.map(({ state, reason }) => [state, reason]),
      rows.map(([, reason]) => [reason ? 'held' : 'taken', reason]),
      generation,
    )
  }
})

test('a paper without an address is said by its name and the result it is, here and where it was filed', async () => {
  const code = handOn(recent)
  await fetchFiledDossiers(own.demo.context, portal())
  const { answer, forAgency } = await find(code)
  assert.deepEqual(
    [answer, forAgency],
    [
      'Tệp “Giấy xác nhận.pdf” (kết quả mã KQ.G15.000038) được gửi sang mà không ghi địa chỉ tải về.',
      'H18.137',
    ],
  )
  assert.equal(standIn.store.find(code)?.steps[0]?.NoiDungXuLy, answer)
})

test('what is in the name of a body is held and says of which; it never becomes a citizen’s', async () => {
  const { ThongTinNguoiNop: by } = recent
  const taken = { ...recent, ThanhPhanHoSo: [] }
  for (const [row, words] of [
    [{ ...taken, LoaiDoiTuong: '2' }, /đứng tên doanh nghiệp nộp từ nơi khác/],
    [{ ...taken, ThongTinNguoiNop: { ...by, LoaiDoiTuong: '2' } }, /đứng tên doanh nghiệp nộp từ nơi khác/],
    [{ ...taken, LoaiDoiTuong: '3' }, /đứng tên cơ quan nhà nước/],
    [{ ...classic, LoaiDoiTuong: '4' }, /đứng tên tổ chức/],
    [{ ...classic, LoaiDoiTuong: '9' }, /không cho biết đứng tên/],
  ] as const) {
    const code = handOn(row)
    await fetchFiledDossiers(own.demo.context, portal())
    const { state, reason, answer } = await find(code)
    assert.deepEqual([state, reason], ['held', 'filings.owner_kind'])
    assert.match(answer ?? '', words)
  }
  const officer = await own.demo.officer('reception')
  const code = handOn({ ...classic, LoaiDoiTuong: '2' })
  await fetchFiledDossiers(own.demo.context, portal('classic'))
  const key = { source: 'national_portal', code }
  await refuseFiling(own.demo.context, key, { officer, reason: 'Đề nghị nộp tại nơi tiếp nhận.' })
  await fetchFiledDossiers(own.demo.context, portal('classic'))
  assert.deepEqual(
    [standIn.store.find(code)?.state, standIn.store.find(code)?.fields.LoaiDoiTuong],
    ['3', '2'],
    'there it stays what it was',
  )
})

test('when it was filed is read in either shape, and an empty field of some program is no time', () => {
  for (const text of ['20261123215455', '2026-11-23T21:54:55', '23/11/2026 21:54:55'])
    for (const row of [
      { ...recent, NgayNop: text },
      { ...classic, NgayNopHoSo: text },
    ])
      assert.equal(read(row).filedAt?.toString(), '2026-11-23T14:54:55Z', text)
  for (const NgayNop of ['', null, undefined, '00010101000000', '23/11/2026'])
    assert.equal(read({ ...recent, NgayNop }).filedAt, null)
})

test('a date of birth is read in whichever of its formats it comes, and no day is made up', () => {
  const bornOn = (NgaySinh: string) =>
    read({ ...recent, ThongTinNguoiNop: { ThongTinChiTiet: { ...detail, NgaySinh } } }).applicant.birthOn
  for (const text of ['14/03/1997', '19970314', '1997-03-14', '19970314000000'])
    assert.equal(bornOn(text), '1997-03-14', text)
  assert.equal(bornOn('1997'), '1997')
  assert.equal(bornOn('không rõ'), null)
})

test('a paper that was taken away again there is none of the dossier', () => {
  const given = classic.TaiLieuNop[0] ?? assert.fail()
  const names = (IsDeleted: string) =>
    read({ ...classic, TaiLieuNop: [{ ...given, IsDeleted }] }).papers.map(({ name }) => name)
  assert.deepEqual([names('False'), names('True')], [['Giấy xác nhận.pdf'], []])
})
