import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { findBarriers, sidewaysPixels } from '#test/accessibility'
import { clinicCertificate } from '#test/citizen-steps'
import { press, useJourneys } from '#test/journey'
import {
  chooseBirthRegistration,
  codeOf,
  command,
  fillDeclaration,
  readCard,
  signInOfficer,
} from '#test/officer-steps'
import { somePdf } from '#test/paper-samples'

const { openPage } = useJourneys()

const newStep = 'Thẩm tra cấp phòng'
const newField = 'Giờ sinh của trẻ'

/** The middle of an element of the drawing, on the screen. */
async function middleOf(page: Page, id: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(`[data-modeler] [data-element-id="${id}"]`).first().boundingBox()
  assert.ok(box, `${id} is drawn`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 10, from.y, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 12 })
  await page.mouse.up()
}

/** Makes room after the appraisal, drops a task onto the way there, and says who does it. */
async function addStep(page: Page): Promise<void> {
  await press(page, 'Quy trình')
  await page.locator('[data-modeler][data-ready]').waitFor()
  const way = await middleOf(page, 'to_approval')
  await page.locator('[data-action="space-tool"]').click()
  await drag(page, { x: way.x, y: way.y - 60 }, { x: way.x + 110, y: way.y - 60 })
  const wider = await middleOf(page, 'to_approval')
  await page.locator('[data-action="create.task"]').click()
  await page.mouse.move(wider.x, wider.y - 40)
  await page.mouse.move(wider.x, wider.y, { steps: 8 })
  await page.mouse.click(wider.x, wider.y)
  // The name is written in place.
  await page.locator('.djs-direct-editing-content').waitFor()
  await page.keyboard.type(newStep)
  await page.mouse.click(wider.x, wider.y - 120)
  const made = page.locator('[data-modeler] .djs-shape[data-element-id^="Activity_"]')
  // Where its lines are broken depends on the letters of the machine.
  await made.filter({ hasText: /^Thẩm\s*tra\s*cấp\s*phòng$/ }).waitFor()
  const kind = page.locator('[data-action="replace"]')
  while (!(await kind.isVisible())) {
    await page.keyboard.press('Escape')
    await made.locator('.djs-hit').first().click()
  }
  await kind.click()
  await page.locator('[data-id="replace-with-user-task"]').click()
  await page.getByLabel('Ai làm').selectOption('signatory')
  await page.getByLabel('Cơ quan', { exact: true }).fill('competent')
  await page.getByLabel('Thời hạn của bước').fill('2 working_hour')
  await page.getByLabel('Kết thúc bằng').fill('agree = Nhất trí')
  await page.getByLabel('Không phải người đã làm').fill('appraisal')
  await page.getByLabel('Việc phải làm').fill('Xem lại dự thảo trước khi trình ký.')
  await page.getByLabel('Việc phải làm').blur()
  await press(page, 'Lưu sơ đồ')
  await page.getByText(/Đã lưu, lần \d+\./).waitFor()
  await page.getByRole('rowheader', { name: newStep }).waitFor()
}

/** Adds a question to the page of the child, as a citizen will see it: also what was written before the script had come. */
async function addField(page: Page): Promise<void> {
  await press(page, 'Tờ khai')
  const come = Promise.withResolvers<void>()
  await page.route('**/live-preview.js*', async (route) => {
    await come.promise
    await route.continue()
  })
  await press(page, /^Thêm trường Trẻ được khai sinh$/)
  await page.getByLabel('Câu hỏi', { exact: true }).fill(newField)
  come.resolve()
  await page.locator('[data-preview]').getByText(newField).waitFor()
  await page.getByLabel('Lời giải thích').fill('Như trong Giấy chứng sinh, ví dụ 9 giờ 15.')
  await press(page, 'Lưu trường')
  await page.getByRole('link', { name: newField }).waitFor()
}

/** The scenarios tell what the new step changes; they are written anew, and then go as they say. */
async function mendScenarios(page: Page): Promise<void> {
  await press(page, 'Tình huống thử')
  await page.getByText('5 / 7 tình huống đạt').waitFor()
  await press(page, 'Sửa cases.yaml')
  const text = page.getByLabel('Nội dung cases.yaml')
  const before = await text.inputValue()
  const agreed = `      - do: { task: ${newStep}, outcome: agree, by: Cà Văn Chủ Tịch }\n`
  const after = before
    .replace('        expect: { step: approval, tasks: [approval] }\n', agreed)
    .replace(
      '      - do: { task: appraisal, outcome: submit_for_approval, by: Quàng Văn Hộ Tịch }\n      - do: { task: approval',
      `      - do: { task: appraisal, outcome: submit_for_approval, by: Quàng Văn Hộ Tịch }\n${agreed}      - do: { task: approval`,
    )
  assert.equal(after.split(newStep).length, 3, 'both scenarios that reach the new step are written anew')
  await text.fill(after)
  await press(page, 'Lưu')
  await press(page, 'Tình huống thử')
  await page.getByText('7 / 7 tình huống đạt').waitFor()
}

const result = { name: 'giấy khai sinh.pdf', mimeType: 'application/pdf', buffer: somePdf('Giấy khai sinh') }

