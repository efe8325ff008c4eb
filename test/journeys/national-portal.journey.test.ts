import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { findBarriers } from '#test/accessibility'
import { passSignIn } from '#test/citizen-steps'
import { openUntil, press, readContent, useJourneys } from '#test/journey'
import { codeOf, command, proposeMaritalStatus, signInOfficer } from '#test/officer-steps'

const { openPage, server } = useJourneys()

/** Where a stand-in of the national systems listens, as the program says when it starts. */
async function addressOf(standIn: string): Promise<string> {
  const { standIns } = (await server().event('listening')) as { standIns: string[] }
  const line = standIns.find((text) => text.includes(standIn)) ?? ''
  return line.slice(line.indexOf('http')).replace(/\/$/, '')
}

const ways = [
  { way: 'while every system answers', fault: null },
  { way: 'while the portal is away at every other step', fault: 'down' },
] as const

for (const { way, fault } of ways) {
  test(`filed at the national portal, checked, paid by QR, resolved and handed over, ${way}`, async () => {
    const [portal, reception, caseOfficer, signatory, citizen] = await Promise.all(
      Array.from({ length: 5 }, () => openPage()),
    )
    assert.ok(portal && reception && caseOfficer && signatory && citizen)
    await signInOfficer(reception, 'reception')
    await signInOfficer(caseOfficer, 'case-officer')
    await signInOfficer(signatory, 'signatory')
    const there = await file(portal)
    const breakPortal = () => fault && setFault(portal, fault)
    const healPortal = () => fault && setFault(portal, 'none')
    const portalSays = (state: string) =>
      openUntil(portal, there, async () => (await readContent(portal)).includes(state))

    await openUntil(reception, '/officer/worklist', () => linkOf(reception).isVisible())
    await breakPortal()
    await linkOf(reception).click()
    await checkPerson(reception)
    await command(reception, 'Tiếp nhận')
    const code = codeOf(reception)
    await healPortal()
    await portalSays('2 · Được tiếp nhận')

    await command(reception, 'Chuyển xử lý')
    await portalSays('4 · Đang xử lý')
    await breakPortal()
    await askForMoney(caseOfficer, code)
    await healPortal()
    await portalSays('6 · Yêu cầu thực hiện nghĩa vụ tài chính')
    await payByQr(citizen, code)
    await portalSays('4 · Đang xử lý')

    await proposeMaritalStatus(caseOfficer, code)
    await breakPortal()
    await signatory.goto(`/officer/dossiers/${code}`)
    await command(signatory, 'Phê duyệt', async () => undefined)
    await healPortal()
    await portalSays('9 · Đã xử lý xong')
    await reception.goto(`/officer/dossiers/${code}`)
    await command(reception, 'Trả kết quả')
    await portalSays('10 · Đã trả kết quả')
    assert.doesNotMatch(await readContent(portal), /từ chối vì lùi/)
  })
}

/** The way to the dossier on top of the worklist. */
const linkOf = (page: Page) => page.locator('main a[href^="/officer/dossiers/"]').first()

/** A certificate of marital status, filed at the portal; answers the address of its page there. */
async function file(page: Page): Promise<string> {
  await page.goto(`${await addressOf('national portal')}/file`)
  await page.getByRole('radio', { name: /1\.004873/ }).check()
  await press(page, /^Nộp hồ sơ/)
  await page.waitForURL('**/dossiers/**')
  assert.match(await readContent(page), /1 · Mới đăng ký/)
  return page.url()
}

async function setFault(page: Page, fault: string): Promise<void> {
  await page.goto(`${await addressOf('national portal')}/faults`)
  await page.locator(`input[name="fault"][value="${fault}"]`).check()
  await press(page, /^Đặt/)
}

async function checkPerson(page: Page): Promise<void> {
  await press(page, 'Đối chiếu CSDL dân cư')
  await page.getByText('Trùng khớp').first().waitFor()
  assert.deepEqual(await findBarriers(page), [])
}

async function askForMoney(page: Page, code: string): Promise<void> {
  await page.goto(`/officer/dossiers/${code}`)
  await command(page, 'Yêu cầu nộp phí', async () => {
    await page.getByLabel(/^Số tiền/).fill('8.000')
    await page.getByLabel(/^Lý do|^Nội dung/).fill('Lệ phí cấp bản sao')
  })
}

/** The QR of the page is what the bank's app reads; the page knows it is paid when the person comes back. */
async function payByQr(page: Page, code: string): Promise<void> {
  await page.goto(`/my/dossiers/${code}/pay`)
  if (new URL(page.url()).pathname.includes('sign-in')) await passSignIn(page)
  await page.waitForURL('**/pay')
  await press(page, /^Nộp .* trực tuyến/)
  assert.deepEqual(await findBarriers(page), [])
  await press(page, 'Trả trên nền tảng thanh toán')
  await page.getByRole('button', { name: /^Trả/ }).click()
  await page
    .getByText(/Đã nhận tiền/)
    .first()
    .waitFor()
}
