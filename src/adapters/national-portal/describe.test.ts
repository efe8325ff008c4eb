import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, factsOf, feeOf } from '#test/dossier-facts'
import { describeDossier } from './describe.ts'
import { describeNew, describeNewState } from './json-describe.ts'

const agreed = { paidOnline: '2', notPaidOnline: '0', databaseCodes: new Map<string, string>() }

test('papers that were asked for are named as the procedure names them', () => {
  const asked = {
    ...{ number: 2, requestedBy: 'Vàng Thị Mai', reason: 'Ảnh mờ ở góc dưới', requestedAt: at },
    components: [{ code: null, name: 'Giấy chứng sinh' }],
    ...{ receivedBy: null, receivedAt: null, dueBefore: null, dueAfter: null },
  }
  const facts = factsOf('H99.1-261120-0001', 'accepted', 'supplement_requested')
  const [told] = describeDossier({ ...facts, supplements: [asked] }, agreed).DanhSachHoSoBoSung
  assert.deepEqual(told?.DanhSachGiayToBoSung, [{ TenGiayTo: 'Giấy chứng sinh' }])
})

test('a fee says all that the shape has room for, and nothing that is not known', () => {
  const fees = [
    feeOf({ code: 'extract_copy', askedDuring: 'intake', state: 'paid', method: 'cash', paidAt: at }),
    feeOf({}),
    feeOf({ state: 'cancelled' }),
  ]
  const facts = { ...factsOf('H99.1-261120-0001', 'accepted', 'payment_requested'), fees }
  const [first, second] = [
    { TenPhiLePhi: 'Phí cấp bản sao', MaPhiLePhi: 'extract_copy', Gia: '8000', LoaiPhiLePhi: '' },
    { TenPhiLePhi: 'Phí cấp bản sao', MaPhiLePhi: '', Gia: '8000', LoaiPhiLePhi: '' },
  ]
  assert.deepEqual(describeDossier(facts, agreed).DanhSachLePhi, [
    { ...first, HinhThucThu: '' },
    { ...second, HinhThucThu: '' },
  ])
  assert.deepEqual((describeNewState(facts, 'id-1') as Record<string, unknown>).DanhSachLePhi, [
    { ...first, HinhThucThu: '1', TrangThaiThanhToan: '1' },
    { ...second, HinhThucThu: '', TrangThaiThanhToan: '0' },
  ])
})

test('the JSON shapes say everything of who hands in, empty where it is not known, and what was filled in', () => {
  const answers = { purpose: { use: 'marriage' } }
  const told = describeNew({ ...factsOf('H99.1-261120-0001', 'accepted'), answers }, new Map())
  assert.deepEqual(told.EformThongTinChiTiet, answers)
  assert.deepEqual(told.ThongTinNguoiNop.ThongTinChiTiet, {
    ...{ TenNguoiNop: 'Lò Thị Hương', SoDinhDanh: '999000000101', NgayCapDinhDanh: '', NgaySinh: '' },
    ...{ SoDienThoai: '0900 000 001', Email: '', Fax: '', MaTinh: '', MaHuyen: '', MaXa: '' },
    ...{ DiaChiChiTiet: '', TenChuHs: 'Lò Thị Hương', SoDinhDanhChuHs: '999000000101' },
    ...{ MaTinhChuHs: '', MaXaChuHs: '', DiaChiChiTietChuHs: '' },
  })
})

test('whether money came online is said as it was agreed; money at the counter did not', () => {
  const codes = { ...agreed, paidOnline: '1', notPaidOnline: '3' }
  const toldOf = (method: 'online' | 'cash') => {
    const fees = [feeOf({ state: 'paid', method, paidAt: at })]
    return describeDossier({ ...factsOf('H99.1-261120-0001', 'accepted'), fees }, codes).DuocThanhToanTrucTuyen
  }
  assert.deepEqual([toldOf('online'), toldOf('cash')], ['1', '3'])
})

test('a field is told by its code where it is one, else by its name with the code that is listed for it', () => {
  const facts = factsOf('H99.1-261120-0001', 'accepted')
  const toldOf = (field: string, fieldCode: string | null) => {
    const { MaLinhVuc, TenLinhVuc } = describeDossier(
      { ...facts, procedure: { ...facts.procedure, field, fieldCode } },
      agreed,
    )
    return [MaLinhVuc, TenLinhVuc]
  }
  assert.deepEqual(toldOf('G15-HT01', null), ['G15-HT01', ''])
  assert.deepEqual(toldOf('Hộ tịch', 'G15-HT01'), ['G15-HT01', 'Hộ tịch'])
  assert.deepEqual(toldOf('Hộ tịch', null), ['', 'Hộ tịch'])
})
