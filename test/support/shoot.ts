import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { builtInSettings, formNumbers, tryLook } from '#modules/forms'
import {
  answerEverything,
  beginBirthRegistration,
  birthPages,
  findBirthRegistration,
  handInPapers,
  sendDossier,
} from '#test/citizen-steps'
import { journeyMoment, openUntil, press, useJourneys } from '#test/journey'
import {
  askJustice,
  chooseBirthRegistration,
  chooseElsewhere,
  codeOf,
  command,
  fillDeclaration,
  readCard,
  signInOfficer,
} from '#test/officer-steps'
import { startProgram } from '#test/server'

// `npm run shots`: pictures of the pages as people meet them, in test/shots, to be looked at.

const journeys = useJourneys()
const folder = fileURLToPath(new URL('../shots', import.meta.url))
const widths = [1280, 360]

/** One picture of the whole page for each width; what comes next is done at a desk, where alone some things are drawn. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 860 })
    // A window as high as the page: what sticks to the edge of a window stands where it ends.
    const height = Number(await page.evaluate('document.documentElement.scrollHeight'))
    await page.setViewportSize({ width, height })
    await page.screenshot({ path: join(folder, `${name}-${width}.png`) })
  }
  await page.setViewportSize({ width: 1280, height: 860 })
}

async function shootAt(page: Page, path: string, name: string): Promise<void> {
  await page.goto(path)
  await shoot(page, name)
}

/** Fills the worklist with invented dossiers. */
async function seed(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'motcua-shots-'))
  const seeding = startProgram(['seed', '--dossiers', '3000'], {
    DATABASE_URL: journeys.servers.database.url,
    MOTCUA_DATA_DIR: data,
    MOTCUA_CLOCK: journeyMoment,
    MOTCUA_DEMO: 'on',
  })
  const { code, errors } = await seeding.ended
  await rm(data, { recursive: true })
  if (code !== 0) throw new Error(`seed ended with ${code}: ${errors}`)
}

test('pictures of every kind of page', async () => {
  await mkdir(folder, { recursive: true })
  await seed()
  const citizen = await journeys.openPage()
  const reference = await shootApplication(citizen)
  const code = await shootOfficers(
    await journeys.openPage(),
    await journeys.openPage(),
    await journeys.openPage(),
    reference,
  )
  await shootAt(citizen, '/my/dossiers', 'my-dossiers')
  await shootAt(citizen, `/my/dossiers/${code}`, 'citizen-dossier')
  await shootAt(citizen, `/my/dossiers/${code}/post`, 'post')
  await shootAt(citizen, '/my/identity', 'identity')
  await shootAt(citizen, '/questions', 'questions')
  await shootAt(citizen, '/my/questions/new', 'ask-question')
  await shootAt(citizen, '/my/acting', 'acting')
  await shootAt(citizen, '/my/acting/declare', 'acting-declare')
  await shootAt(citizen, '/my/papers', 'my-papers')
  await citizen.getByRole('link', { name: 'Xác nhận thông tin về cư trú' }).click()
  await shoot(citizen, 'vault-paper')
  await shootAt(citizen, `/track/${code}`, 'track')
  await shootAt(citizen, '/nowhere', 'error-page')
  await shootAt(citizen, '/demo/messages', 'demo-messages')
  await shootForms()
  await shootFormPages(await journeys.openPage(), await journeys.openPage(), code)
  await shootScans(await journeys.openPage())
  await shootReminders(await journeys.openPage(), await journeys.openPage())
  await shootAdministrator(await journeys.openPage())
  await shootOperations(await journeys.openPage())
  await shootAt(citizen, '/overdue', 'overdue')
  await shootAt(citizen, '/overdue/H18.137', 'overdue-agency')
  await shootClock(await journeys.openPage(), await journeys.openPage())
})

/** The seven forms as they are printed, with their examples: usual, and long. */
async function shootForms(): Promise<void> {
  for (const number of formNumbers) {
    for (const kind of ['usual', 'long'] as const) {
      const look = { settings: builtInSettings[number], source: null }
      const trial = await tryLook(number, look, kind)
      if (!trial.ok) throw new Error(`form ${number}: ${trial.fault.message}`)
      const path = join(folder, `form-${number}-${kind}`)
      await writeFile(`${path}.pdf`, trial.pdf)
      execFileSync('pdftoppm', ['-r', '110', '-png', `${path}.pdf`, path])
      await rm(`${path}.pdf`)
    }
  }
}

