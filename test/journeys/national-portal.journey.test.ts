import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { findBarriers } from '#test/accessibility'
import { passSignIn } from '#test/citizen-steps'
import { openUntil, press, readContent, useJourneys } from '#test/journey'
import { codeOf, command, proposeMaritalStatus, signInOfficer } from '#test/officer-steps'
import { readQr } from '#test/read-qr'

const { openPage, server } = useJourneys()

/** Where a stand-in of the national systems listens, as the program says when it starts. */
async function addressOf(standIn: string): Promise<string> {
  const { standIns } = (await server().event('listening')) as { standIns: string[] }
  const line = standIns.find((text) => text.includes(standIn)) ?? ''
  return line.slice(line.indexOf('http')).replace(/\/$/, '')
}

// First, while no answer of the population register is kept yet.
test('with every stand-in broken, each mended when it is needed: honest sentences, and nothing is lost', async () => {
  const { portal, reception, caseOfficer, signatory, citizen, administrator, hurry } = await open()
  const there = await file(portal)
  const portalSays = shows(portal, there)
  await reception.goto('/officer/worklist')
  const before = await linksOf(reception).count()
  await breakAll(administrator)
  await hurry()
  const breakPortal = (fault = 'down') => setFault(administrator, 'national_portal', fault)
  const mend = (name: string) => setFault(administrator, name, '')
  const mendPortal = async () => {
    await mend('national_portal')
    await hurry()
  }
  await mendPortal()
  await openUntil(reception, '/officer/worklist', async () => (await linksOf(reception).count()) > before)
  await linkOf(reception).click()
  await breakPortal()
  await press(reception, 'Đối chiếu CSDL dân cư')
  await reception.getByText('Cơ sở dữ liệu không trả lời. Chưa biết đúng hay sai.').waitFor()
  await mend('population')
  await checkPerson(reception, 'Đối chiếu lại')
  await command(reception, 'Tiếp nhận')
  const code = codeOf(reception)
  await mendPortal()
  await portalSays('2 · Được tiếp nhận')
  await command(reception, 'Chuyển xử lý')
  await breakPortal()
  await askForMoney(caseOfficer, code)
  await mendPortal()
  await portalSays('6 · Yêu cầu thực hiện nghĩa vụ tài chính')
  await mend('vneid')
  await pressToPay(citizen, code)
  await citizen
    .getByText(/Nền tảng thanh toán chưa trả lời/)
    .first()
    .waitFor()
  assert.deepEqual(await findBarriers(citizen), [])
  await mend('payment_platform')
  await payByQr(citizen, code)
  await breakPortal('expired_certificate')
  await resolve(caseOfficer, signatory, code)
  await openUntil(administrator, '/admin/sync', async () =>
    (await readContent(administrator)).includes('Đang gián đoạn'),
  )
  assert.deepEqual(await findBarriers(administrator), [])
  await openUntil(administrator, '/admin/sync/national_portal', async () =>
    (await readContent(administrator)).includes('its certificate has expired'),
  )
  await administrator.goto('/demo/faults')
  await pressUntilDone(administrator, 'Tất cả bình thường')
  await hurry()
  await portalSays('9 · Đã xử lý xong')
  await handOver(reception, code)
  await portalSays('10 · Đã trả kết quả')
  assert.doesNotMatch(await readContent(portal), /từ chối vì lùi/)
})

test('with all of them well: filed at the national portal, checked, paid by QR, resolved and handed over', async () => {
  const { portal, reception, caseOfficer, signatory, citizen, hurry } = await open()
  const there = await file(portal)
  const portalSays = shows(portal, there)
  await hurry()
  await openUntil(reception, '/officer/worklist', () => linkOf(reception).isVisible())
  await linkOf(reception).click()
  await checkPerson(reception)
  await command(reception, 'Tiếp nhận')
  const code = codeOf(reception)
  await portalSays('2 · Được tiếp nhận')
  await command(reception, 'Chuyển xử lý')
  await portalSays('4 · Đang xử lý')
  await askForMoney(caseOfficer, code)
  await portalSays('6 · Yêu cầu thực hiện nghĩa vụ tài chính')
  await payByQr(citizen, code)
  await portalSays('4 · Đang xử lý')
  await resolve(caseOfficer, signatory, code)
  await portalSays('9 · Đã xử lý xong')
  await handOver(reception, code)
  await portalSays('10 · Đã trả kết quả')
  assert.doesNotMatch(await readContent(portal), /từ chối vì lùi/)
})

