import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { beginBirthRegistration, birthPages, findBirthRegistration, passSignIn } from '#test/citizen-steps'
import { press, useJourneys } from '#test/journey'

const { openPage, startAgain } = useJourneys()
const ways = [
  { way: 'with JavaScript', javaScriptEnabled: true, first: 'LÒ THỊ MAI HƯƠNG', second: 'QUÀNG VĂN THÀNH' },
  { way: 'without JavaScript', javaScriptEnabled: false, first: 'LƯỜNG VĂN KHÁNH', second: 'QUÀNG THỊ BÌNH' },
] as const

/** Opens the second page of the form, which asks about the child. */
async function openChildPage(page: Page, person: string): Promise<void> {
  await findBirthRegistration(page)
  await beginBirthRegistration(page, person)
  await birthPages[0]?.fill(page)
  await press(page, 'Tiếp tục')
  await page.getByRole('heading', { level: 1, name: 'Trẻ được khai sinh' }).waitFor()
}

async function checkChildPage(page: Page): Promise<void> {
  assert.equal(await page.getByLabel('Họ, chữ đệm, tên của trẻ').inputValue(), 'Lò Minh An')
  assert.ok(await page.getByRole('radio', { name: 'Nữ' }).isChecked())
  assert.equal(await page.getByLabel('Quê quán').inputValue(), 'Xã Mường Phăng, tỉnh Điện Biên')
}

/** Fills in the page and leaves it to be saved: by itself while it is typed, or with the button "later". */
async function writeDraft(page: Page, javaScriptEnabled: boolean): Promise<void> {
  if (!javaScriptEnabled) {
    await birthPages[1]?.fill(page)
    await press(page, 'Để sau')
    return await page.waitForURL('**/my/dossiers')
  }
  const saved = page.waitForResponse(
    (answer) => answer.status() === 204 && /homePlace=[^&]/.test(answer.request().postData() ?? ''),
  )
  await birthPages[1]?.fill(page)
  await saved
}

for (const { way, javaScriptEnabled, first, second } of ways) {
  test(`a draft outlives a server killed without warning, ${way}`, async () => {
    const page = await openPage({ javaScriptEnabled })
    await openChildPage(page, first)
    await writeDraft(page, javaScriptEnabled)
    await startAgain()
    const elsewhere = await openPage({ javaScriptEnabled })
    await elsewhere.goto('/my/dossiers')
    await passSignIn(elsewhere, first)
    await press(elsewhere, /^Viết tiếp/)
    await press(elsewhere, 'Quay lại trang trước')
    await elsewhere.getByRole('heading', { level: 1, name: 'Trẻ được khai sinh' }).waitFor()
    await checkChildPage(elsewhere)
  })

  test(`what was typed when the session had ended is there after signing in again, ${way}`, async () => {
    const page = await openPage({ javaScriptEnabled })
    await openChildPage(page, second)
    const address = page.url()
    await birthPages[1]?.fill(page)
    await startAgain('2026-11-26T13:00:00+07:00')
    await press(page, 'Tiếp tục')
    await page.getByText('vừa nhập đã được giữ lại').waitFor()
    await passSignIn(page, second)
    await page.getByRole('status').getByText('vẫn còn nguyên').waitFor()
    assert.equal(new URL(page.url()).pathname, new URL(address).pathname)
    await checkChildPage(page)
    await press(page, 'Tiếp tục')
    await page.getByRole('heading', { level: 1, name: 'Mẹ của trẻ' }).waitFor()
    await startAgain()
  })
}