/** The systems outside while they are whole, and during an outage; the panel that breaks them; payments; the catalogue. */
async function shootOperations(page: Page): Promise<void> {
  await signInOfficer(page, 'administrator')
  await shootAt(page, '/admin/sync', 'operations')
  await shootAt(page, '/admin/events', 'events')
  await shootAt(page, '/officer/exchange', 'exchange-catalogue')
  await page.goto('/demo/faults')
  for (const name of ['national_portal', 'population', 'payment_platform'])
    await page.locator(`select[name="${name}"]`).selectOption('down')
  await page.locator('select[name="vneid"]').selectOption('garbage')
  await press(page, /^Đặt$/)
  await shoot(page, 'faults')
  await shootFailedSignIn(await journeys.openPage())
  await page.goto('/admin/sync/national_portal')
  await press(page, 'Gửi và lấy ngay')
  const isAway = async () => (await page.getByText('Đang gián đoạn').count()) > 0
  await openUntil(page, '/admin/sync', isAway)
  await shoot(page, 'operations-outage')
  await shootAt(page, '/admin/sync/national_portal', 'destination-outage')
  await page.goto('/demo/faults')
  await press(page, 'Tất cả bình thường')
}

/** VNeID tells us nonsense before anybody is sent there. */
async function shootFailedSignIn(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await press(page, 'Đăng nhập bằng VNeID')
  await page.waitForLoadState()
  await shoot(page, 'sign-in-away')
}

/** The register, what was issued for a dossier, and the templates of the forms. */
async function shootFormPages(reception: Page, administrator: Page, code: string): Promise<void> {
  await signInOfficer(reception, 'reception')
  await shootAt(reception, '/officer/mirrors', 'mirrors')
  await shootAt(reception, '/officer/filings', 'filings')
  await shootAt(reception, '/officer/messages', 'undelivered')
  await shootAt(reception, '/officer/ratings', 'ratings')
  await shootAt(reception, '/officer/inquiries', 'inquiries')
  await shootAt(reception, '/officer/registers?register=enterprise', 'register-look-up')
  await shootAt(reception, '/officer/register', 'register')
  await shootAt(reception, `/officer/dossiers/${code}/forms`, 'issued-forms')
  await signInOfficer(administrator, 'administrator')
  await shootAt(administrator, '/admin/mirrors/land_ministry', 'mirrors-mapping')
  await shootAt(administrator, '/admin/corresponding-codes', 'corresponding-codes')
  await shootAt(administrator, '/admin/national-vault', 'national-vault')
  await shootAt(administrator, '/admin/forms', 'admin-forms')
  await shootAt(administrator, '/admin/forms/02', 'admin-form')
}

async function shootApplication(page: Page): Promise<string> {
  await shootAt(page, '/', 'home')
  await shootAt(page, '/search?q=dang+ky+khai+sinh', 'search')
  await shootAt(page, '/sign-in', 'sign-in')
  await findBirthRegistration(page)
  await shoot(page, 'procedure')
  const guide = `${new URL(page.url()).pathname}/guide`
  await shootAt(page, `${guide}?wish=no&origin=usual`, 'guide-question')
  await shootAt(page, `${guide}?wish=no&origin=surrogate&who=other&authority=authorised`, 'guide-variant')
  await shootAt(page, `${guide}?wish=yes`, 'guide-elsewhere')
  await findBirthRegistration(page)
  await beginBirthRegistration(page)
  await birthPages[0]?.fill(page)
  await press(page, 'Tiếp tục')
  await page.getByRole('heading', { level: 1, name: 'Trẻ được khai sinh' }).waitFor()
  await shoot(page, 'form-step')
  await page.getByLabel('Họ, chữ đệm, tên của trẻ').fill('Lò Minh 4n')
  await press(page, 'Tiếp tục')
  await page.locator('.ds-error-summary').waitFor()
  await shoot(page, 'form-step-wrong')
  await answerEverything(page, 1)
  await shoot(page, 'papers')
  await handInPapers(page)
  await shoot(page, 'check')
  const reference = await sendDossier(page)
  await shoot(page, 'sent')
  return reference
}

