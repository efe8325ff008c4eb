import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { extractPdfText } from '#test/pdf-text'
import { builtInSettings } from './messages.ts'
import { type FormNumber, formNumbers } from './rules/form.ts'
import { type Printing, readSample, type SampleKind, setForm } from './set-form.ts'

const check = { code: '4F7K-92QX-HH3B', url: 'https://motcua.example/verify/4F7K-92QX-HH3B', again: null }

const wordsOf = async (number: FormNumber, kind: SampleKind, printing: Printing = { check }) =>
  extractPdfText(await setForm(number, await readSample(number, kind), printing))

/** What each form must say (TT 03/2025/TT-VPCP, Phụ lục I), as the examples have it. */
const asked: Readonly<Record<FormNumber, readonly string[]>> = {
  '01': [
    'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
    'H18.137.01-261126-0047',
    'QUÀNG THỊ BÌNH',
    '999 000 000 048',
    'Trực tiếp tại quầy',
    'Bản chính',
    'Bản sao',
    'số lượng 01 bộ',
    '03 ngày làm việc',
    '17 giờ, thứ Ba 01/12/2026',
    'Nhận kết quả tại',
    'Mười lăm nghìn đồng',
    'https://motcua.example/track/H18.137.01-261126-0047',
    'NGƯỜI NỘP HỒ SƠ',
    'NGƯỜI TIẾP NHẬN HỒ SƠ',
  ],
  '02': [
    'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ',
    'Số: H18.137.01-261126-0047/YC',
    'QUÀNG THỊ BÌNH',
    '0900 000 048',
    'Đăng ký khai sinh',
    'Bản án ly hôn đã có hiệu lực',
    'bản sao có chứng thực',
    'Kiểm tra hồ sơ trước khi tiếp nhận',
    'không đọc được ngày sinh',
    'trong một lần',
    'Vàng A Súa',
    'điện thoại 1900 0000',
    'Căn cứ: NĐ 118/2025/NĐ-CP Điều 17',
  ],
  '03': [
    'PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ',
    'QUÀNG THỊ BÌNH',
    '999 000 000 048',
    'H18.137.01-261126-0047',
    'Nộp hồ sơ',
    'Không tiếp nhận hồ sơ.',
    'mỗi người chỉ đăng ký khai sinh một lần',
    'khiếu nại',
    'điện thoại 1900 0000',
  ],
  '04': [
    'VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN',
    'Số: H18.137.01-261126-0047/XL',
    'Ông/Bà Quàng Thị Bình',
    'xin lỗi',
    'một lần duy nhất',
    'thứ Sáu 04/12/2026',
    'Tòng Văn Phú',
    'Nơi nhận:',
  ],
  '05': [
    'THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ',
    'Người nộp hồ sơ đề nghị dừng',
    'Thẩm định, giải quyết hồ sơ',
    'Dừng giải quyết hồ sơ; giấy tờ bản chính đã nộp được trả lại',
    'Chưa có quyết định',
    '15.000 đồng, đã nộp',
    'Mười lăm nghìn đồng',
    'NĐ 118/2025/NĐ-CP Điều 21',
  ],
  '06': [
    'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ',
    'Trích lục ghi chú ly hôn (2)',
    'Trước hạn',
    'Quá hạn',
    'Cà Thị Ngân',
    'thay chữ ký',
    '13 giờ 45, thứ Năm 26/11/2026',
  ],
  '07': [
    'SỔ THEO DÕI HỒ SƠ',
    'Từ 01/11/2026 đến 30/11/2026',
    'Cấp Giấy xác nhận tình trạng hôn nhân',
    'Số bộ',
    'Hẹn trả',
    'Hình thức nhận',
    'Ký nhận',
    'Đã rút hồ sơ',
    'Quàng Thị Bình',
  ],
}

describe('the seven forms', () => {
  for (const number of formNumbers) {
    test(`form ${number} says everything it is asked to, its number, and the code it is checked by`, async () => {
      const words = await wordsOf(number, 'usual')
      const missing = [...asked[number], `Mẫu số ${number}`, '4F7K-92QX-HH3B', 'https://motcua.example/verify/']
      assert.deepEqual(
        missing.filter((part) => !words.includes(part)),
        [],
      )
    })

    test(`form ${number} is whole with long names and many rows, over several pages, and with what may be missing`, async () => {
      assert.match(await wordsOf(number, 'long'), /trang 2 \/ \d/)
      const bare = await wordsOf(number, 'bare', {})
      assert.ok(bare.includes(builtInSettings[number].title))
      assert.doesNotMatch(bare, /none|null|undefined|Mã kiểm tra/)
    })
  }

  test('a form that was issued again says so on each page', async () => {
    const again = 'Cấp lại lần 1, thay bản cấp 09 giờ 41, thứ Năm 26/11/2026'
    const words = await wordsOf('02', 'long', { check: { ...check, again } })
    assert.equal(words.split(again).length, 3)
  })

  test('the settings change the title, the line of law, the sentences, the sections and the places of signature', async () => {
    const settings = {
      title: 'PHIẾU HƯỚNG DẪN HOÀN THIỆN HỒ SƠ',
      basis: 'Căn cứ Quyết định 12/QĐ-UBND.',
      note: 'Đường dây nóng: 1900 0000.',
      hidden: ['guidance'],
      signatures: ['BÊN NHẬN', 'BÊN GIAO'],
    } as const
    const words = await wordsOf('02', 'usual', { check, look: { settings, source: null } })
    for (const part of [settings.title, settings.basis, settings.note, ...settings.signatures])
      assert.ok(words.includes(part), part)
    assert.doesNotMatch(words, /trong một lần|NGƯỜI HƯỚNG DẪN/)
  })

  test('what people typed is text in every form, never markup', async () => {
    const sample = await readSample('03', 'usual')
    const reason = '#read("x") *đậm* $5$ [a] \\ @b'
    const words = extractPdfText(await setForm('03', { ...sample, reason } as typeof sample))
    assert.ok(words.includes('#read("x") *đậm* $5$ [a] \\ @b'))
  })
})
