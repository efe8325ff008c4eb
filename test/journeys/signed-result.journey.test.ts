import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { printPdf } from '#platform/pdf'
import { findBarriers, sidewaysPixels } from '#test/accessibility'
import { openUntil, press, readContent, useJourneys } from '#test/journey'
import { codeOf, command, declareMaritalStatus, readCard, signInOfficer } from '#test/officer-steps'
import { openPdfsig } from '#test/pdfsig'

const { openPage } = useJourneys()

for (const javaScriptEnabled of [true, false]) {
  const way = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'

  test(`two results are signed with one confirmation, sealed, downloaded and checked by anybody, ${way}`, async () => {
    const open = () => openPage({ javaScriptEnabled })
    const reception = await open()
    await signInOfficer(reception, 'reception')
    const codes = [await takeIn(reception), await takeIn(reception)]
    const caseOfficer = await open()
    await signInOfficer(caseOfficer, 'case-officer')
    for (const code of codes) await propose(caseOfficer, code)
    const signatory = await open()
    await signInOfficer(signatory, 'signatory')
    await signAll(signatory, codes)
    const [first = ''] = codes
    const file = await download(signatory, first)
    await checkInPublic(await open(), file)
  })
}

const draft = `#let view = json(bytes(sys.inputs.data))
#set page(paper: "a4")
#set text(font: "Tinos")
GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN, hồ sơ #view.code`

/** A certificate of marital status, taken in at the counter and handed on. */
async function takeIn(page: Page): Promise<string> {
  await page.goto('/officer/intake')
  await readCard(page)
  await page.getByRole('combobox', { name: 'Thủ tục' }).selectOption('1.004873')
  await press(page, 'Mở tờ khai')
  await declareMaritalStatus(page)
  await press(page, 'Tiếp nhận và in giấy hẹn')
  await press(page, 'Mở hồ sơ')
  await page.waitForURL('**/officer/dossiers/**')
  await command(page, 'Chuyển xử lý')
  return codeOf(page)
}

async function propose(page: Page, code: string): Promise<void> {
  await page.goto(`/officer/dossiers/${code}`)
  const buffer = await printPdf(draft, { code })
  await command(page, 'Trình ký', async () => {
    await page
      .getByLabel('Tệp kết quả')
      .setInputFiles({ name: 'du thao.pdf', mimeType: 'application/pdf', buffer })
  })
}

/** Chooses both, reads what is about to be signed, signs once; the stand-in's telephone confirms by itself. */
async function signAll(page: Page, codes: readonly string[]): Promise<void> {
  await page.goto('/officer/signing')
  for (const code of codes) await page.getByRole('checkbox', { name: new RegExp(code) }).check()
  await press(page, 'Ký các văn bản đã chọn')
  const review = await readContent(page)
  for (const said of ['Sẽ ký 2 văn bản bằng một lần xác nhận', 'Tòng Văn Phú', 'VNPT SmartCA', ...codes])
    assert.ok(review.includes(said), `the page before signing does not say ${said}: ${review}`)
  assert.deepEqual(await findBarriers(page), [])
  await press(page, 'Ký')
  await page.waitForURL('**/officer/signing/batches/**')
  await openUntil(page, page.url(), async () => (await readContent(page)).includes('Đã ký xong 2 văn bản'))
}

/** The sealed result, as the dossier gives it out. */
async function download(page: Page, code: string): Promise<Buffer> {
  const address = `/officer/dossiers/${code}`
  await openUntil(page, address, async () => {
    const words = await readContent(page)
    return words.includes('Đã đóng dấu cơ quan') && !words.includes('Đang chờ')
  })
  assert.match(await readContent(page), /Đã cấp số, phát hành[\s\S]*\d\d\/KQ-H18\.137/)
  const href = await page.getByRole('link', { name: 'Tải tệp PDF' }).getAttribute('href')
  const answer = await page.context().request.get(String(href))
  assert.equal(answer.headers()['content-type'], 'application/pdf')
  return await answer.body()
}

/** Genuine as it is; with one byte changed it is refused, by us and by `pdfsig`. */
async function checkInPublic(page: Page, file: Buffer): Promise<void> {
  const good = await verify(page, file)
  for (const said of [
    'Văn bản có thật và đang có giá trị',
    'Chữ ký số hợp lệ',
    'Tòng Văn Phú',
    'UBND phường Điện Biên Phủ',
  ])
    assert.ok(good.includes(said), `the check does not say ${said}: ${good}`)
  assert.deepEqual(await findBarriers(page), [])
  await page.setViewportSize({ width: 360, height: 800 })
  assert.equal(await sidewaysPixels(page), 0)
  assert.deepEqual(listValid(file), [true, true], 'pdfsig accepts the signature and the seal')
  const flipped = Buffer.from(file)
  const place = flipped.indexOf('stream') + 20
  flipped[place] = (flipped[place] ?? 0) ^ 1
  assert.ok(!listValid(flipped).every(Boolean), 'pdfsig refuses the changed file')
  const bad = await verify(page, flipped)
  assert.ok(bad.includes('Không hợp lệ: không nên sử dụng văn bản này'), bad)
  assert.ok(!bad.includes('Văn bản có thật'), bad)
}

async function verify(page: Page, buffer: Buffer): Promise<string> {
  await page.goto('/verify')
  await page
    .getByLabel('Tệp PDF hoặc XML có chữ ký số')
    .setInputFiles({ name: 'kết quả.pdf', mimeType: 'application/pdf', buffer })
  await press(page, 'Kiểm tra tệp')
  await page.getByRole('heading', { level: 1, name: 'Kết quả kiểm tra' }).waitFor()
  return await readContent(page)
}

function listValid(pdf: Uint8Array): boolean[] {
  const pdfsig = openPdfsig([])
  try {
    return pdfsig.judge(pdf).map(({ valid }) => valid)
  } finally {
    pdfsig.close()
  }
}
