import type { Page } from 'playwright-core'
import { press } from '#test/journey'
import { somePdf, somePng } from '#test/paper-samples'

/** Signs in with the stand-in VNeID, from the page that asks for it. */
export async function passSignIn(page: Page, person = 'LÒ THỊ MAI HƯƠNG'): Promise<void> {
  await press(page, 'Đăng nhập bằng VNeID')
  // Whoever has several accounts there has the own one first.
  await page.getByRole('radio', { name: person }).first().check()
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
}

/** Finds birth registration by typing it without diacritics, and opens it. */
export async function findBirthRegistration(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('searchbox', { name: 'Bạn cần làm thủ tục gì?' }).fill('dang ky khai sinh')
  await page.getByRole('button', { name: 'Tìm', exact: true }).click()
  await press(page, 'Đăng ký khai sinh')
  await page.getByRole('heading', { level: 1, name: 'Đăng ký khai sinh' }).waitFor()
}

/** From the procedure's page through the sign-in and back to the first page of the form. */
export async function beginBirthRegistration(page: Page, person?: string): Promise<void> {
  await press(page, 'Bắt đầu')
  await passSignIn(page, person)
  await page.getByRole('heading', { level: 1, name: 'Nộp hồ sơ: Đăng ký khai sinh' }).waitFor()
  await press(page, 'Bắt đầu viết hồ sơ')
  await page.getByLabel('Ủy ban nhân dân giải quyết').waitFor()
}

/** The pages of the form in their order: what stands as their heading, and how a person fills them in. */
export const birthPages: readonly Readonly<{ heading: string; fill: (page: Page) => Promise<void> }>[] = [
  {
    heading: 'Nơi giải quyết và liên lạc',
    fill: async (page) => {
      await page.getByLabel('Ủy ban nhân dân giải quyết').selectOption({ label: 'UBND phường Điện Biên Phủ' })
    },
  },
  {
    heading: 'Trẻ được khai sinh',
    fill: async (page) => {
      await page.getByLabel('Họ, chữ đệm, tên của trẻ').fill('Lò Minh An')
      await page.getByRole('radio', { name: 'Nữ' }).check()
      await page.getByLabel('Ngày sinh').fill('9/11/2026')
      await page.getByLabel('Nơi sinh').fill('Bệnh viện Đa khoa tỉnh Điện Biên')
      await page.getByLabel('Dân tộc').fill('Thái')
      await page.getByLabel('Quê quán').fill('Xã Mường Phăng, tỉnh Điện Biên')
    },
  },
  {
    heading: 'Mẹ của trẻ',
    fill: async (page) => {
      await page.getByLabel('Họ, chữ đệm, tên của mẹ').fill('Lò Thị Mai Hương')
      await page.getByLabel('Số định danh cá nhân của mẹ').fill('999000000017')
    },
  },
  {
    heading: 'Cha của trẻ',
    fill: async (page) => {
      await page.getByRole('radio', { name: 'Chưa xác định được cha' }).check()
    },
  },
  {
    heading: 'Người yêu cầu và cách nhận kết quả',
    fill: async (page) => {
      await page.getByRole('radio', { name: 'Mẹ', exact: true }).check()
      await page.getByLabel('Số bản sao Giấy khai sinh').fill('2')
      await page.getByRole('radio', { name: 'Tại quầy một cửa' }).check()
    },
  },
]

/** Fills in the pages of the form from the page `from` to the papers. */
export async function answerEverything(page: Page, from = 0): Promise<void> {
  for (const { heading, fill } of birthPages.slice(from)) {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await fill(page)
    await press(page, 'Tiếp tục')
  }
  await page.getByRole('heading', { level: 1, name: 'Giấy tờ kèm theo' }).waitFor()
}

export const clinicCertificate = {
  name: 'giấy chứng sinh.pdf',
  mimeType: 'application/pdf',
  buffer: somePdf('Giấy chứng sinh của Lò Minh An'),
}
export const picture = { name: 'mặt sau.png', mimeType: 'image/png', buffer: somePng() }

/** Hands in both files of the paper that the case asks for, and goes on to the last look. */
export async function handInPapers(page: Page): Promise<void> {
  await page.getByLabel('Chọn tệp: Giấy chứng sinh').setInputFiles([clinicCertificate, picture])
  await press(page, 'Tiếp tục')
  await page.getByRole('heading', { level: 1, name: 'Xem lại trước khi gửi' }).waitFor()
}

/** Declares and sends; answers the temporary reference. */
export async function sendDossier(page: Page): Promise<string> {
  await page.getByRole('checkbox', { name: /cam đoan/ }).check()
  await press(page, 'Gửi hồ sơ')
  await page.getByRole('heading', { level: 1, name: 'Đã nhận hồ sơ của bạn' }).waitFor()
  return await page.locator('main .mc-code').nth(1).innerText()
}
