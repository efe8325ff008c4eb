import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { printPdf } from '#platform/pdf'
import { findBarriers, sidewaysPixels } from '#test/accessibility'
import { passSignIn, sendDossier } from '#test/citizen-steps'
import { openUntil, press, readContent, useJourneys } from '#test/journey'
import { signInOfficer } from '#test/officer-steps'
import { extractPdfText } from '#test/pdf-text'
import { openPdfsig } from '#test/pdfsig'

const { openPage } = useJourneys()
const paperName = 'Giấy khai sinh cũ'

type Person = Readonly<{ name: string; personalId: string }>
const ways: readonly Readonly<{ way: string; javaScriptEnabled: boolean; person: Person }>[] = [
  {
    way: 'with JavaScript',
    javaScriptEnabled: true,
    person: { name: 'QUÀNG VĂN THÀNH', personalId: '999000000024' },
  },
  {
    way: 'without JavaScript',
    javaScriptEnabled: false,
    person: { name: 'LƯỜNG VĂN KHÁNH', personalId: '999000000031' },
  },
]

for (const { way, javaScriptEnabled, person } of ways) {
  test(`a paper scanned and certified at the counter is used again from the vault, ${way}`, async () => {
    const open = () => openPage({ javaScriptEnabled })
    const [counter, citizen] = await Promise.all([open(), open()])
    const look = async (page: Page) => {
      if (javaScriptEnabled) assert.deepEqual(await lookBothWays(page), [])
    }
    const pages = await scanPages(person.name)
    await signInOfficer(counter, 'reception')
    await beginIntake(counter, person)
    const scanning = await openScanning(counter)
    await scan(scanning, pages, look)
    await certify(scanning, look)
    const code = await acceptWithScan(counter, person, look)
    await findInVault(citizen, person, code, look)
    const reference = await applyFromVault(citizen, person, look)
    await seeWhereUsed(citizen, reference)
    await look(citizen)
  })
}

/** What stands in the way on a desk and on a telephone. */
async function lookBothWays(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 860 })
    found.push(...(await findBarriers(page)))
    if ((await sidewaysPixels(page)) > 0) found.push(`too wide at ${width} px`)
  }
  return found
}

type Look = (page: Page) => Promise<void>

/** What the worker brings: the page shows it by itself where scripts run, else when it is asked for again. */
async function awaitShown(page: Page, what: Locator): Promise<void> {
  if (await page.evaluate("matchMedia('(scripting: enabled)').matches"))
    await what.waitFor({ timeout: 120_000 })
  else await openUntil(page, page.url(), () => what.isVisible())
}

const paper = `#let view = json(bytes(sys.inputs.data))
#set document(date: none)
#set page(paper: "a4", margin: 25mm)
#set text(font: "Tinos", size: 15pt)
#strong[GIẤY KHAI SINH]

Họ và tên: #view.name

Nơi đăng ký: xã Mường Phăng
#pagebreak()
Ghi chú của sổ đăng ký

Bản chính cấp lần đầu, không tẩy xóa, không sửa chữa
#pagebreak()
Trang cuối của bản chính

Người ký Giấy khai sinh: Lò Văn Ón, cán bộ tư pháp`

/** Three pages as a scanner of 200 dpi gives them. */
async function scanPages(name: string): Promise<Buffer[]> {
  const pdf = await printPdf(paper, { name })
  const shoot = (page: string) =>
    execFileSync('pdftoppm', ['-png', '-r', '200', '-f', page, '-singlefile', '-'], { input: pdf })
  return ['1', '2', '3'].map(shoot)
}

/** Who came and what for; the paper is still on the desk. */
async function beginIntake(page: Page, { name, personalId }: Person): Promise<void> {
  await page.goto('/officer/intake')
  await page.getByLabel('Họ, chữ đệm, tên').fill(name)
  await page.getByLabel('Số định danh cá nhân').fill(personalId)
  await page.getByLabel(/^Điện thoại/).fill('0900000024')
  await page.getByRole('combobox', { name: 'Thủ tục' }).selectOption('2.000635')
  await press(page, 'Mở tờ khai')
  await page.getByRole('link', { name: /^Quét giấy tờ.*Giấy tờ liên quan/ }).waitFor()
}

