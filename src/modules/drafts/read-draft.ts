import { readStep, typedAnswers } from '#components/read-step'
import { localDay } from '#modules/calendar'
import {
  type Answers,
  compareForms,
  type FormChanges,
  type FormSchema,
  listSteps,
  type Prefill,
  prefillAnswers,
  type StepSchema,
} from '#modules/eforms'
import { adaptToAnswers } from '#modules/guides'
import { type Actor, type CitizenAccount, findCitizenAccount } from '#modules/identity'
import { type Agency, listAgencies } from '#modules/organisations'
import { listOwnPapers, type StoredPaper } from '#modules/papers'
import { findProcedureVersion, getProcedureToday, type Procedure } from '#modules/procedures'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { draftProblem } from './errors.ts'
import { placeSchema } from './place-form.ts'
import { findDraft, listDraftPapers } from './repository.ts'
import { type Draft, listDraftSteps, placeStep } from './rules/draft.ts'

/** Everything a page shows of a draft. The procedure is the one in force today, with the papers and time of its case. */
export type DraftView = Readonly<{
  draft: Draft
  procedure: Procedure
  /** YYYY-MM-DD: the day whose prices hold. */
  today: string
  account: CitizenAccount
  steps: readonly string[]
  /** The committees a commune-level procedure can be sent to, by name. */
  committees: readonly Agency[]
  /** What the account already answers. */
  known: Answers
  papers: readonly Readonly<{ component: string; file: StoredPaper }>[]
  /** Set where the procedure has another version than the one the draft was begun with. */
  moved: MovedDraft | null
}>

/** What a newer version asks differently from the one the draft was begun with. */
export type MovedDraft = Readonly<{ before: FormSchema; changes: FormChanges }>

/** The owner's draft itself. Throws `drafts.not_found` also for a draft of somebody else. */
export async function getDraft(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  reference: string,
  actor: Actor,
): Promise<Draft> {
  if (actor.kind !== 'citizen') throw requestProblem('request.not_allowed')
  const draft = await findDraft(db, reference, { ownerId: actor.accountId, now: clock.now().toString() })
  if (!draft) throw draftProblem('drafts.not_found')
  return draft
}

/** Reads a draft for its owner with all that its pages need. */
export async function readDraft(
  context: Pick<Context, 'db' | 'clock'>,
  reference: string,
  actor: Actor,
): Promise<DraftView> {
  const draft = await getDraft(context, reference, actor)
  const { db } = context
  const [procedure, account, given] = await Promise.all([
    getProcedureToday(context, draft.procedureCode),
    findCitizenAccount(db, { id: draft.ownerId }),
    listDraftPapers(db, draft.id),
  ])
  if (!account) throw draftProblem('drafts.not_found')
  const [files, committees, moved] = await Promise.all([
    listOwnPapers(
      db,
      given.map(({ paper }) => paper),
      draft.ownerId,
    ),
    procedure.level === 'commune' ? listCommittees(context) : [],
    findMove(context, draft, procedure),
  ])
  const byId = new Map(files.map((file) => [file.id, file]))
  const known = knownAnswers(procedure, account)
  const adapted = adaptToAnswers(procedure, answersOf({ draft, procedure, known }))
  const asked = new Set(adapted.components.map(({ key }) => key))
  return {
    draft,
    procedure: adapted,
    today: localDay(context.clock.now()).toString(),
    account,
    steps: listDraftSteps(procedure.form ? listSteps(procedure.form) : []),
    committees,
    known,
    papers: given.flatMap(({ component, paper }) => {
      const file = asked.has(component) && byId.get(paper)
      return file ? [{ component, file }] : []
    }),
    moved,
  }
}

const noForm: FormSchema = { type: 'object', properties: {} }

/** The draft follows the version in force; what it was begun with tells what has changed for its writer. */
async function findMove(
  { db }: Pick<Context, 'db'>,
  { procedureVersionId }: Draft,
  { versionId, form }: Procedure,
): Promise<MovedDraft | null> {
  if (procedureVersionId === versionId) return null
  const begun = await findProcedureVersion(db, procedureVersionId)
  const before = begun?.form ?? noForm
  return { before, changes: compareForms(before, form ?? noForm) }
}

/** The answers as the form understands them, for the whole form. */
export function answersOf({
  draft,
  procedure,
  known,
}: Pick<DraftView, 'draft' | 'procedure' | 'known'>): Answers {
  const steps = Object.entries(procedure.form?.properties ?? {})
  const answers = steps.map(([step, schema]) => [step, readStep(schema, draft.typed[step] ?? {}, known[step])])
  return Object.fromEntries(answers) as Answers
}

async function listCommittees({ db }: Pick<Context, 'db'>): Promise<Agency[]> {
  const committees = await listAgencies(db, { kind: 'peoples_committee' })
  return committees
    .filter(({ communeCode }) => communeCode !== null)
    .sort((one, other) => one.name.localeCompare(other.name, 'vi'))
}

function knownAnswers({ form }: Procedure, account: CitizenAccount): DraftView['known'] {
  if (!form) return {}
  const known: Partial<Record<Prefill, string | null>> = {
    'applicant.fullName': account.fullName,
    'applicant.personalId': account.personalId,
    // Some people know the year only: then the day is asked.
    'applicant.birthOn': account.birthDate?.length === 10 ? account.birthDate : null,
    'applicant.phone': account.phone,
    'applicant.email': account.email,
  }
  return prefillAnswers(form, known)
}

/** The questions of one page, or null when the step asks none (papers, the last look, an unknown one). */
export const schemaOfStep = ({ procedure, committees }: DraftView, step: string): StepSchema | null =>
  step === placeStep ? placeSchema(procedure, committees) : (procedure.form?.properties[step] ?? null)

/** What the fields of one page show: what was typed, or what the account offers until something was. */
export function valuesOfStep(view: DraftView, step: string): Record<string, string> {
  const { draft, known, account } = view
  const offered = step === placeStep ? { phone: account.phone ?? '', email: account.email ?? '' } : {}
  const schema = schemaOfStep(view, step)
  return { ...(draft.typed[step] ?? offered), ...(schema && typedAnswers(schema, known[step] ?? {})) }
}
