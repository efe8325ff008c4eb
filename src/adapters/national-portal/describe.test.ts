import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, factsOf } from '#test/dossier-facts'
import { describeDossier } from './describe.ts'

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