/** Scanning opens in a page of its own; what is typed at the counter stays. */
async function openScanning(counter: Page): Promise<Page> {
  const opened = counter.context().waitForEvent('page')
  await press(counter, /^Quét giấy tờ.*Giấy tờ liên quan/)
  const page = await opened
  page.setDefaultTimeout(20_000)
  await page.getByLabel('Tên giấy tờ').fill(paperName)
  await press(page, 'Mở phiên quét')
  await page.getByRole('heading', { level: 1, name: paperName }).waitFor()
  return page
}

/** The pages come in; a count that is not that of the paper is told; the copy is made meanwhile. */
async function scan(page: Page, pages: readonly Buffer[], look: Look): Promise<void> {
  await page
    .getByLabel('Tệp ảnh hoặc PDF')
    .setInputFiles(
      pages.map((buffer, index) => ({ name: `trang ${index + 1}.png`, mimeType: 'image/png', buffer })),
    )
  await press(page, 'Tải lên')
  await page.getByText('Đã nhận 3 tệp').waitFor()
  await awaitShown(page, page.getByRole('img', { name: 'Trang 3' }))
  await look(page)
  await page.getByLabel('Số trang bản gốc').fill('4')
  await press(page, 'Tạo bản số hóa')
  await page.locator('.ds-error-summary').getByText('Bản gốc 4 trang, đã quét 3 trang').waitFor()
  await page.getByLabel('Số trang bản gốc').fill('3')
  await press(page, 'Tạo bản số hóa')
  await page.waitForURL('**/papers/1')
  assert.match(await readContent(page), /Đã đọc chữ \d\/3 trang|3 trang, .*PDF\/A/)
  await awaitShown(page, page.getByText('Chưa chứng nhận', { exact: true }))
  await look(page)
}

/** The officer answers for it with his signature; the stand-in's telephone confirms by itself. */
async function certify(page: Page, look: Look): Promise<void> {
  const address = page.url()
  await press(page, 'Ký chứng nhận')
  await page.getByRole('checkbox', { name: new RegExp(paperName) }).check()
  await look(page)
  await press(page, 'Ký các văn bản đã chọn')
  assert.match(await readContent(page), /Vàng A Súa/)
  await press(page, 'Ký')
  await page.waitForURL('**/officer/signing/batches/**')
  await awaitShown(page, page.getByText('Đã ký xong 1 văn bản'))
  await page.goto(address)
  await page.getByText('Vàng A Súa chứng nhận đúng với bản chính').waitFor()
  const href = await page.getByRole('link', { name: 'Mở bản số hóa (PDF)' }).getAttribute('href')
  const pdf = await (await page.context().request.get(String(href))).body()
  assert.match(extractPdfText(pdf), /GIẤY KHAI SINH.*Ghi chú của sổ đăng ký.*Trang cuối/)
  const pdfsig = openPdfsig([])
  assert.deepEqual(
    pdfsig.judge(pdf).map(({ valid }) => valid),
    [true],
  )
  pdfsig.close()
}

/** Back at the counter everything typed stands there; the copy is ticked and handed in. Answers the dossier's code. */
async function acceptWithScan(page: Page, { name }: Person, look: Look): Promise<string> {
  await press(page, 'Cập nhật bản vừa quét')
  await page.getByRole('checkbox', { name: paperName }).check()
  assert.match(await readContent(page), new RegExp(`${paperName} \\(3 trang[^)]*đã chứng nhận`))
  assert.equal(await page.getByLabel('Họ, chữ đệm, tên', { exact: true }).inputValue(), name)
  await declareCopy(page, name)
  await look(page)
  await press(page, 'Tiếp nhận và in giấy hẹn')
  const said = await page.getByRole('status').getByText('Đã tiếp nhận. Mã hồ sơ').innerText()
  const code = /H18\.[\d.]+-261126-\d{4}/.exec(said)?.[0] ?? ''
  await press(page, 'Mở hồ sơ')
  await page.waitForURL(`**/officer/dossiers/${code}`)
  assert.match(await readContent(page), new RegExp(paperName))
  return code
}

