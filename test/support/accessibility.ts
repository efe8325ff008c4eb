import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violation = Readonly<{
  id: string
  help: string
  nodes: readonly Readonly<{ target: unknown[]; failureSummary: string }>[]
}>

/**
 * What axe finds on the page, one line each; WCAG 2.2 A and AA with the size of targets, and its best practices. Throws where
 * scripts may not run: axe waits with timers, which stand still there.
 */
export async function findBarriers(page: Page): Promise<string[]> {
  if (!(await page.evaluate("matchMedia('(scripting: enabled)').matches")))
    throw new Error('findBarriers: open the page with JavaScript')
  // Evaluated, not added as a script: the page's own security policy stays in force.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe)
  // A window as high as the page: a bar that sticks to its edge covers nothing that one could not scroll away from under it.
  const window = page.viewportSize()
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'))
  if (window) await page.setViewportSize({ ...window, height: Math.max(window.height, height) })
  const violations = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })
      .then((result) => result.violations)`,
  )) as Violation[]
  if (window) await page.setViewportSize(window)
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${id}: ${help} at ${target.join(' ')}: ${failureSummary.replaceAll('\n', ' ')}`,
    ),
  )
}

/** How many pixels the page is wider than its window; 0 when nobody has to scroll sideways. */
export const sidewaysPixels = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