/** Everybody who has a part in it, signed in; `hurry`: an administrator has what waits sent and fetched now. */
async function open() {
  const [portal, reception, caseOfficer, signatory, citizen, administrator] = await Promise.all(
    Array.from({ length: 6 }, () => openPage()),
  )
  assert.ok(portal && reception && caseOfficer && signatory && citizen && administrator)
  await signInOfficer(reception, 'reception')
  await signInOfficer(caseOfficer, 'case-officer')
  await signInOfficer(signatory, 'signatory')
  await signInOfficer(administrator, 'administrator')
  const hurry = async () => {
    await administrator.goto('/admin/sync/national_portal')
    await press(administrator, 'Gửi và lấy ngay')
    await administrator.getByText('Đang gửi và lấy').waitFor()
  }
  return { portal, reception, caseOfficer, signatory, citizen, administrator, hurry }
}

const shows = (portal: Page, there: string) => (state: string) =>
  openUntil(portal, there, async () => (await readContent(portal)).includes(state))

async function setFault(administrator: Page, standIn: string, fault: string): Promise<void> {
  await administrator.goto('/demo/faults')
  await administrator.locator(`select[name="${standIn}"]`).selectOption(fault)
  await pressUntilDone(administrator, 'Đặt')
}

async function pressUntilDone(administrator: Page, button: string): Promise<void> {
  await press(administrator, button)
  await administrator.waitForURL('**/demo/faults?done=set')
}

/** Every system that can be broken is down, or, where it cannot be, as broken as it can be. */
async function breakAll(administrator: Page): Promise<void> {
  await administrator.goto('/demo/faults')
  for (const field of await administrator.locator('main select').all()) {
    const values = await field
      .locator('option')
      .evaluateAll((options) => options.map((option) => option.getAttribute('value') ?? ''))
    await field.selectOption(values.includes('down') ? 'down' : (values.find(Boolean) ?? ''))
  }
  await pressUntilDone(administrator, 'Đặt')
}

async function resolve(caseOfficer: Page, signatory: Page, code: string): Promise<void> {
  await proposeMaritalStatus(caseOfficer, code)
  await signatory.goto(`/officer/dossiers/${code}`)
  await command(signatory, 'Phê duyệt', async () => undefined)
}

async function handOver(reception: Page, code: string): Promise<void> {
  await reception.goto(`/officer/dossiers/${code}`)
  await command(reception, 'Trả kết quả')
}

const linksOf = (page: Page) => page.locator('main a[href^="/officer/dossiers/"]')

/** The way to the dossier on top of the worklist. */
const linkOf = (page: Page) => linksOf(page).first()

/** A certificate of marital status, filed at the portal; answers the address of its page there. */
async function file(page: Page): Promise<string> {
  await page.goto(`${await addressOf('national portal')}/file`)
  await page.getByRole('radio', { name: /1\.004873/ }).check()
  await press(page, /^Nộp hồ sơ/)
  await page.waitForURL('**/dossiers/**')
  assert.match(await readContent(page), /1 · Mới đăng ký/)
  return page.url()
}

async function checkPerson(page: Page, button = 'Đối chiếu CSDL dân cư'): Promise<void> {
  await press(page, button)
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

async function pressToPay(page: Page, code: string): Promise<void> {
  await page.goto(`/my/dossiers/${code}/pay`)
  if (new URL(page.url()).pathname.includes('sign-in')) await passSignIn(page)
  await page.waitForURL('**/pay')
  await press(page, /^Nộp .* trực tuyến/)
}

/** The app of a bank reads the picture on the page, and pays what it says; the page learns of it by itself. */
async function payByQr(page: Page, code: string): Promise<void> {
  await pressToPay(page, code)
  assert.deepEqual(await findBarriers(page), [])
  const text = await readQr(await page.locator('svg.mc-qr').screenshot())
  const bank = await openPage()
  await bank.goto(await addressOf('app of a bank'))
  await bank.getByLabel('Chuỗi VietQR').fill(text)
  await bank.getByRole('button', { name: /^Trả/ }).click()
  await bank.getByRole('status').waitFor()
  await openUntil(page, `/my/dossiers/${code}/pay`, async () =>
    (await readContent(page)).includes('Đã nhận tiền'),
  )
}