async function shootOfficers(
  reception: Page,
  caseOfficer: Page,
  justice: Page,
  reference: string,
): Promise<string> {
  await shootAt(reception, '/officer/sign-in', 'officer-sign-in')
  await signInOfficer(reception, 'reception')
  await shootAt(reception, '/officer/worklist', 'worklist')
  await shootAt(reception, `/officer/dossiers/${reference}`, 'officer-dossier-new')
  await command(reception, 'Tiếp nhận')
  const code = codeOf(reception)
  await command(reception, 'Chuyển xử lý')
  await reception.goto('/officer/intake')
  await readCard(reception)
  await chooseBirthRegistration(reception)
  await fillDeclaration(reception)
  await shoot(reception, 'counter-intake')
  await reception.goto('/officer/intake')
  await readCard(reception)
  await chooseElsewhere(reception)
  await shoot(reception, 'counter-intake-elsewhere')
  await signInOfficer(caseOfficer, 'case-officer')
  await shootAt(caseOfficer, `/officer/dossiers/${code}`, 'officer-dossier')
  await shootConsultation(caseOfficer, justice, `/officer/dossiers/${code}`)
  await press(caseOfficer, 'Yêu cầu bổ sung')
  await caseOfficer.getByRole('checkbox', { name: 'Giấy chứng sinh' }).check()
  await caseOfficer.getByLabel('Lý do').fill('Ảnh giấy chứng sinh mờ ở góc dưới, không đọc được ngày sinh.')
  await shoot(caseOfficer, 'command')
  await press(caseOfficer, 'Xác nhận: yêu cầu bổ sung')
  await caseOfficer.getByRole('status').getByText('Đã yêu cầu bổ sung.').waitFor()
  await shoot(caseOfficer, 'officer-dossier-suspended')
  return code
}

/** A department is asked about a dossier; what it sees, and its answer back on the dossier. */
async function shootConsultation(caseOfficer: Page, justice: Page, dossier: string): Promise<void> {
  await shootAt(caseOfficer, `${dossier}/consultations/new`, 'consultation-ask')
  await askJustice(caseOfficer)
  await signInOfficer(justice, 'case-officer.so-tu-phap')
  await shootAt(justice, '/officer/consultations', 'consultations')
  await justice.locator('.mc-versions a').first().click()
  await justice.getByLabel('Đồng ý, có điều kiện').check()
  await justice.getByLabel('Nội dung ý kiến').fill('Đăng ký tại nơi cư trú của mẹ; cần xác nhận cư trú.')
  await shoot(justice, 'consultation-answer')
  await press(justice, 'Gửi ý kiến')
  await justice.getByRole('status').waitFor()
  await shootAt(caseOfficer, dossier, 'officer-dossier-consulted')
}

/** The reminders of a signatory, once the worker has let ring what has come due, and the rules of the leader. */
async function shootReminders(signatory: Page, leader: Page): Promise<void> {
  await signInOfficer(signatory, 'signatory')
  await openUntil(
    signatory,
    '/officer/reminders',
    async () => (await signatory.locator('.mc-versions li').count()) > 0,
  )
  await shoot(signatory, 'reminders')
  await signatory.locator('.mc-versions a').first().click()
  await press(signatory, 'Phân công thụ lý')
  await signatory.getByRole('heading', { level: 1, name: 'Phân công thụ lý' }).waitFor()
  await shoot(signatory, 'assign')
  await signInOfficer(leader, 'leader')
  await shootAt(leader, '/admin/reminder-rules', 'reminder-rules')
  await shootAt(leader, '/admin/reminder-rules/step_reminder', 'reminder-rule')
}

async function shootClock(leader: Page, signatory: Page): Promise<void> {
  await signInOfficer(leader, 'leader')
  await shootAt(leader, '/officer/times', 'step-times')
  await shootAt(leader, '/officer/receipts', 'receipts')
  await shootAt(leader, '/officer/payments', 'payments')
  await signInOfficer(signatory, 'signatory')
  await shootAt(signatory, '/officer/signing', 'signing')
  await shootAt(signatory, '/officer/signing/certificates', 'signing-certificates')
  await signatory.goto('/officer/worklist?procedure=1.004873')
  // The one with most time left: on its due day a dossier is no longer extended.
  const dossier = await signatory.locator('.mc-go').last().getAttribute('href')
  await signatory.goto(`${dossier}/extension`)
  await signatory.getByLabel('Lý do chậm').fill('Chờ Công an xã Mường Phăng trả lời xác minh nơi cư trú')
  await signatory.getByLabel('Ngày hẹn mới').fill('4/12/2026')
  await press(signatory, 'Xem thư')
  await signatory.locator('#letter').waitFor()
  await shoot(signatory, 'extension')
}

