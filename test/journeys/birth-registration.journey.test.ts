import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import {
  answerEverything,
  beginBirthRegistration,
  birthPages,
  clinicCertificate,
  findBirthRegistration,
  handInPapers,
  picture,
  sendDossier,
} from '#test/citizen-steps'
import { openUntil, press, readContent, useJourneys } from '#test/journey'
import { codeOf, command, openFirstOfWorklist, signInOfficer } from '#test/officer-steps'
import { somePdf } from '#test/paper-samples'

const { openPage } = useJourneys()
const result = { name: 'giấy khai sinh.pdf', mimeType: 'application/pdf', buffer: somePdf('Giấy khai sinh') }
const supplement = { ...clinicCertificate, name: 'giấy chứng sinh chụp lại.pdf', buffer: somePdf('chụp lại') }
const reason = 'Ảnh giấy chứng sinh mờ ở góc dưới, không đọc được ngày sinh.'

for (const javaScriptEnabled of [true, false]) {
  const way = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'

  test(`a birth is registered, from the search to the result in the hand, ${way}`, async () => {
    const open = () => openPage({ javaScriptEnabled })
    const [citizen, reception, caseOfficer, signatory] = await Promise.all([open(), open(), open(), open()])
    const reference = await apply(citizen)
    const address = await takeIn(reception, reference)
    await askForSupplement(caseOfficer, address)
    await bringSupplement(citizen, codeOf(reception))
    await resolve(caseOfficer, signatory, address)
    await receiveResult(citizen, codeOf(reception))
    await reception.goto(address)
    await command(reception, 'Trả kết quả')
    await trackInPublic(await open(), codeOf(reception))
    await readMessages(citizen, codeOf(reception))
  })
}

/** The citizen finds, signs in, errs once, hands in, and sends. */
async function apply(page: Page): Promise<string> {
  await findBirthRegistration(page)
  await beginBirthRegistration(page)
  assert.match(page.url(), /\/drafts\/[^/]+\/place$/)
  await birthPages[0]?.fill(page)
  await press(page, 'Tiếp tục')
  await errOnce(page)
  await answerEverything(page, 1)
  await handInPapers(page)
  const look = await readContent(page)
  for (const given of ['Lò Minh An', '09/11/2026', 'giấy chứng sinh.pdf', 'mặt sau.png'])
    assert.ok(look.includes(given), `the last look does not show ${given}: ${look}`)
  const reference = await sendDossier(page)
  const manifest = await readContent(page)
  for (const given of [reference, clinicCertificate.name, picture.name, 'mã kiểm tra'])
    assert.ok(manifest.includes(given), `the manifest does not name ${given}: ${manifest}`)
  return reference
}

/** A page sent half: the error names the field, leads to it, and what was typed stays. */
async function errOnce(page: Page): Promise<void> {
  await page.getByLabel('Họ, chữ đệm, tên của trẻ').fill('Lò Minh 4n')
  await page.getByLabel('Nơi sinh').fill('Bệnh viện Đa khoa tỉnh Điện Biên')
  await press(page, 'Tiếp tục')
  const summary = page.locator('.ds-error-summary')
  await summary.waitFor()
  assert.match(await summary.innerText(), /Họ tên chỉ gồm chữ cái và dấu cách/)
  await summary.getByRole('link', { name: /Họ tên chỉ gồm/ }).click()
  assert.match(page.url(), /#f-fullName$/)
  assert.equal(await page.getByLabel('Họ, chữ đệm, tên của trẻ').inputValue(), 'Lò Minh 4n')
  assert.equal(await page.getByLabel('Nơi sinh').inputValue(), 'Bệnh viện Đa khoa tỉnh Điện Biên')
}

/** Reception finds the dossier on top, accepts it and hands it on; answers its address. */
async function takeIn(page: Page, reference: string): Promise<string> {
  await signInOfficer(page, 'reception')
  await openFirstOfWorklist(page)
  assert.equal(codeOf(page), reference)
  await command(page, 'Tiếp nhận')
  assert.match(codeOf(page), /^H18\.137(\.\d+)?-261126-\d{4}$/)
  const address = `/officer/dossiers/${codeOf(page)}`
  await command(page, 'Chuyển xử lý')
  return address
}

async function askForSupplement(page: Page, address: string): Promise<void> {
  await signInOfficer(page, 'case-officer')
  await page.goto(address)
  await command(page, 'Yêu cầu bổ sung', async () => {
    await page.getByRole('checkbox', { name: 'Giấy chứng sinh' }).check()
    await page.getByLabel('Lý do').fill(reason)
  })
}

async function bringSupplement(page: Page, code: string): Promise<void> {
  await page.goto('/my/dossiers')
  await page.locator(`main a[href="/my/dossiers/${code}"]`).click()
  await page.getByRole('heading', { name: 'Bổ sung giấy tờ', exact: true }).waitFor()
  assert.ok((await readContent(page)).includes(reason))
  await page.getByLabel('Tệp cho: Giấy chứng sinh').setInputFiles(supplement)
  await press(page, 'Gửi bổ sung')
  await page.getByRole('status').getByText('Đã nhận giấy tờ bổ sung').waitFor()
}

async function resolve(caseOfficer: Page, signatory: Page, address: string): Promise<void> {
  await caseOfficer.goto(address)
  assert.match(await readContent(caseOfficer), /giấy chứng sinh chụp lại\.pdf/)
  await command(caseOfficer, 'Trình ký', async () => {
    await caseOfficer.getByLabel('Tệp kết quả').setInputFiles(result)
  })
  await signInOfficer(signatory, 'signatory')
  await signatory.goto(address)
  await command(signatory, 'Phê duyệt', async () => undefined)
}

async function receiveResult(page: Page, code: string): Promise<void> {
  await page.goto(`/my/dossiers/${code}`)
  const href = await page.getByRole('link', { name: result.name }).getAttribute('href')
  const download = await page.context().request.get(String(href))
  assert.ok((await download.body()).equals(result.buffer), 'the result arrives byte for byte')
}

/** Anybody with the code sees the way, and nobody's name or number. */
async function trackInPublic(page: Page, code: string): Promise<void> {
  await page.goto('/track')
  await page.getByRole('textbox', { name: 'Mã hồ sơ' }).fill(code)
  await press(page, 'Tra cứu')
  await page.getByText('Đã trả kết quả').first().waitFor()
  const shown = await page.content()
  for (const secret of ['MAI HƯƠNG', 'Mai Hương', 'Minh An', '999000000017', '0900000017', 'mai.huong'])
    assert.ok(!shown.includes(secret), `the public page shows ${secret}`)
}

/** The worker has sent a message for each thing the citizen must know: the newest on top. */
async function readMessages(page: Page, code: string): Promise<void> {
  await openUntil(page, '/demo/messages', async () => {
    const own = await page.locator('main li', { hasText: code }).allInnerTexts()
    return own.length >= 4 && own.every((message) => /Đã (gửi|đến)/.test(message))
  })
}
