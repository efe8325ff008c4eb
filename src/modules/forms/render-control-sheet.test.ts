import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPdfText } from '#test/pdf-text'
import { type ControlSheetView, type HandOver, renderControlSheet } from './render-control-sheet.ts'

const oneStop = 'Trung tâm Phục vụ hành chính công phường Điện Biên Phủ'
const committee = 'Ủy ban nhân dân phường Điện Biên Phủ'

const transfer: HandOver = {
  giver: { place: oneStop, person: 'Vàng A Súa' },
  receiver: { place: committee, person: 'Cà Thị Ngân' },
  at: '14 giờ 10, thứ Năm 26/11/2026',
  due: '17 giờ, thứ Năm 26/11/2026',
  spent: '40 phút',
  verdict: 'early',
  note: null,
}

const view: ControlSheetView = {
  agencyName: oneStop,
  dossierCode: 'H18.137.01-261126-0047',
  placeLine: 'Điện Biên Phủ, ngày 26 tháng 11 năm 2026',
  applicantName: 'QUÀNG THỊ BÌNH',
  procedureName: 'Cấp Giấy xác nhận tình trạng hôn nhân',
  procedureCode: '1.004873',
  components: 'Tờ khai; Trích lục ghi chú ly hôn (2)',
  timeLimitText: '03 ngày làm việc',
  receivedText: '13 giờ 30, thứ Năm 26/11/2026',
  promisedText: '13 giờ 30, thứ Ba 01/12/2026',
  dueText: '17 giờ, thứ Sáu 04/12/2026',
  handOvers: [
    {
      giver: { place: 'Người nộp', person: 'Quàng Thị Bình' },
      receiver: { place: oneStop, person: 'Vàng A Súa' },
      at: '13 giờ 30, thứ Năm 26/11/2026',
      due: null,
      spent: null,
      verdict: null,
      note: null,
    },
    transfer,
    {
      giver: { place: committee, person: 'Cà Thị Ngân' },
      receiver: { place: committee, person: 'Tòng Văn Phú' },
      at: '10 giờ 05, thứ Tư 02/12/2026',
      due: '17 giờ, thứ Hai 30/11/2026',
      spent: '3 ngày 4 giờ',
      verdict: 'late',
      note: 'Chờ công an xã Mường Phăng trả lời xác minh nơi cư trú',
    },
  ],
  reasons: [
    { when: '13 giờ 30, thứ Năm 26/11/2026', text: 'Tiếp nhận.', law: 'NĐ 118/2025/NĐ-CP Đ17 k3' },
    { when: 'thứ Bảy 28/11/2026 – Chủ nhật 29/11/2026', text: 'Nghỉ hằng tuần.', law: 'BLLĐ Đ111' },
  ],
  waits: [
    {
      from: '08 giờ, thứ Sáu 27/11/2026',
      until: '09 giờ, thứ Hai 30/11/2026',
      reason: 'Bổ sung bản án ly hôn',
    },
  ],
  consultations: [
    {
      when: '08 giờ, thứ Sáu 27/11/2026',
      text: 'Sở Tư pháp, hạn trả lời 17 giờ, thứ Hai 30/11/2026: quá hạn, chưa trả lời',
      law: 'NĐ 61/2018/NĐ-CP Đ19 k5',
    },
  ],
  extension: {
    at: '15 giờ, thứ Sáu 27/11/2026',
    until: '17 giờ, thứ Sáu 04/12/2026',
    reason: 'Chờ kết quả xác minh từ Công an xã Mường Phăng',
  },
  printedText: 'In lúc 16 giờ 05, thứ Tư 02/12/2026',
}

const wordsOf = async (sheet: ControlSheetView) =>
  readPdfText(await renderControlSheet(sheet)).replace(/\s+/g, ' ')

test('the control sheet says who gave the dossier to whom, when, and whether in time', async () => {
  const words = await wordsOf(view)
  const asked = [
    'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ',
    'Mẫu số 06',
    'H18.137.01-261126-0047',
    'QUÀNG THỊ BÌNH',
    'Vàng A Súa',
    'Cà Thị Ngân',
    'Trước hạn',
    'Quá hạn',
    'làm 3 ngày 4 giờ',
    'Trích lục ghi chú ly hôn (2)',
  ]
  assert.deepEqual(
    asked.filter((part) => !words.includes(part)),
    [],
  )
})

test('the control sheet explains the due time: extension, waits, and each day with its article', async () => {
  const words = await wordsOf(view)
  for (const part of [
    'nay là',
    'NĐ 61/2018/NĐ-CP Đ19 k9',
    'Bổ sung bản án ly hôn',
    'NĐ 118/2025/NĐ-CP Đ17 k3',
    'quá hạn, chưa trả lời',
  ])
    assert.ok(words.includes(part), part)
})

test('a dossier that nobody has handed on yet, and has no explanation, is a whole sheet too', async () => {
  const { promisedText: dueText } = view
  const words = await wordsOf({
    ...view,
    dueText,
    handOvers: [],
    reasons: [],
    waits: [],
    consultations: [],
    extension: null,
  })
  assert.match(words, /chưa được giao lần nào/)
  assert.doesNotMatch(words, /nay là|Gia hạn|Cách tính|Lấy ý kiến/)
})

test('a long course goes on to further pages, the head of the table with it', async () => {
  const words = await wordsOf({ ...view, handOvers: Array.from({ length: 24 }, () => transfer) })
  assert.ok((words.match(/Hạn của bước/g)?.length ?? 0) > 1)
  assert.match(words, /trang 2 \/ \d/)
})
