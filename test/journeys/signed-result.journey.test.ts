import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { findBarriers, sidewaysPixels } from '#test/accessibility'
import { passSignIn } from '#test/citizen-steps'
import { openUntil, press, readContent, useJourneys } from '#test/journey'
import { codeOf, command, declareMaritalStatus, proposeMaritalStatus, signInOfficer } from '#test/officer-steps'
import { openPdfsig } from '#test/pdfsig'

const { openPage } = useJourneys()

const ways = [
  { way: 'with JavaScript', javaScriptEnabled: true, results: ['first', 'second'] },
  { way: 'without JavaScript', javaScriptEnabled: false, results: ['only'] },
]

for (const { way, javaScriptEnabled, results } of ways) {
  const what = results.length > 1 ? 'two results are signed with one confirmation' : 'a result is signed'

  test(`${what}, sealed, downloaded and checked by anybody, ${way}`, async () => {
    const open = () => openPage({ javaScriptEnabled })
    const [reception, caseOfficer, signatory] = await Promise.all([open(), open(), open()])
    await signInOfficer(reception, 'reception')
    await signInOfficer(caseOfficer, 'case-officer')
    const codes: string[] = []
    for (const _ of results) codes.push(await takeIn(reception))
    for (const code of codes) await proposeMaritalStatus(caseOfficer, code)
    await signInOfficer(signatory, 'signatory')
    const lookForBarriers = async (page: Page) => {
      if (javaScriptEnabled) assert.deepEqual(await findBarriers(page), [])
    }
    await choose(signatory, codes)
    await lookForBarriers(signatory)
    await sign(signatory, codes.length)
    await awaitIssued(signatory, codes[0] ?? '')
    const [citizen, anybody] = await Promise.all([open(), open()])
    const file = await download(citizen, codes[0] ?? '')
    await lookForBarriers(citizen)
    await acceptFile(anybody, file)
    await lookForBarriers(anybody)
    await refuseChanged(anybody, file)
  })
}

/** A certificate of marital status, taken in at the counter and handed on. */
async function takeIn(page: Page): Promise<string> {
  await page.goto('/officer/intake')
  await page.getByLabel('Họ, chữ đệm, tên').fill('LÒ THỊ MAI HƯƠNG')
  await page.getByLabel('Số định danh cá nhân').fill('999000000017')
  await page.getByLabel(/^Điện thoại/).fill('0900000017')
  await page.getByRole('combobox', { name: 'Thủ tục' }).selectOption('1.004873')
  await press(page, 'Mở tờ khai')
  await declareMaritalStatus(page)
  await press(page, 'Tiếp nhận và in giấy hẹn')
  await press(page, 'Mở hồ sơ')
  await page.waitForURL('**/officer/dossiers/**')
  await command(page, 'Chuyển xử lý')
  return codeOf(page)
}

/** Chooses all, and reads what is about to be signed. */
async function choose(page: Page, codes: readonly string[]): Promise<void> {
  await page.goto('/officer/signing')
  for (const code of codes) await page.getByRole('checkbox', { name: new RegExp(code) }).check()
  await press(page, 'Ký các văn bản đã chọn')
  const review = await readContent(page)
  for (const said of [
    `Sẽ ký ${codes.length} văn bản bằng một lần xác nhận`,
    'Tòng Văn Phú',
    'VNPT SmartCA',
    ...codes,
  ])
    assert.ok(review.includes(said), `the page before signing does not say ${said}: ${review}`)
}

/** Signs once; the stand-in's telephone confirms by itself. */
async function sign(page: Page, count: number): Promise<void> {
  await press(page, 'Ký')
  await page.waitForURL('**/officer/signing/batches/**')
  await openUntil(page, page.url(), async () =>
    (await readContent(page)).includes(`Đã ký xong ${count} văn bản`),
  )
}

/** Numbered, issued and sealed: the officer's page of the dossier says when. */
async function awaitIssued(page: Page, code: string): Promise<void> {
  await openUntil(page, `/officer/dossiers/${code}`, async () => {
    const words = await readContent(page)
    return words.includes('Đã đóng dấu cơ quan') && !words.includes('Đang chờ')
  })
  assert.match(await readContent(page), /Đã cấp số, phát hành[\s\S]*\d\d\/KQ-H18\.137/)
}

/** The sealed result, as the person it was issued to gets it: one file, with the code that leads to its check. */
async function download(page: Page, code: string): Promise<Buffer> {
  await page.goto(`/my/dossiers/${code}`)
  await passSignIn(page)
  await page.getByRole('heading', { name: 'Kết quả điện tử' }).waitFor()
  assert.match(await readContent(page), /\d\d\/KQ-H18\.137/)
  const href = await page.getByRole('link', { name: 'Tải tệp PDF' }).getAttribute('href')
  const answer = await page.context().request.get(String(href))
  assert.equal(answer.headers()['content-type'], 'application/pdf')
  return await answer.body()
}

/** Genuine, to us and to `pdfsig`; it fits a telephone. */
async function acceptFile(page: Page, file: Buffer): Promise<void> {
  const good = await verify(page, file)
  for (const said of [
    'Văn bản có thật và đang có giá trị',
    'Chữ ký số hợp lệ',
    'Tòng Văn Phú',
    'UBND phường Điện Biên Phủ',
  ])
    assert.ok(good.includes(said), `the check does not say ${said}: ${good}`)
  await page.setViewportSize({ width: 360, height: 800 })
  assert.equal(await sidewaysPixels(page), 0)
  assert.deepEqual(listValid(file), [true, true], 'pdfsig accepts the signature and the seal')
}

/** With one byte changed it is refused, by us and by `pdfsig`. */
async function refuseChanged(page: Page, file: Buffer): Promise<void> {
  const flipped = Buffer.from(file)
  const place = flipped.indexOf('stream') + 20
  flipped[place] = (flipped[place] ?? 0) ^ 1
  assert.ok(!listValid(flipped).every(Boolean), 'pdfsig refuses the changed file')
  const bad = await verify(page, flipped)
  assert.ok(bad.includes('Không hợp lệ: không nên sử dụng văn bản này'), bad)
  assert.ok(!bad.includes('Văn bản có thật'), bad)
}

async function verify(page: Page, buffer: Buffer): Promise<string> {
  await page.goto('/verify')
  await page
    .getByLabel('Tệp PDF hoặc XML có chữ ký số')
    .setInputFiles({ name: 'kết quả.pdf', mimeType: 'application/pdf', buffer })
  await press(page, 'Kiểm tra tệp')
  await page.getByRole('heading', { level: 1, name: 'Kết quả kiểm tra' }).waitFor()
  return await readContent(page)
}

function listValid(pdf: Uint8Array): boolean[] {
  const pdfsig = openPdfsig([])
  try {
    return pdfsig.judge(pdf).map(({ valid }) => valid)
  } finally {
    pdfsig.close()
  }
}
