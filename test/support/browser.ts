import { existsSync } from 'node:fs'
import { after, before } from 'node:test'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** Nothing of a person's own browser: no sandbox (tests run as root too), no traffic of its own. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Where Chromium is: `CHROMIUM_PATH`, else where Debian puts it. Throws a sentence that says what to do. */
function chromiumPath(): string {
  const path = process.env.CHROMIUM_PATH || '/usr/bin/chromium'
  if (existsSync(path)) return path
  throw new Error(
    `There is no Chromium at ${path}. Install it (apt-get install chromium), or set CHROMIUM_PATH to the browser you have.`,
  )
}

/** One Chromium for a test file; the one way in which tests open a browser. */
export function useBrowser(): {
  /** A fresh page in a context of its own: its cookies and storage are nobody else's. */
  openPage: (options?: BrowserContextOptions) => Promise<Page>
} {
  let browser: Browser | undefined
  before(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath(), args: quiet })
  })
  after(() => browser?.close())
  return {
    openPage: async (options = {}) => {
      if (!browser) throw new Error('useBrowser: open pages inside a test')
      const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...options })
      return context.newPage()
    },
  }
}