/** What is asked about a copy of an entry of the register, on one page or on many. */
async function declareCopy(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name: 'Khai sinh' }).check()
  await page.getByLabel('Họ, chữ đệm, tên người trong sổ').fill(name)
  await page.getByLabel('Nơi đã đăng ký').fill('Xã Mường Phăng')
  await page.getByRole('radio', { name: 'Chính người đó' }).check()
  await page.getByLabel('Số bản sao').fill('1')
  await page.getByRole('radio', { name: 'Tại quầy một cửa' }).check()
}

/** The certified copy lies in the applicant's vault, with where it comes from. */
async function findInVault(page: Page, { name }: Person, code: string, look: Look): Promise<void> {
  await page.goto('/my/papers')
  await passSignIn(page, name)
  await page.getByRole('heading', { level: 1, name: 'Kho giấy tờ của tôi' }).waitFor()
  await openUntil(page, '/my/papers', async () => /Chữ ký số:\s+Hợp lệ/.test(await readContent(page)))
  await look(page)
  await press(page, paperName)
  await page.getByRole('heading', { level: 1, name: paperName }).waitFor()
  const words = await readContent(page)
  for (const said of ['Bản số hóa do cán bộ xác nhận', code, 'UBND phường Điện Biên Phủ', 'Chưa ai dùng'])
    assert.ok(words.includes(said), `the paper of the vault does not say ${said}: ${words}`)
}

/** The same person asks online for what takes the same kind of paper, and uploads nothing. */
async function applyFromVault(page: Page, { name }: Person, look: Look): Promise<string> {
  await page.goto('/procedures/2.000635/start')
  await press(page, 'Bắt đầu viết hồ sơ')
  await page.getByLabel('Ủy ban nhân dân giải quyết').selectOption({ label: 'UBND phường Điện Biên Phủ' })
  await declareOnline(page, name)
  await page.getByRole('heading', { level: 1, name: 'Giấy tờ kèm theo' }).waitFor()
  assert.match(await readContent(page), /Có sẵn trong kho giấy tờ của bạn/i)
  await look(page)
  await press(page, new RegExp(`^Dùng giấy tờ trong kho.*${paperName}`))
  await page.getByText(`Lấy từ kho giấy tờ của bạn: ${paperName}`).waitFor()
  await press(page, 'Tiếp tục')
  await page.getByRole('heading', { level: 1, name: 'Xem lại trước khi gửi' }).waitFor()
  const reference = await sendDossier(page)
  assert.match(await readContent(page), new RegExp(paperName))
  return reference
}

/** Page after page of the form until the papers. */
async function declareOnline(page: Page, name: string): Promise<void> {
  await press(page, 'Tiếp tục')
  await page.getByRole('heading', { level: 1, name: 'Việc đã đăng ký' }).waitFor()
  await page.getByRole('radio', { name: 'Khai sinh' }).check()
  await page.getByLabel('Họ, chữ đệm, tên người trong sổ').fill(name)
  await page.getByLabel('Nơi đã đăng ký').fill('Xã Mường Phăng')
  await press(page, 'Tiếp tục')
  await page.getByRole('radio', { name: 'Chính người đó' }).check()
  await press(page, 'Tiếp tục')
  await page.getByLabel('Số điện thoại').fill('0900000024')
  await page.getByLabel('Số bản sao').fill('1')
  await page.getByRole('radio', { name: 'Tại quầy một cửa' }).check()
  await press(page, 'Tiếp tục')
}

/** The owner of the paper sees with which dossier it was handed in. */
async function seeWhereUsed(page: Page, reference: string): Promise<void> {
  await page.goto('/my/papers')
  await press(page, paperName)
  const uses = page.getByRole('region', { name: 'Đã dùng ở đâu' })
  await uses.getByText(reference).waitFor()
  assert.match(await uses.innerText(), /Đã dùng lại trong 1 hồ sơ/)
}
