import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { findBarriers, sidewaysPixels } from '#test/accessibility'
import { press, useJourneys } from '#test/journey'
import { signInOfficer } from '#test/officer-steps'

const { openPage } = useJourneys()

/** What stands in the way on this page, on a desk and on a telephone. */
async function look(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    found.push(...(await findBarriers(page)))
    if ((await sidewaysPixels(page)) > 0) found.push(`${page.url()} is too wide for ${width} px`)
  }
  return found
}

test('an administrator announces maintenance on a telephone, without JavaScript, and everybody reads it beforehand', async () => {
  const page = await openPage({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } })
  await signInOfficer(page, 'administrator')
  await page.goto('/officer/exchange')
  await press(page, 'Tra cứu thửa đất')
  await page.locator('summary', { hasText: 'Báo trước bảo trì' }).click()
  await page.getByLabel('Bảo trì phiên bản nào').selectOption({ label: 'Mọi phiên bản' })
  await page.getByLabel('Bắt đầu, ngày').fill('30/11/2026')
  await page.getByLabel('Bắt đầu, giờ').fill('22 giờ')
  await page.getByLabel('Xong, ngày').fill('1/12/2026')
  await page.getByLabel('Xong, giờ').fill('2:00')
  await page.getByRole('textbox', { name: 'Thông báo', exact: true }).fill('Thay máy chủ. Hỏi 0900 000 032.')
  await press(page, 'Báo trước bảo trì')
  await page.locator('.ds-error-summary').getByText('chỉ báo trước 1 ngày làm việc').waitFor()
  assert.equal(await page.getByLabel('Bắt đầu, giờ').inputValue(), '22 giờ')
  await page.getByLabel('Xác nhận báo gấp').check()
  await press(page, 'Báo trước bảo trì')
  await page.getByRole('status').getByText('Đã báo trước bảo trì').waitFor()
  const reader = await openPage()
  await reader.goto('/exchange')
  await reader.getByText('Sẽ bảo trì từ 22 giờ, thứ Hai 30/11/2026 đến 2 giờ, thứ Ba 01/12/2026').waitFor()
  assert.deepEqual(await look(reader), [])
})

test('an administrator ends a right and a system; what ends is shown before, and after', async () => {
  const page = await openPage()
  await signInOfficer(page, 'administrator')
  await page.goto('/officer/exchange')
  await press(page, 'Tra cứu trích lục hộ tịch')
  await page
    .getByRole('row', { name: 'MOTCUA' })
    .getByRole('link', { name: /^Kết thúc quyền/ })
    .click()
  await page.getByLabel('Ngày cuối được gọi').fill('15/12/2026')
  await page.getByRole('textbox', { name: 'Lý do' }).fill('Hết quy chế phối hợp')
  await press(page, 'Kết thúc quyền')
  await page.getByRole('status').getByText('Đã kết thúc quyền').waitFor()
  assert.deepEqual(await look(page), [])

  await page.goto('/admin/exchange')
  await page
    .getByRole('row', { name: 'GOV/H18.12/CIVIL' })
    .getByRole('link', { name: /^Ngừng hệ thống/ })
    .click()
  await page.getByText('H18.12/CIVIL/EXTRACTS/v1').waitFor()
  assert.deepEqual(await look(page), [])
  await page.getByLabel('Lý do').fill('Chuyển sang hệ thống của Bộ Tư pháp')
  await press(page, 'Xác nhận ngừng')
  await page.getByRole('status').waitFor()
  await page.locator('summary', { hasText: 'Hệ thống đã ngừng (1)' }).click()
  await page.getByText('Chuyển sang hệ thống của Bộ Tư pháp').waitFor()
  assert.deepEqual(await look(page), [])
})
