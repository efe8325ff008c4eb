import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { findBarriers, sidewaysPixels } from '#test/accessibility'
import { clinicCertificate } from '#test/citizen-steps'
import { press, readContent, useJourneys } from '#test/journey'
import {
  chooseBirthRegistration,
  chooseElsewhere,
  codeOf,
  command,
  declareMaritalStatus,
  fillDeclaration,
  readCard,
  signInOfficer,
} from '#test/officer-steps'
import { readPdfText } from '#test/pdf-text'

const { openPage } = useJourneys()
const due = '17 giờ, thứ Năm 26/11/2026'

for (const javaScriptEnabled of [true, false]) {
  const way = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'

  test(`the counter takes a dossier in from the card's code to the printed receipt, ${way}`, async () => {
    const page = await openPage({ javaScriptEnabled })
    await signInOfficer(page, 'reception')
    await page.getByRole('navigation').getByRole('link', { name: 'Tiếp nhận', exact: true }).click()
    await readCard(page)
    await chooseBirthRegistration(page)
    await checkShown(page)
    await fillDeclaration(page)
    await acceptWithoutPaper(page)
    await page.getByLabel(/^Giấy chứng sinh/).setInputFiles(clinicCertificate)
    await press(page, 'Tiếp nhận và in giấy hẹn')
    const code = await readGivenCode(page)
    await printReceipt(page, code)
    await press(page, 'Mở hồ sơ')
    await page.waitForURL(`**/officer/dossiers/${code}`)
    assert.equal(codeOf(page), code)
  })

  test(`the counter takes in for another commune and transfers it there, ${way}`, async () => {
    const page = await openPage({ javaScriptEnabled })
    await signInOfficer(page, 'reception')
    await page.goto('/officer/intake')
    await readCard(page)
    await chooseElsewhere(page)
    if (javaScriptEnabled) assert.deepEqual(await lookBothWays(page), [])
    await declareMaritalStatus(page)
    await press(page, 'Tiếp nhận và in giấy hẹn')
    const code = await readGivenCode(page)
    await press(page, 'Mở hồ sơ')
    await page.getByText(expected).waitFor()
    await command(page, 'Chuyển xử lý')
    assert.equal(await page.getByText(expected).count(), 0, 'the competent agency has it: the day is promised')
    const there = await openPage({ javaScriptEnabled })
    await signInOfficer(there, 'case-officer.muong-nhe')
    await there.goto('/officer/worklist')
    await there.locator(`main a[href="/officer/dossiers/${code}"]`).first().click()
    await there.getByRole('heading', { level: 1, name: 'LÒ THỊ MAI HƯƠNG' }).waitFor()
  })
}

const expected = 'Ngày dự kiến: thời hạn tính từ khi UBND xã Mường Nhé nhận được hồ sơ'

/** What stands in the way on a desk and on a telephone. */
async function lookBothWays(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 860 })
    found.push(...(await findBarriers(page)))
    if ((await sidewaysPixels(page)) > 0) found.push(`too wide at ${width} px`)
  }
  return found
}

/** What the card says is shown and not asked; the day and its reasons stand beside it. */
async function checkShown(page: Page): Promise<void> {
  const words = await readContent(page)
  const known = ['Lò Thị Mai Hương', '999 197 000 017', 'sinh 14/03/1997', 'Bản Ten, Xã Mường Phăng']
  for (const said of [...known, 'Còn 1 giấy', due, 'Tính 1 ngày làm việc'])
    assert.ok(words.includes(said), `the page does not show ${said}: ${words}`)
}

/** The paper that is missing is named, and nothing typed is lost. */
async function acceptWithoutPaper(page: Page): Promise<void> {
  await press(page, 'Tiếp nhận và in giấy hẹn')
  const summary = page.locator('.ds-error-summary')
  await summary.waitFor()
  assert.match(await summary.innerText(), /Chưa có “Giấy chứng sinh”/)
  assert.equal(await page.getByLabel('Họ, chữ đệm, tên của trẻ').inputValue(), 'Lò Minh An')
  assert.equal(await page.getByLabel('Quê quán').inputValue(), 'Xã Mường Phăng, tỉnh Điện Biên')
  assert.equal(await page.getByLabel(/^Điện thoại/).inputValue(), '0900000017')
  assert.ok(await page.getByRole('radio', { name: 'Chưa xác định được cha' }).isChecked())
}

async function readGivenCode(page: Page): Promise<string> {
  const said = await page.getByRole('status').getByText('Đã tiếp nhận. Mã hồ sơ').innerText()
  const code = /H18\.137\.01-261126-\d{4}/.exec(said)?.[0]
  assert.ok(code, `no code is given: ${said}`)
  return code
}

/** The receipt is a PDF; what it says is read back from it. */
async function printReceipt(page: Page, code: string): Promise<void> {
  const href = await page.getByRole('link', { name: 'In giấy hẹn' }).getAttribute('href')
  const answer = await page.context().request.get(String(href))
  assert.equal(answer.headers()['content-type'], 'application/pdf')
  const text = readPdfText(await answer.body())
  for (const said of [code, 'LÒ THỊ MAI HƯƠNG', 'Giấy chứng sinh', due])
    assert.ok(text.includes(said), `the receipt does not say ${said}: ${text}`)
}
