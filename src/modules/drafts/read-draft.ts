import { readStep, reckonedAnswers, startRows, typedAnswers } from '#components/read-step'
import type { KnownSource } from '#components/schema-form'
import { localDay } from '#modules/calendar'
import {
  type Answers,
  compareForms,
  type FormChanges,
  type FormSchema,
  findKnownAnswers,
  type KnownFields,
  listSteps,
  type SettledAnswers,
  type StepSchema,
  settleAnswers,
} from '#modules/eforms'
import { adaptToAnswers } from '#modules/guides'
import { type Actor, type CitizenAccount, citizenOf, findCitizenAccount } from '#modules/identity'
import type { VaultDesk } from '#modules/nationalvault'
import { type Agency, listAgencies } from '#modules/organisations'
import { listOwnPapers, type StoredPaper } from '#modules/papers'
import { findProcedureVersion, getProcedureToday, type Procedure } from '#modules/procedures'
import { type ActingFor, actingForOf, findRepresentation } from '#modules/representation'
import { listTaken, type TakenPaper } from '#modules/vault'
import type { Context } from '#platform/context'
import type { Language } from '#platform/i18n'
import { draftProblem } from './errors.ts'
import { accountSource, earlierDossierSource, type FindSources, knownOf } from './known-sources.ts'
import { placeSchema } from './place-form.ts'
import { findDraft, listDraftPapers } from './repository.ts'
import { type Draft, listDraftSteps, occasionOf, placeStep } from './rules/draft.ts'

/** Everything a page shows of a draft. The procedure is the one in force today, with the papers and time of its case. */
export type DraftView = Readonly<{
  draft: Draft
  procedure: Procedure
  /** YYYY-MM-DD: the day whose prices hold. */
  today: string
  account: CitizenAccount
  /** For whom it is written; null: for its writer. 'ended': for somebody they may no longer act for. */
  actingFor: ActingFor | 'ended' | null
  /** The pages that the answers ask for, in their order. */
  steps: readonly string[]
  /** The committees a commune-level procedure can be sent to, by name. */
  committees: readonly Agency[]
  /** What the account and the person's earlier dossiers already answer. */
  known: KnownFields
  papers: readonly Readonly<{ component: string; file: StoredPaper }>[]
  /** Which of them were taken from a vault, with what the item there is worth now. */
  taken: readonly TakenPaper[]
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
  const { accountId } = citizenOf({ actor })
  const draft = await findDraft(db, reference, { ownerId: accountId, now: clock.now().toString() })
  if (!draft) throw draftProblem('drafts.not_found')
  return draft
}

/** What drafts are read with; `knownSources` and `nationalVault` go along with the context that `draftPages` was given. */
export type DraftContext = Pick<Context, 'db' | 'clock' | 'log' | 'config'> &
  Readonly<{ knownSources?: FindSources; nationalVault?: VaultDesk }>

/** Reads a draft for its owner with all that its pages need. */
export async function readDraft(context: DraftContext, reference: string, actor: Actor): Promise<DraftView> {
  const draft = await getDraft(context, reference, actor)
  const { db } = context
  const [procedure, account, given] = await Promise.all([
    getProcedureToday(context, draft.procedureCode),
    findCitizenAccount(db, { id: draft.ownerId }),
    listDraftPapers(db, draft.id),
  ])
  if (!account) throw draftProblem('drafts.not_found')
  const [files, committees, moved, known] = await Promise.all([
    listOwnPapers(
      db,
      given.map(({ paper }) => paper),
      draft.ownerId,
    ),
    procedure.level === 'commune' ? listCommittees(context) : [],
    findMove(context, draft, procedure),
    findKnown(context, { procedure, account, draft }).then((known) => heedDisputes(known, draft)),
  ])
  const byId = new Map(files.map((file) => [file.id, file]))
  const today = localDay(context.clock.now()).toString()
  const { answers, unasked } = settledOf({ draft, procedure, known, today })
  const adapted = adaptToAnswers(procedure, answers)
  const fromVault = files.filter(({ origin }) => origin === 'vault' || origin === 'national_vault')
  const asked = new Set(adapted.components.map(({ key }) => key))
  return {
    draft,
    procedure: adapted,
    today,
    account,
    actingFor: await findActingFor(context, draft, account.personalId),
    steps: listDraftSteps(procedure.form ? listSteps(procedure.form).filter((step) => !unasked.has(step)) : []),
    committees,
    known,
    papers: given.flatMap(({ component, paper }) => {
      const file = asked.has(component) && byId.get(paper)
      return file ? [{ component, file }] : []
    }),
    taken: await listTaken(
      db,
      fromVault.map(({ id }) => id),
    ),
    moved,
  }
}

