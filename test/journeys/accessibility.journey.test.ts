import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { findBarriers, sidewaysPixels } from '#test/accessibility'
import {
  beginBirthRegistration,
  birthPages,
  findBirthRegistration,
  handInPapers,
  sendDossier,
} from '#test/citizen-steps'
import { press, useJourneys } from '#test/journey'
import {
  askJustice,
  chooseBirthRegistration,
  codeOf,
  command,
  openFirstOfWorklist,
  readCard,
  signInOfficer,
} from '#test/officer-steps'

const { openPage } = useJourneys()

/** What stands in the way on this page, on a desk and on a telephone. */
async function look(page: Page, found: string[]): Promise<void> {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 })
    const where = `${new URL(page.url()).pathname} at ${width} px`
    found.push(...(await findBarriers(page)).map((barrier) => `${where}: ${barrier}`))
    const pixels = await sidewaysPixels(page)
    if (pixels > 0) found.push(`${where} is ${pixels} px too wide`)
  }
}

async function lookAt(page: Page, paths: readonly string[], found: string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path)
    await look(page, found)
  }
}

test('nothing stands in the way of a citizen', async () => {
  const found: string[] = []
  const page = await openPage({ colorScheme: 'light' })
  await lookAt(page, ['/', '/search?q=khai+sinh', '/search?q=xyzzy', '/procedures', '/sign-in'], found)
  await findBirthRegistration(page)
  await look(page, found)
  await beginBirthRegistration(page)
  for (const { heading, fill } of birthPages) {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await look(page, found)
    await fill(page)
    await press(page, 'Tiếp tục')
  }
  await page.getByRole('heading', { level: 1, name: 'Giấy tờ kèm theo' }).waitFor()
  await press(page, 'Tiếp tục')
  await page.locator('.ds-error-summary').waitFor()
  await look(page, found)
  await handInPapers(page)
  await look(page, found)
  const reference = await sendDossier(page)
  await look(page, found)
  await lookAt(page, ['/my/dossiers', `/my/dossiers/${reference}`, `/track/${reference}`, '/nowhere'], found)
  await lookAt(page, [`/my/dossiers/${reference}/post`, '/my/identity', '/my/acting/declare'], found)
  await lookAt(page, ['/questions', '/my/questions', '/my/questions/new?procedure=1.001193'], found)
  assert.deepEqual(found, [])
})

test('nothing stands in the way of an officer', async () => {
  const found: string[] = []
  const reception = await openPage({ colorScheme: 'light' })
  await lookAt(reception, ['/officer/sign-in'], found)
  await signInOfficer(reception, 'reception')
  await lookAt(reception, ['/officer/mirrors', '/officer/registers?register=enterprise'], found)
  await lookAt(reception, ['/officer/inquiries'], found)
  await lookAt(reception, ['/officer/worklist', '/officer/intake'], found)
  await readCard(reception)
  await chooseBirthRegistration(reception)
  await look(reception, found)
  await openFirstOfWorklist(reception)
  await look(reception, found)
  await command(reception, 'Tiếp nhận')
  await command(reception, 'Chuyển xử lý')
  const address = `/officer/dossiers/${codeOf(reception)}`
  const caseOfficer = await openPage({ colorScheme: 'light' })
  await signInOfficer(caseOfficer, 'case-officer')
  await lookAt(caseOfficer, [address, `${address}/commands/request_papers`], found)
  await lookAt(caseOfficer, [`${address}/commands/submit_for_approval`, '/demo/messages'], found)
  await caseOfficer.goto(`${address}/consultations/new`)
  await press(caseOfficer, 'Gửi lấy ý kiến')
  await caseOfficer.locator('.ds-error-summary').waitFor()
  await look(caseOfficer, found)
  await askJustice(caseOfficer)
  await look(caseOfficer, found)
  const justice = await openPage({ colorScheme: 'light' })
  await signInOfficer(justice, 'case-officer.so-tu-phap')
  await lookAt(justice, ['/officer/consultations'], found)
  await justice.locator('.mc-versions a').first().click()
  await justice.getByRole('heading', { name: 'Ý kiến trả lời' }).waitFor()
  await look(justice, found)
  assert.deepEqual(found, [])
})

test('nothing stands in the way of an administrator', async () => {
  const found: string[] = []
  const page = await openPage({ colorScheme: 'light' })
  await signInOfficer(page, 'administrator')
  await lookAt(page, ['/admin/accounts', '/admin/procedures', '/admin/procedures/1.001193'], found)
  await lookAt(page, ['/admin/calendar', '/admin/calendar/2027', '/admin/calendar/change/hours'], found)
  await lookAt(page, ['/admin/calendar/recounts', '/calendar'], found)
  await lookAt(page, ['/officer/exchange', '/admin/exchange', '/admin/mirrors/land_ministry'], found)
  await lookAt(page, ['/officer/exchange/topics', '/admin/exchange/topics'], found)
  await lookAt(page, ['/admin/exchange/topics/dossiers'], found)
  await page.goto('/admin/calendar/change/holiday')
  await press(page, 'Xem trước')
  await page.locator('.ds-error-summary').waitFor()
  await look(page, found)
  assert.deepEqual(found, [])
})

test('nor does the dark', async () => {
  const found: string[] = []
  const page = await openPage({ colorScheme: 'dark' })
  await lookAt(page, ['/', '/procedures/1.001193'], found)
  await signInOfficer(page, 'reception')
  await lookAt(page, ['/officer/worklist', '/officer/intake'], found)
  assert.deepEqual(found, [])
})