/** A dossier taken in at the counter, handed on and sent up for signature; answers its address. `bornAt`: the new field. */
async function bringToSignature(reception: Page, caseOfficer: Page, bornAt: string | null): Promise<string> {
  await reception.goto('/officer/intake')
  await readCard(reception)
  await chooseBirthRegistration(reception)
  await fillDeclaration(reception)
  assert.equal(await reception.getByLabel(newField).count(), bornAt === null ? 0 : 1)
  if (bornAt !== null) await reception.getByLabel(newField).fill(bornAt)
  await reception.getByLabel(/^Giấy chứng sinh/).setInputFiles(clinicCertificate)
  await press(reception, 'Tiếp nhận và in giấy hẹn')
  await press(reception, 'Mở hồ sơ')
  await reception.waitForURL('**/officer/dossiers/**')
  await command(reception, 'Chuyển xử lý')
  const address = `/officer/dossiers/${codeOf(reception)}`
  await caseOfficer.goto(address)
  await command(caseOfficer, 'Trình ký', () => caseOfficer.getByLabel('Tệp kết quả').setInputFiles(result))
  return address
}

/** The new step of a dossier is done by who may. */
async function passNewStep(signatory: Page, address: string): Promise<void> {
  await signatory.goto(address)
  await press(signatory, newStep)
  await signatory.getByRole('radio', { name: 'Nhất trí' }).check()
  await press(signatory, 'Hoàn thành bước')
  await signatory.waitForURL(`**${address}**`)
}

async function look(page: Page, found: string[]): Promise<void> {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 860 })
    const where = `${new URL(page.url()).pathname} at ${width} px`
    found.push(...(await findBarriers(page)).map((barrier) => `${where}: ${barrier}`))
    const pixels = await sidewaysPixels(page)
    if (pixels > 0) found.push(`${where} is ${pixels} px too wide`)
  }
  await page.setViewportSize({ width: 1280, height: 860 })
}

/** From the copy to the submission. Answers the address of the design. */
async function design(administrator: Page): Promise<string> {
  await administrator.goto('/admin/procedures/1.001193')
  await press(administrator, 'Lập bản thiết kế')
  await press(administrator, 'Lập bản thiết kế')
  await administrator.waitForURL(/\/admin\/designs\/[0-9a-f-]{36}$/)
  const address = new URL(administrator.url()).pathname
  await addStep(administrator)
  await addField(administrator)
  await mendScenarios(administrator)
  await administrator.goto(address)
  await press(administrator, 'Trình duyệt')
  await press(administrator, 'Xác nhận: trình duyệt')
  await administrator.getByText('Đã trình duyệt.').waitFor()
  return address
}

/** A leader looks at what is other, and decides that it applies from today. */
async function approve(leader: Page, address: string): Promise<void> {
  await leader.goto('/admin/designs')
  await press(leader, 'Đăng ký khai sinh')
  await press(leader, 'So với bản đang áp dụng')
  await leader.getByText(newStep).first().waitFor()
  await leader.goto(address)
  await press(leader, 'Duyệt')
  await leader.getByLabel('Số quyết định').fill('1873/QĐ-UBND')
  await leader.getByLabel('Ngày quyết định').fill('25/11/2026')
  await leader.getByLabel('Hiệu lực từ ngày').fill('26/11/2026')
  await press(leader, 'Xác nhận: duyệt')
  await leader.getByText('Đã có hiệu lực').first().waitFor()
}

test('a procedure gets a step and a field; the next dossier follows it, the old one finishes on the old version', async () => {
  const faults: string[] = []
  const [administrator, leader, reception] = await Promise.all([
    openPage({ viewport: { width: 1280, height: 1000 } }),
    openPage(),
    openPage(),
  ])
  const [caseOfficer, signatory] = await Promise.all([openPage(), openPage()])
  administrator.on('pageerror', (error) => faults.push(error.message))
  administrator.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  await signInOfficer(administrator, 'administrator')
  await signInOfficer(leader, 'leader')
  await signInOfficer(reception, 'reception')
  await signInOfficer(caseOfficer, 'case-officer')
  await signInOfficer(signatory, 'signatory')
  const old = await bringToSignature(reception, caseOfficer, null)

  const address = await design(administrator)
  assert.deepEqual(faults, [], 'nothing that the pages load is refused or broken')
  await approve(leader, address)
  await administrator.goto('/admin/procedures/1.001193')
  await administrator.getByText('QĐ 1873/QĐ-UBND').waitFor()

  const next = await bringToSignature(reception, caseOfficer, '9 giờ 15')
  await signatory.goto(next)
  await signatory.getByText('9 giờ 15').waitFor()
  await passNewStep(signatory, next)
  for (const dossier of [next, old]) {
    await signatory.goto(dossier)
    // The one is past its new step, the other never has it.
    assert.equal(await signatory.locator('main :is(a, button)', { hasText: newStep }).count(), 0)
    await command(signatory, 'Phê duyệt', async () => undefined)
  }
})

test('nothing stands in the way of who designs or judges a procedure', async () => {
  const found: string[] = []
  const page = await openPage({ colorScheme: 'light' })
  await signInOfficer(page, 'administrator')
  await page.goto('/admin/designs/new?from=1.001193')
  await look(page, found)
  await press(page, 'Lập bản thiết kế')
  await page.waitForURL(/\/admin\/designs\/[0-9a-f-]{36}$/)
  const design = new URL(page.url()).pathname
  const parts = [
    '',
    '/process',
    '/form',
    '/form/child',
    '/form/child/sex',
    '/fees',
    '/terms',
    '/cases',
    '/texts',
  ]
  const others = ['/compare', '/texts/procedure.yaml', '/acts/submit', '/acts/discard']
  const paths = [...parts, ...others].map((part) => `${design}${part}`)
  const live = ['/admin/designs', '/admin/procedures/1.001193/process', '/admin/procedures/1.001193/compare']
  for (const path of [...paths, ...live]) {
    await page.goto(path)
    if (await page.locator('[data-modeler]').count()) await page.locator('[data-modeler][data-ready]').waitFor()
    await look(page, found)
  }
  assert.deepEqual(found, [])
})
