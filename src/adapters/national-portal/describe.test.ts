import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, factsOf, feeOf } from '#test/dossier-facts'
import { describeDossier } from './describe.ts'
import { describeNewState } from './json-describe.ts'

const agreed = { notPaidOnline: '0', databaseCodes: new Map<string, string>() }

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
