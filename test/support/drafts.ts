import assert from 'node:assert/strict'
import { draftPages } from '#modules/drafts'
import type { FormSchema } from '#modules/eforms'
import { demoCitizens, seedDemoAccounts } from '#modules/identity'
import { seedDemoProvince } from '#modules/organisations'
import { approveVersion, forgetProcedures, getProcedureToday } from '#modules/procedures'
import type { Context } from '#platform/context'
import { html } from '#platform/html'
import { makeId } from '#platform/ids'
import { testInstant } from '#test/app'
import { trustingProvider } from '#test/identity-providers'
import { loadPacks } from '#test/packs'
import { movingClock, openBrowser, openSignInApp } from '#test/sign-in-app'

/** The birth registration. */
export const birthCode = '1.001193'
const [citizen] = demoCitizens

const frame = (_request: unknown, { title, main }: { title: string; main: ReturnType<typeof html> }) =>
  html`<!doctype html><html lang="vi"><head><title>${title}</title></head><body><main>${main}</main></body></html>`

/** LÒ THỊ MAI HƯƠNG is signed in, and begins drafts of the birth registration. */
export async function openDrafts(given: Context) {
  await seedDemoProvince(given)
  await seedDemoAccounts(given)
  await loadPacks(given)
  const context = { ...given, clock: movingClock(testInstant) }
  const app = await openSignInApp(context, trustingProvider(citizen), (server) => {
    void server.register(draftPages(context, frame))
  })
  const browser = openBrowser(app)
  await browser.get('/sign-in/start?return=%2F')
  await browser.get('/sign-in/callback?state=state')
  const begin = async () =>
    String((await browser.post(`/procedures/${birthCode}/start`, { x: '1' })).headers.location)
  return { app, context, browser, begin }
}

/** The form of the birth registration as `change` makes it, in force from today. */
export async function approveForm(context: Context, change: (form: FormSchema) => FormSchema): Promise<void> {
  const procedure = await getProcedureToday(context, birthCode)
  const { versionId: _, version: __, effectiveFrom: ___, issues: ____, status: _____, ...content } = procedure
  assert.ok(content.form)
  const at = context.clock.now()
  const effectiveFrom = at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate().toString()
  const decision = { number: '2/QĐ-UBND', decidedOn: effectiveFrom, decidedByName: 'Lường Thị Xuyến' }
  const approved = {
    content: { ...content, form: change(content.form) },
    files: {},
    effectiveFrom,
    decision: { ...decision, designId: makeId() },
    at,
  }
  const answer = await context.db.transaction().execute((tx) => approveVersion(tx, approved))
  assert.ok(answer.ok)
  forgetProcedures(context.db)
}
