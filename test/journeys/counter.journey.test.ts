import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { clinicCertificate } from '#test/citizen-steps'
import { press, readContent, useJourneys } from '#test/journey'
import { chooseBirthRegistration, codeOf, fillDeclaration, readCard, signInOfficer } from '#test/officer-steps'
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