async function findActingFor(
  context: DraftContext,
  { representationId }: Draft,
  personalId: string,
): Promise<DraftView['actingFor']> {
  if (!representationId) return null
  const found = await findRepresentation(context, { id: representationId, personalId })
  return found ? actingForOf(found) : 'ended'
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

type Answered = Pick<DraftView, 'draft' | 'procedure' | 'known' | 'today'>

/** The answers as the form understands them: to what it asks, with what it reckons. */
export const answersOf = (view: Answered): Answers => settledOf(view).answers

/** What the form makes of everything that was typed. */
export function settledOf({ draft, procedure: { form }, known, today }: Answered): SettledAnswers {
  if (!form) return { answers: {}, unasked: new Set(), dropped: [] }
  const read = Object.entries(form.properties).map(([step, schema]) => {
    const typed = { ...startRows(schema), ...draft.typed[step] }
    return [step, readStep(schema, typed, knownOf(known[step], 'fixed'))]
  })
  return settleAnswers(form, Object.fromEntries(read) as Answers, { today })
}

async function listCommittees({ db }: Pick<Context, 'db'>): Promise<Agency[]> {
  const committees = await listAgencies(db, { kind: 'peoples_committee' })
  return committees
    .filter(({ communeCode }) => communeCode !== null)
    .sort((one, other) => one.name.localeCompare(other.name, 'vi'))
}

/** What is known of the person. A register that does not answer is as one that knows nothing: then it is asked. */
async function findKnown(
  { db, log, knownSources }: DraftContext,
  { procedure, account, draft }: Pick<DraftView, 'procedure' | 'account' | 'draft'>,
): Promise<KnownFields> {
  const { code, shortName, form } = procedure
  if (!form) return {}
  const sources = knownSources?.(account, { code, shortName, occasion: occasionOf(draft) }) ?? []
  const of = { accountId: account.id, personalId: account.personalId, procedure: code }
  return await findKnownAnswers(
    form,
    [accountSource(account), ...sources, earlierDossierSource(db)],
    of,
    (from, error) => log.warn({ err: error, from }, 'a source of answers does not answer'),
  )
}

/** What its writer said is wrong is filled in, and asked. */
const heedDisputes = (known: KnownFields, { typed }: Draft): KnownFields =>
  Object.fromEntries(
    Object.entries(known).map(([step, fields]) => [
      step,
      Object.fromEntries(
        Object.entries(fields).map(([name, field]) => {
          const isDisputed = field.disputable && typed[step]?.[`disputed.${name}`] !== undefined
          return [name, isDisputed ? { ...field, fixed: false } : field]
        }),
      ),
    ]),
  )

/** The questions of one page, or null when the step asks none (papers, the last look, an unknown one). */
export const schemaOfStep = ({ procedure, committees }: DraftView, step: string): StepSchema | null =>
  step === placeStep ? placeSchema(procedure, committees) : (procedure.form?.properties[step] ?? null)

/** What the fields of one page show: what was typed, or what is known until something was. */
export function valuesOfStep(view: DraftView, step: string): Record<string, string> {
  const { draft, account } = view
  const offered = step === placeStep ? { phone: account.phone ?? '', email: account.email ?? '' } : {}
  const schema = schemaOfStep(view, step)
  if (!schema) return draft.typed[step] ?? offered
  return {
    ...startRows(schema),
    ...filledIn(view, step, schema),
    ...(draft.typed[step] ?? offered),
    ...typedAnswers(schema, knownOf(view.known[step], 'fixed')),
    ...reckonedAnswers(schema, answersOf(view)[step] ?? {}),
  }
}

/** What may be changed is filled in until it was. A box that was left empty is not posted: it is ticked only once. */
function filledIn({ draft, known }: DraftView, step: string, schema: StepSchema): Record<string, string> {
  const all = Object.entries(typedAnswers(schema, knownOf(known[step], 'filled_in')))
  const isOpen = ([name]: readonly [string, string]) =>
    draft.typed[step] === undefined || schema.properties[name]?.type !== 'boolean'
  return Object.fromEntries(all.filter(isOpen))
}

/** Where the answers that one page shows come from, by field: not those that the person changed. */
export function sourcesOfStep(view: DraftView, step: string, language: Language): Record<string, KnownSource> {
  const schema = schemaOfStep(view, step)
  const fields = view.known[step]
  if (!schema || !fields) return {}
  const shown = valuesOfStep(view, step)
  const offered = typedAnswers(schema, { ...knownOf(fields, 'filled_in'), ...knownOf(fields, 'fixed') })
  const unchanged = Object.entries(fields).filter(([name]) => shown[name] === offered[name])
  return Object.fromEntries(
    unchanged.map(([name, { label, fixed, disputable }]) => [
      name,
      { label: label[language], fixed, disputable },
    ]),
  )
}
