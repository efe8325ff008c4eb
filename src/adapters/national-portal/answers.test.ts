import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { readAnswer } from './answers.ts'
import { PortalUnreachable } from './ask.ts'
import { readTime, writeTime } from './wire-time.ts'

const meaningOf = (body: unknown, status = 200): string =>
  readAnswer({ status, text: typeof body === 'string' ? body : JSON.stringify(body) }, ['401']).kind

test('success, what exists already, and a refusal are told apart by code and sentence', () => {
  const cases: [unknown, string][] = [
    [{ error_code: '00', message: 'OK' }, 'done'],
    [{ error_code: 0 }, 'done'],
    [{ error_code: '0', message: 'Cập nhật thành công' }, 'done'],
    [{ error_code: '0', message: 'Hồ sơ đã tồn tại' }, 'exists'],
    [{ error_code: '3', message: 'Hồ sơ ĐÃ TỒN TẠI trên hệ thống' }, 'exists'],
    [{ error_code: '-3', message: 'đã tồn tại'.normalize('NFD') }, 'exists'],
    [{ error_code: '7', message: 'Mã đã tồn tại' }, 'refused'],
    [{ error_code: '3', message: 'Hồ sơ không tồn tại' }, 'unknown'],
    [{ error_code: '6', message: 'Trạng thái hồ sơ không được lùi' }, 'refused'],
    [{ error_code: '12', message: 'Thiếu trường MaTTHC' }, 'refused'],
    [{ error_code: '400', message: null }, 'refused'],
    [{ error_code: '99', message: 'Hệ thống đang bận, vui lòng thử lại sau' }, 'unclear'],
    [{ error_code: '502', message: 'Kết nối tới Cổng không hợp lệ' }, 'unclear'],
    [{ error_code: '1', message: 'Cập nhật không thành công' }, 'unclear'],
    [{ error_code: '1', message: null }, 'unclear'],
    [{ error_code: '5', message: 'Đồng bộ không được thực hiện thành công' }, 'unclear'],
    [{ error_code: '5', message: 'Mã không hợp lệ, đồng bộ không thành công' }, 'refused'],
    [{ error_code: '5', message: 'Chưa cập nhật được thành công' }, 'unclear'],
    [{ error_code: '5', message: 'Lỗi: tiến trình trước đã thành công' }, 'unclear'],
    [{ error_code: '7', message: 'Đồng bộ thành công 3 hồ sơ, thất bại 1 hồ sơ' }, 'unclear'],
    [{ error_code: '1', message: 'Đồng bộ hồ sơ thành công' }, 'done'],
    [{ error_code: '0', message: 'Cập nhật không thành công' }, 'unclear'],
    [{ error_code: '00', message: 'Thành công, không có cảnh báo' }, 'done'],
    [{ error_code: '401', message: '' }, 'session_over'],
    [{ error_code: '9', message: 'Phiên làm việc hết hạn' }, 'session_over'],
    ['Cập nhật tiến trình thành công', 'done'],
  ]
  for (const [body, expected] of cases) assert.equal(meaningOf(body), expected, JSON.stringify(body))
})

test('what is no answer is none: nobody knows whether the call was taken', () => {
  for (const text of [
    '',
    'Không thành công',
    'Tiến trình không được cập nhật thành công',
    '<p>thành công</p>',
    '[]',
    '{"error_code": null}',
    '{"result": []}',
  ]) {
    assert.throws(() => meaningOf(text), PortalUnreachable, text)
  }
})

test('times are of Vietnam, whatever the machine thinks', () => {
  const at = Temporal.Instant.from('2026-12-31T17:00:00Z')
  assert.equal(writeTime(at), '20270101000000')
  for (const text of ['20270101000000', '2027-01-01T00:00:00', '2027-01-01 00:00:00', '01/01/2027 00:00:00'])
    assert.equal(readTime(text)?.toString(), at.toString(), text)
  assert.equal(writeTime(null), '')
  for (const wrong of ['', '2027', '20271301000000', '20270230000000', '01/01/2027', '30/02/2027 00:00:00'])
    assert.equal(readTime(wrong), null)
})
