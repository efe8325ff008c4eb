import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { findBarriers, sidewaysPixels } from '#test/accessibility'
import { passSignIn } from '#test/citizen-steps'
import { press, readContent, useJourneys } from '#test/journey'

const { openPage } = useJourneys()

for (const javaScriptEnabled of [true, false]) {
  const way = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'

  test(`a business of a family is written down to the last look: rows, conditions and places, ${way}`, async () => {
    const page = await openPage({ javaScriptEnabled })
    await begin(page, javaScriptEnabled ? 'LÒ THỊ MAI HƯƠNG' : 'QUÀNG VĂN THÀNH')
    await nameMembers(page, javaScriptEnabled)
    await (javaScriptEnabled ? choosePlaceOnBadLine(page) : choosePlace(page))
    await describeBusiness(page)
    await chooseDelivery(page, javaScriptEnabled)
    await page.goto(page.url().replace(/\w+$/, 'check'))
    const look = await readContent(page)
    for (const given of [
      'Thành viên 1',
      'Lò Văn Bình',
      'Phường Điện Biên Phủ, Tỉnh Điện Biên',
      '50.000.000 đồng',
      'Số 5',
    ])
      assert.ok(look.includes(given), `the last look does not show ${given}: ${look}`)
    assert.doesNotMatch(look, /Thành viên 2/)
  })
}

const heading = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

/** From the sign-in to the page of the family, which an answer of the page before asks for. */
async function begin(page: Page, person: string): Promise<void> {
  await page.goto('/procedures/1.001612/start')
  await passSignIn(page, person)
  await press(page, 'Bắt đầu viết hồ sơ')
  await page.getByLabel('Ủy ban nhân dân giải quyết').selectOption({ label: 'UBND phường Điện Biên Phủ' })
  await press(page, 'Tiếp tục')
  await heading(page, 'Chủ hộ kinh doanh')
  await page.getByRole('radio', { name: 'Các thành viên hộ gia đình' }).check()
  const phone = page.getByLabel('Số điện thoại')
  await page.waitForLoadState('domcontentloaded')
  if ((await phone.count()) > 0) await phone.fill('0900 000 017')
  await press(page, 'Tiếp tục')
  await heading(page, 'Thành viên hộ gia đình')
}

/** A row too many, an error in a row, the row taken away; the Enter key goes on. */
async function nameMembers(page: Page, isScripted: boolean): Promise<void> {
  await page.getByLabel('Họ, chữ đệm, tên').fill('Lò Văn Bình')
  await page.getByLabel('Số định danh cá nhân').fill('12')
  await press(page, 'Thêm thành viên')
  await page.getByRole('group', { name: 'Thành viên 2' }).waitFor()
  assert.equal(await page.getByLabel('Họ, chữ đệm, tên').first().inputValue(), 'Lò Văn Bình')
  await press(page, 'Tiếp tục')
  await page
    .locator('.ds-error-summary')
    .getByRole('link', { name: /12 chữ số/ })
    .click()
  assert.match(page.url(), /#f-members-0-personalId$/)
  if (isScripted) assert.deepEqual(await findBarriers(page), [])
  await press(page, /^Bỏ mục này\s+Thành viên 2$/)
  await page.getByRole('group', { name: 'Thành viên 2' }).waitFor({ state: 'detached' })
  await page.getByLabel('Số định danh cá nhân').fill('999 000 000 025')
  await page.getByLabel('Quan hệ với chủ hộ kinh doanh').fill('chồng')
}

const goOnWithEnter = async (page: Page) => {
  await page.getByLabel('Quan hệ với chủ hộ kinh doanh').press('Enter')
  await heading(page, 'Hộ kinh doanh')
}

const chooseProvince = (page: Page, label: string) => page.getByLabel('Tỉnh, thành phố').selectOption({ label })
const waitForCommune = (page: Page, name: string) =>
  page.getByRole('option', { name }).waitFor({ state: 'attached' })

/** The communes come with the province by a button; what was typed stays. */
async function choosePlace(page: Page): Promise<void> {
  await goOnWithEnter(page)
  await page.getByLabel('Tên hộ kinh doanh').fill('Quán Mai')
  await chooseProvince(page, 'Tỉnh Điện Biên')
  await press(page, 'Cập nhật câu hỏi')
  await waitForCommune(page, 'Phường Điện Biên Phủ')
}

/** They come at once, though the script came after the choice; over a dead line there is the button, and then the line. */
async function choosePlaceOnBadLine(page: Page): Promise<void> {
  const come = Promise.withResolvers<void>()
  await page.route('**/questions.js*', async (route) => {
    await come.promise
    await route.continue()
  })
  await goOnWithEnter(page)
  await page.getByLabel('Tên hộ kinh doanh').fill('Quán Mai')
  await chooseProvince(page, 'Tỉnh Lai Châu')
  come.resolve()
  await waitForCommune(page, 'Phường Tân Phong')
  await page.context().setOffline(true)
  await chooseProvince(page, 'Tỉnh Điện Biên')
  await page.getByRole('button', { name: 'Cập nhật câu hỏi' }).first().waitFor()
  await page.context().setOffline(false)
  await waitForCommune(page, 'Phường Điện Biên Phủ')
}

async function describeBusiness(page: Page): Promise<void> {
  await page.getByLabel('Xã, phường').selectOption({ label: 'Phường Điện Biên Phủ' })
  assert.equal(await page.getByLabel('Tên hộ kinh doanh').inputValue(), 'Quán Mai')
  await page.getByLabel('Số nhà, thôn').fill('Số 12')
  await page.getByLabel('Ngành, nghề kinh doanh').fill('Ăn uống')
  await page.getByRole('radio', { name: 'Không, hoặc chưa rõ' }).check()
  await page.getByLabel('Vốn kinh doanh').fill('50.000.000')
  assert.equal(await sidewaysPixels(page), 0)
  await press(page, 'Tiếp tục')
  await heading(page, 'Cách nhận kết quả')
}

/** The address is asked where an answer of the same page asks for it: at once, or when the page comes back. */
async function chooseDelivery(page: Page, isScripted: boolean): Promise<void> {
  await page.getByRole('radio', { name: /bưu chính/ }).check()
  if (!isScripted) await press(page, 'Tiếp tục')
  await page.getByLabel('Địa chỉ nhận qua bưu chính').fill('Số 5')
  await press(page, 'Tiếp tục')
  await heading(page, 'Giấy tờ kèm theo')
}
