import type { Page } from 'playwright-core'
import { demoPassword } from '#modules/identity'
import { printPdf } from '#platform/pdf'
import { birthPages } from '#test/citizen-steps'
import { press } from '#test/journey'

/** Signs an officer in; leads to the worklist. */
export async function signInOfficer(page: Page, username: string): Promise<void> {
  await page.goto('/officer/sign-in')
  await page.getByLabel('Tên đăng nhập').fill(username)
  await page.getByLabel('Mật khẩu').fill(demoPassword)
  await press(page, 'Đăng nhập')
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
}

/** Opens the dossier on top of the worklist. */
export async function openFirstOfWorklist(page: Page): Promise<void> {
  await page.goto('/officer/worklist')
  await page.locator('main a[href^="/officer/dossiers/"]').first().click()
  await page.waitForURL('**/officer/dossiers/**')
}

/** Gives the command `name`, on its page when it has one, and waits until the dossier says that it is done. */
export async function command(page: Page, name: string, fill?: () => Promise<void>): Promise<void> {
  await press(page, name)
  if (fill) {
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await fill()
    await press(page, `Xác nhận: ${name.toLowerCase()}`)
  }
  await page.getByRole('status').getByText(`Đã ${name.toLowerCase()}.`).waitFor()
}

/** Asks the Department of Justice, on the form that is open, by the end of 4/12/2026. */
export async function askJustice(page: Page): Promise<void> {
  await page.getByLabel('Cơ quan được hỏi').selectOption({ label: 'Sở Tư pháp' })
  await page
    .getByLabel('Nội dung lấy ý kiến')
    .fill('Người mẹ thường trú ở một xã và tạm trú ở xã khác. Đề nghị cho ý kiến về nơi đăng ký khai sinh.')
  await page.getByLabel('Trả lời chậm nhất hết ngày').fill('4/12/2026')
  await page.getByRole('checkbox', { name: 'Giấy chứng sinh' }).first().check()
  await press(page, 'Gửi lấy ý kiến')
  await page.getByRole('status').getByText('Đã gửi lấy ý kiến.').waitFor()
}

/** The dossier's code as it stands in its address. */
export const codeOf = (page: Page): string =>
  decodeURIComponent(new URL(page.url()).pathname.split('/')[3] ?? '')

/** What the QR code of an identity card holds; the person is invented. */
const card = '999197000017||Lò Thị Mai Hương|14031997|Nữ|Bản Ten, Xã Mường Phăng, Điện Biên|01072021'

/** A scanner types the code into the field that has the cursor, and ends with Enter. */
export async function readCard(page: Page): Promise<void> {
  await page.getByLabel('Quét mã QR trên căn cước').fill(card)
  await page.keyboard.press('Enter')
  await page.getByText('Đã đọc thẻ').waitFor()
  await page.getByLabel(/^Điện thoại/).fill('0900000017')
}

export async function chooseBirthRegistration(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Thủ tục' }).selectOption('1.001193')
  await press(page, 'Mở tờ khai')
  await page.getByText('Còn 1 giấy').waitFor()
}

/** A certificate of marital status that another commune resolves: the place is chosen, then shown with its promise. */
export async function chooseElsewhere(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Thủ tục' }).selectOption('1.004873')
  await press(page, 'Mở tờ khai')
  await page.getByLabel('Nơi giải quyết').selectOption({ label: 'Xã Mường Nhé' })
  await press(page, 'Mở tờ khai')
  await page.getByText('UBND xã Mường Nhé giải quyết').waitFor()
}

/** What is declared for that certificate. */
export async function declareMaritalStatus(page: Page): Promise<void> {
  await page.getByLabel('Nơi cư trú').fill('Bản Huổi Lụ, xã Mường Nhé')
  await page.getByRole('radio', { name: 'Chưa kết hôn', exact: true }).check()
  await page.getByRole('radio', { name: 'Việc khác' }).check()
  // With JavaScript the question comes at once; without, when it is asked for.
  const refresh = page.getByRole('button', { name: 'Cập nhật câu hỏi' })
  await page.waitForLoadState('domcontentloaded')
  if (await refresh.isVisible()) await press(page, 'Cập nhật câu hỏi')
  await page.getByLabel('Ghi rõ việc khác').fill('Vay vốn ngân hàng')
  await page.getByLabel('Số bản').fill('1')
  await page.getByRole('radio', { name: 'Tại quầy một cửa' }).check()
}

/** The same questions as online; what the page about the place asks is the counter's own. */
export async function fillDeclaration(page: Page): Promise<void> {
  for (const { fill } of birthPages.slice(1)) await fill(page)
}

/** Proposes the result of a certificate of marital status: a draft of one page, to be signed. */
export async function proposeMaritalStatus(page: Page, code: string): Promise<void> {
  await page.goto(`/officer/dossiers/${code}`)
  const buffer = await printPdf(maritalStatusDraft, { code })
  await command(page, 'Trình ký', async () => {
    await page
      .getByLabel('Tệp kết quả')
      .setInputFiles({ name: 'du thao.pdf', mimeType: 'application/pdf', buffer })
  })
}

const maritalStatusDraft = `#let view = json(bytes(sys.inputs.data))
#set page(paper: "a4")
#set text(font: "Tinos")
GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN, hồ sơ #view.code`