async function shootAdministrator(page: Page): Promise<void> {
  await signInOfficer(page, 'administrator')
  await shootAt(page, '/admin/accounts', 'admin-accounts')
  await shootAt(page, '/officer/look-ups', 'look-ups')
  await shootAt(page, '/admin/signing/seals', 'admin-signing-seals')
  await shootAt(page, '/admin/signing/appearances', 'admin-signing-appearances')
  await shootAt(page, '/admin/signing/appearances/agency_seal', 'admin-signing-appearance')
  await shootAt(page, '/admin/signing/trust', 'admin-signing-trust')
  await shootAt(page, '/officer/exchange/messages', 'message-log')
  await shootAt(page, '/admin/exchange', 'exchange-systems')
  await shootAt(page, '/admin/exchange/offerings', 'exchange-offering-form')
  await shootAt(page, '/exchange', 'exchange-figures')
  await shootAt(page, '/officer/exchange', 'exchange-catalogue')
  await page.getByRole('link', { name: 'Tra cứu thửa đất' }).click()
  await shoot(page, 'exchange-offering')
  await shootAt(page, '/admin/accounts/case-officer', 'admin-account')
  await shootAt(page, '/admin/calendar/2026', 'admin-calendar')
  await shootAt(page, '/admin/calendar/2027', 'admin-calendar-undecided')
  await shootCalendarChange(page)
  await shootAt(page, '/calendar/2026', 'calendar')
  await shootAt(page, '/admin/events', 'admin-events')
  await shootAt(page, '/admin/events/subscribers/latest_dossiers', 'admin-events-subscriber')
  await shootAt(page, '/admin/procedures', 'admin-procedures')
  await shootAt(page, '/admin/procedures/1.001193', 'admin-procedure')
  await shootAt(page, '/admin/procedures/1.001193/process', 'heat-map')
  await shootDesigner(page)
}

/** A design from its beginning; the drawing is waited for. */
async function shootDesigner(page: Page): Promise<void> {
  await shootAt(page, '/admin/designs/new?from=1.001193', 'design-new')
  await press(page, 'Lập bản thiết kế')
  await page.waitForURL(/\/admin\/designs\/[0-9a-f-]{36}$/)
  const design = new URL(page.url()).pathname
  await shoot(page, 'design')
  await page.goto(`${design}/process`)
  await page.locator('[data-modeler][data-ready]').waitFor()
  await shoot(page, 'design-process')
  for (const part of ['form', 'fees', 'terms', 'cases', 'texts', 'compare'])
    await shootAt(page, `${design}/${part}`, `design-${part}`)
  await shootAt(page, `${design}/form/child/sex`, 'design-field')
  await shootAt(page, '/admin/designs', 'designs')
}

/** A day off by decision: the form, what it would move, and the counting after. */
async function shootCalendarChange(page: Page): Promise<void> {
  await page.goto('/admin/calendar/change/holiday')
  await press(page, 'Xem trước')
  await page.locator('.ds-error-summary').waitFor()
  await shoot(page, 'calendar-change-wrong')
  const answers = {
    'Ngày nghỉ, hoặc ngày đầu': '30/11/2026',
    'Tên gọi': 'Nghỉ phòng chống bão',
    'Số, ký hiệu': '12/TB-UBND',
    'Ngày ký': '20/11/2026',
    'Nội dung thay đổi': 'Cơ quan nghỉ ngày 30/11/2026 để phòng chống bão.',
  }
  for (const [label, answer] of Object.entries(answers)) await page.getByLabel(label).fill(answer)
  await press(page, 'Xem trước')
  await page.getByRole('heading', { name: 'Xem trước khi ghi' }).waitFor()
  await shoot(page, 'calendar-preview')
  await press(page, 'Ghi thay đổi này')
  await page.getByRole('heading', { name: 'Tính lại hạn trả' }).waitFor()
  await shoot(page, 'calendar-recounts')
}

/** Scanning at the counter: the list, a new session, and the code for a telephone. */
async function shootScans(reception: Page): Promise<void> {
  await signInOfficer(reception, 'reception')
  await shootAt(reception, '/officer/scans', 'scans')
  await reception.getByLabel('Tên giấy tờ').fill('Giấy chứng sinh')
  await press(reception, 'Mở phiên quét')
  await shoot(reception, 'scan-session')
  await press(reception, 'Quét bằng điện thoại')
  await shoot(reception, 'scan-telephone-code')
}
