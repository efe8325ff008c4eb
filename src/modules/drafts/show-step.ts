import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { type AskedStep, askSteps, type StepSchema } from '#modules/eforms'
import { findLatestSearch, knownThere, searchPart, vaultRegister } from '#modules/nationalvault'
import { listScans } from '#modules/papers'
import { listAskedPapers, listPaperTypes } from '#modules/procedures'
import { offerForComponents } from '#modules/vault'
import type { Context } from '#platform/context'
import type { Html } from '#platform/html'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { findGaps } from './check-draft.ts'
import { checkPage } from './check-view.ts'
import { findDueIfNow } from './due-if-now.ts'
import { draftProblem } from './errors.ts'
import { messagesOf } from './messages.ts'
import { type PapersPage, papersPage } from './papers-view.ts'
import { answersOf, type DraftContext, type DraftView, schemaOfStep } from './read-draft.ts'
import { checkStep, occasionOf, papersStep, placeStep } from './rules/draft.ts'
import { type StepPage, stepHref, stepPage, titleOfStep } from './step-view.ts'

export type ShownStep = Readonly<{
  view: DraftView
  step: string
  problems?: readonly Problem[]
  restored?: boolean
  /** Questions that the last answers have just brought, by name. */
  fresh?: readonly string[]
  status?: number
}>

/** Makes the function that answers with one page of the application. */
export const makeShowStep =
  (context: Context & DraftContext, frame: Frame) =>
  async (request: FastifyRequest, reply: FastifyReply, shown: ShownStep): Promise<FastifyReply> => {
    const { view, step, problems = [], restored = false, fresh = [], status = 200 } = shown
    const language = languageOf(request)
    const schema = schemaOfStep(view, step)
    const asked = await findAsked(context, view)
    const main = await draw(context, { view, step, problems, restored, fresh, asked, language }, schema)
    const title = titleOfStep(view, step, schema, language)
    const scripts = schema ? ['autosave.js', 'questions.js'] : scriptsOf(step)
    return sendPage(reply, frame(request, { title, main, scripts, current: 'dossiers' }), status)
  }

const scriptsOf = (step: string): string[] => (step === papersStep ? ['uploads.js'] : [])

/** What each page of the form asks, with the words to choose from. The communes are those of where it is handed in. */
async function findAsked({ db }: Context, view: DraftView): Promise<Record<string, AskedStep>> {
  const { draft, procedure, committees, today } = view
  const committee = committees.find(({ communeCode }) => communeCode === draft.typed[placeStep]?.commune)
  const home = (committee ?? committees[0])?.provinceCode ?? ''
  if (!procedure.form) return {}
  return await askSteps(db, procedure.form, { answers: answersOf(view), today, typed: draft.typed, home })
}

async function draw(context: Context & DraftContext, page: StepPage, schema: StepSchema | null): Promise<Html> {
  if (schema) return stepPage(page, page.asked[page.step]?.schema ?? schema)
  if (page.step === papersStep) {
    const scans = await listScans(
      context.db,
      page.view.papers.map(({ file }) => file.id),
    )
    const [offers, nationalVault] = await Promise.all([
      findOffers(context, page.view),
      nationalPart(context, page),
    ])
    return papersPage({ ...page, scans, offers, nationalVault })
  }
  const gaps = findGaps(page.view, page.language)
  return checkPage({ ...page, gaps, dueIfNow: await findDueIfNow(context, page.view, page.language) })
}

/** What the vault of whoever writes has for the papers that are asked: offered before any file is. */
async function findOffers(context: Context, { account, procedure }: DraftView): Promise<PapersPage['offers']> {
  const wanted = listAskedPapers(procedure).map((component) => ({
    component: component.key,
    typeCodes: listPaperTypes(component),
  }))
  const { id, personalId, fullName, assuranceLevel } = account
  const actor = { kind: 'citizen', accountId: id, personalId, fullName, assuranceLevel } as const
  const purpose = messagesOf('vi').takePurpose(procedure.shortName)
  return await offerForComponents(context, wanted, { actor, personalId, purpose })
}

/** The look into the national vault, where it is connected and one of the papers may be there. */
async function nationalPart(
  context: Context & DraftContext,
  { view, language, problems }: StepPage,
): Promise<Html | null> {
  const { draft, account, procedure } = view
  const desk = context.nationalVault
  const wanted = knownThere(listAskedPapers(procedure).flatMap(listPaperTypes))
  if (!desk?.vault || wanted.length === 0) return null
  const latest = await findLatestSearch(context.db, {
    ...{ occasion: occasionOf(draft), accountId: account.id, ownerNumber: account.personalId },
  })
  return searchPart({
    ...{ latest, language, owner: 'own', press: { name: 'look', value: vaultRegister } },
    isResting: desk.registers.isResting(vaultRegister),
    isTooMany: problems.some(({ field }) => field === 'look'),
  })
}

/** Where the page of a sent draft is. */
export const sentHref = (reference: string): string => `/drafts/${reference}/sent`

/** Where to go instead of `step`: what was sent is read, what is being sent is only sent again, what is not asked is passed by. */
export function elsewhereOf({ draft, steps, procedure }: DraftView, step: string): string | null {
  if (draft.submittedReference) return sentHref(draft.reference)
  if (draft.submission && step !== checkStep) return stepHref(draft, checkStep)
  const isUnasked = !steps.includes(step) && Object.hasOwn(procedure.form?.properties ?? {}, step)
  return isUnasked ? `/drafts/${draft.reference}` : null
}

/** The questions of a page; null for the papers and the last look. Throws `drafts.step_unknown`. */
export function questionsOf(view: DraftView, step: string): StepSchema | null {
  if (!view.steps.includes(step)) throw draftProblem('drafts.step_unknown')
  return schemaOfStep(view, step)
}
