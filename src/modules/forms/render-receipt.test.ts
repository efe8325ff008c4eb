import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPdfText } from '#test/pdf-text'
import { type ReceiptView, renderReceipt } from './render-receipt.ts'

const view: ReceiptView = {
  agencyName: 'Trung tâm Phục vụ hành chính công phường Điện Biên Phủ',
  deskName: 'Quầy 3',
  placeLine: 'Điện Biên Phủ, ngày 26 tháng 11 năm 2026',
  dossierCode: 'H18.137.01-261126-0047',
  acceptedAt: '09 giờ 41, thứ Năm ngày 26/11/2026',
  applicant: {
    fullName: 'Quàng Thị Bình',
    personalId: '999000000048',
    address: 'Tổ 8, phường Điện Biên Phủ, tỉnh Điện Biên',
    phone: '0900 000 048',
    email: null,
  },
  ownerName: 'Lò Thị May',
  channel: 'Trực tiếp tại quầy',
  procedureName: 'Cấp Giấy xác nhận tình trạng hôn nhân',
  procedureCode: '1.004873',
  competentAgency: 'UBND phường Điện Biên Phủ',
  components: [
    { name: 'Tờ khai điện tử', note: null, originals: 0, copies: 0, electronic: 1 },
    { name: 'Thông tin cư trú', note: 'lấy từ CSDL dân cư', originals: 0, copies: 0, electronic: 0 },
  ],
  timeLimitText: '03 ngày làm việc',
  receivedText: '09 giờ 41, thứ Năm ngày 26/11/2026',
  dueText: '17 giờ, thứ Ba ngày 01/12/2026',
  dueNote: '',
  dueWhy: 'nhận trước 15 giờ ngày 26/11; 3 ngày làm việc là 27/11, 30/11, 01/12.',
  collectAt: 'Quầy 3, Trung tâm Phục vụ hành chính công phường Điện Biên Phủ',
  feeText: '15.000 đồng, đã nộp, biên lai số 00012047',
  officerName: 'Vàng A Súa',
  trackingUrl: 'https://motcua.example/track/H18.137.01-261126-0047',
  hotline: '1900 0000',
  language: 'vi',
}

const wordsOf = async (receipt: ReceiptView) => readPdfText(await renderReceipt(receipt)).replace(/\s+/g, ' ')
const countPages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length

test('the receipt says everything form 01 asks for', async () => {
  const words = await wordsOf(view)
  const asked = [
    'PHƯỜNG ĐIỆN BIÊN PHỦ',
    'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
    'H18.137.01-261126-0047',
    'QUÀNG THỊ BÌNH',
    '999 000 000 048',
    'Cấp Giấy xác nhận tình trạng hôn nhân',
    '1.004873',
    'UBND phường Điện Biên Phủ',
    'Thông tin cư trú',
    '17 giờ, thứ Ba ngày 01/12/2026',
    '15.000 đồng, đã nộp, biên lai số 00012047',
    'Vàng A Súa',
    '1900 0000',
    'Lò Thị May',
    'Trực tiếp tại quầy',
    'Bản chính',
    'số lượng 01 bộ',
  ]
  assert.deepEqual(
    asked.filter((part) => !words.includes(part)),
    [],
  )
})

test('an ordinary receipt is one sheet; a dossier of many papers goes on to the next', async () => {
  assert.equal(countPages(await renderReceipt(view)), 1)
  const components = Array.from({ length: 60 }, (_, index) => ({
    name: `Giấy tờ ${index}`,
    note: null,
    originals: 0,
    copies: 1,
    electronic: 0,
  }))
  const pdf = await renderReceipt({ ...view, components })
  assert.ok((countPages(pdf) ?? 0) > 1)
  assert.match(readPdfText(pdf), /Giấy tờ 59/)
})

test('a receipt without papers, id, address and hotline is whole too', async () => {
  const applicant = { fullName: 'Lò Thị May', personalId: null, address: null, phone: null, email: null }
  const words = await wordsOf({ ...view, applicant, components: [], hotline: null, dueWhy: '' })
  assert.match(words, /LÒ THỊ MAY/)
  assert.match(words, /Không phải nộp giấy tờ/)
  assert.doesNotMatch(words, /số định danh|Hỏi:|Cách tính/)
})

test('what the applicant typed is printed as typed', async () => {
  const address = 'Nhà #12 *mới* $5$, [tổ 8] \\ "Pa Pe" @bản'
  assert.ok(
    (await wordsOf({ ...view, applicant: { ...view.applicant, address } })).includes(
      '#12 *mới* $5$, [tổ 8] \\',
    ),
  )
})
