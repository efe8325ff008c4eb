import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { findBarriers, sidewaysPixels } from '#test/accessibility'
import { press, useJourneys } from '#test/journey'
import { signInOfficer } from '#test/officer-steps'

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
  await page.keyboard.type(newStep)
  await page.mouse.click(wider.x, wider.y + 190)
  await page.mouse.click(wider.x, wider.y)
  await page.locator('[data-action="replace"]').click()
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

/** Adds a question to the page of the child, as a citizen will see it. */
async function addField(page: Page): Promise<void> {
  await press(page, 'Tờ khai')
  await press(page, /^Thêm trường Trẻ được khai sinh$/)
  await page.getByLabel('Câu hỏi', { exact: true }).fill(newField)
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

test('an administrator copies a procedure, adds a step and a field, tries it; a leader approves it; it is in force', async () => {
  const faults: string[] = []
  const administrator = await openPage()
  administrator.on('pageerror', (error) => faults.push(error.message))
  administrator.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  await signInOfficer(administrator, 'administrator')
  await administrator.goto('/admin/procedures/1.001193')
  await press(administrator, 'Lập bản thiết kế')
  await press(administrator, 'Lập bản thiết kế')
  await administrator.waitForURL(/\/admin\/designs\/[0-9a-f-]{36}$/)
  const design = new URL(administrator.url()).pathname
  await addStep(administrator)
  await addField(administrator)
  await mendScenarios(administrator)
  await administrator.goto(design)
  await press(administrator, 'Trình duyệt')
  await press(administrator, 'Xác nhận: trình duyệt')
  await administrator.getByText('Đã trình duyệt.').waitFor()
  assert.deepEqual(faults, [], 'nothing that the pages load is refused or broken')

  const leader = await openPage()
  await signInOfficer(leader, 'leader')
  await leader.goto('/admin/designs')
  await press(leader, 'Đăng ký khai sinh')
  await press(leader, 'So với bản đang áp dụng')
  await leader.getByText(newStep).first().waitFor()
  await leader.goto(design)
  await press(leader, 'Duyệt')
  await leader.getByLabel('Số quyết định').fill('1873/QĐ-UBND')
  await leader.getByLabel('Ngày quyết định').fill('25/11/2026')
  await leader.getByLabel('Hiệu lực từ ngày').fill('26/11/2026')
  await press(leader, 'Xác nhận: duyệt')
  await leader.getByText('Đã có hiệu lực').first().waitFor()

  await administrator.goto('/admin/procedures/1.001193')
  await administrator.getByText('QĐ 1873/QĐ-UBND').waitFor()
  const citizen = await openPage()
  await citizen.goto('/procedures/1.001193')
  await citizen.getByRole('heading', { level: 1, name: 'Đăng ký khai sinh' }).waitFor()
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
