import { after, before } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { useBrowser } from '#test/browser'
import { type Server, type Servers, useServers } from '#test/server'

/** A Thursday morning on which every counter is open: what a journey shows does not depend on when it is run. */
export const journeyMoment = '2026-11-26T09:40:00+07:00'

export type Journeys = Readonly<{
  servers: Servers
  /** The server with its worker and the stand-ins of the national systems. */
  server: () => Server
  /** Ends the server as a power cut would, and starts it again at the same address, perhaps at a later moment. */
  startAgain: (moment?: string) => Promise<void>
  /** The page of one person, in a browser of his own. */
  openPage: (options?: BrowserContextOptions) => Promise<Page>
}>

/** Gives this test file the whole system as a person meets it: the server as a process, and a real browser. */
export function useJourneys(): Journeys {
  const servers = useServers()
  const { openPage } = useBrowser()
  const pages: Page[] = []
  let server: Server | undefined
  before(async () => {
    await servers.database.ready
    server = await servers.start([], { MOTCUA_CLOCK: journeyMoment })
  })
  after(() => Promise.all(pages.map((page) => page.context().close())))
  const running = (): Server => {
    if (!server) throw new Error('useJourneys: use the server inside a test')
    return server
  }
  return {
    servers,
    server: running,
    startAgain: async (moment = journeyMoment) => {
      const { port } = new URL(running().url)
      await running().stop('SIGKILL')
      server = await servers.start([], { MOTCUA_CLOCK: moment, PORT: port })
    },
    openPage: async (options = {}) => {
      const page = await openPage({ baseURL: running().url, ...options })
      page.setDefaultTimeout(20_000)
      pages.push(page)
      return page
    },
  }
}

/** Presses the button or link `name` of the page's content. */
export const press = (page: Page, name: string | RegExp): Promise<void> => {
  const content = page.locator('main')
  const exact = typeof name === 'string'
  return content
    .getByRole('button', { name, exact })
    .or(content.getByRole('link', { name, exact }))
    .first()
    .click()
}

/** The words of the page's content, once all of it has come. */
export async function readContent(page: Page): Promise<string> {
  await page.waitForLoadState('domcontentloaded')
  return await page.locator('main').innerText()
}

/** Long for anything the worker does. */
const mostMs = 120_000

/** Opens `path` again and again until it shows what is waited for: for what the worker does in the background. */
export async function openUntil(page: Page, path: string, isThere: () => Promise<boolean>): Promise<void> {
  const beganMs = performance.now()
  await page.goto(path)
  while (!(await isThere())) {
    if (performance.now() - beganMs > mostMs)
      throw new Error(`${path} does not show what is waited for: ${await page.locator('main').innerText()}`)
    await page.reload()
  }
}
