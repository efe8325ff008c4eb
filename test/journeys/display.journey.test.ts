import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { sidewaysPixels } from '#test/accessibility'
import { beginBirthRegistration, findBirthRegistration } from '#test/citizen-steps'
import { useJourneys } from '#test/journey'
import { signInOfficer } from '#test/officer-steps'

const { openPage } = useJourneys()

/** Presses the button of the footer that names the other language. */
const chooseEnglish = (page: Page): Promise<void> =>
  page.getByRole('contentinfo').getByRole('button', { name: 'English' }).click()

async function checkEnglish(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(path)
  assert.equal(await page.locator('html').getAttribute('lang'), 'en', path)
  assert.equal(await page.getByRole('heading', { level: 1 }).first().innerText(), heading)
}

for (const javaScriptEnabled of [true, false]) {
  const way = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'

  test(`English is one press away and stays, for citizens and officers, ${way}`, async () => {
    const page = await openPage({ javaScriptEnabled })
    await findBirthRegistration(page)
    await beginBirthRegistration(page)
    const draft = new URL(page.url()).pathname
    await chooseEnglish(page)
    await page.getByRole('heading', { level: 1, name: 'Place and contact' }).waitFor()
    assert.equal(new URL(page.url()).pathname, draft)
    await checkEnglish(page, '/', 'What do you need to do?')
    await checkEnglish(page, '/procedures/1.001193', 'Register a birth')
    await checkEnglish(page, draft, 'Place and contact')
    await checkEnglish(page, draft.replace('place', 'child'), 'The child')
    await checkEnglish(page, '/my/dossiers', 'My dossiers')
    const officer = await openPage({ javaScriptEnabled })
    await signInOfficer(officer, 'reception')
    await chooseEnglish(officer)
    await checkEnglish(officer, '/officer/worklist', 'My work')
  })
}

test('the largest text on the smallest telephone needs no scrolling sideways', async () => {
  const page = await openPage({ viewport: { width: 360, height: 740 } })
  await findBirthRegistration(page)
  await beginBirthRegistration(page)
  const draft = new URL(page.url()).pathname
  await page.getByRole('contentinfo').getByText('Cỡ chữ, màu sắc, độ tương phản').click()
  await page.getByRole('radio', { name: 'Rất lớn' }).check()
  await page.getByRole('button', { name: 'Lưu cách hiển thị' }).click()
  await page.waitForURL(`**${draft}`)
  const size = await page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
  assert.ok(Number(size) > 20, `the text is ${size} px`)
  const paths = ['/', '/search?q=khai+sinh', '/procedures', '/procedures/1.001193', '/sign-in', draft]
  const own = ['child', 'mother', 'father', 'delivery', 'papers', 'check'].map((step) =>
    draft.replace('place', step),
  )
  const wide: string[] = []
  const look = async (path: string) => {
    await page.goto(path)
    const pixels = await sidewaysPixels(page)
    if (pixels > 0) wide.push(`${path} is ${pixels} px too wide`)
  }
  for (const path of [...paths, ...own, '/my/dossiers', '/track', '/demo/messages']) await look(path)
  await look('/officer/sign-in')
  await signInOfficer(page, 'reception')
  for (const path of ['/officer/worklist', '/officer/intake?procedure=1.001193']) await look(path)
  assert.deepEqual(wide, [])
})

/** Opens `path` in a browser that knows nothing yet, and counts what it transfers: everything, and the scripts of it. */
async function weigh(path: string): Promise<{ all: number; scripts: number }> {
  const page = await openPage()
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Network.enable')
  await devTools.send('Network.setCacheDisabled', { cacheDisabled: true })
  const kinds = new Map<string, string>()
  const weight = { all: 0, scripts: 0 }
  devTools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    weight.all += encodedDataLength
    if (kinds.get(requestId) === 'Script') weight.scripts += encodedDataLength
  })
  await page.goto(path, { waitUntil: 'networkidle' })
  return weight
}

test('a first visit costs at most 60 KB, of which 15 KB scripts', async () => {
  for (const path of ['/', '/procedures/1.001193']) {
    const { all, scripts } = await weigh(path)
    assert.ok(all > 0 && all <= 60 * 1024, `${path} transfers ${all} bytes`)
    assert.ok(scripts <= 15 * 1024, `${path} transfers ${scripts} bytes of scripts`)
  }
})
