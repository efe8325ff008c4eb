import { createHash, randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import { readHints, settleAnswers } from '#modules/eforms'
import { adaptToCase, findVariant } from '#modules/guides'
import type { Actor, CitizenActor, OfficerActor } from '#modules/identity'
import type { Channel } from '#modules/lifecycle'
import { findPlace, findReceivingDesk, type Place } from '#modules/organisations'
import { listOwnPapers } from '#modules/papers'
import {
  type Answers,
  checkAnswers,
  getProcedureToday,
  listMissingPapers,
  type Procedure,
} from '#modules/procedures'
import { findStanding, type Representation } from '#modules/representation'
import { prepareStart, type StepRow } from '#modules/running'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { AppError, requestProblem } from '#platform/errors'
import { type GroupCommit, makeGroupCommit } from '#platform/group-commit'
import { makeId, makeReference } from '#platform/ids'
import { foldForSearch } from '#platform/search-text'
import { attach, findProof, refuseSpent } from './command-papers.ts'
import { type Manifest, manifestAgain, manifestOf } from './describe.ts'
import { findWay, startOf } from './dossier-process.ts'
import { dossierProblem } from './errors.ts'
import { reckonFor } from './reckon.ts'
import { findDossierById } from './repository.ts'
import { listAttachments } from './repository-attachments.ts'
import {
  findSubmission,
  type NewAttachment,
  type NewDossier,
  saveSubmissions,
} from './repository-submission.ts'

export type Person = Readonly<{
  fullName: string
  personalId: string
  birthOn?: string | null
  phone?: string | null
  email?: string | null
  address?: string | null
  /** How the person wants to be told; left out: as the settings say. */
  contactChannel?: 'email' | 'sms' | 'zalo' | null
}>

/** What is handed in: the procedure, the declaration, the papers already received, and who it is for. */
export type Submission = Readonly<{
  procedure: string
  channel: Channel
  /** Commune whose committee resolves it; commune-level procedures need it. */
  communeCode?: string | null
  applicant: Person
  /** Chủ hồ sơ: in whose right the dossier is; the applicant when left out. */
  owner?: Readonly<{ fullName: string; personalId: string }> | null
  /** By which right a citizen files for somebody else, or for a body; the owner follows from it. */
  representationId?: string | null
  /** This, the telephone and the way of return are as the form says where they are left out. */
  subject?: string | null
  answers: Answers
  papers: readonly Readonly<{ component: string; paper: string }>[]
  returnMethod?: 'counter' | 'electronic' | 'post'
  /** What makes its fees lower: an officer has seen the proof. Nobody says so of themselves. */
  applicantCategories?: readonly string[]
  entitlements?: readonly Readonly<{ key: string; proof: string }>[]
}>

type SignedIn = CitizenActor | OfficerActor

const writers = new WeakMap<Db, GroupCommit<NewDossier, boolean>>()

function writerOf(db: Db): GroupCommit<NewDossier, boolean> {
  const known = writers.get(db)
  if (known) return known
  const writer = makeGroupCommit(async (items: readonly NewDossier[]) => {
    const saved = await saveSubmissions(db, items)
    return items.map(({ id }) => saved.has(id))
  })
  writers.set(db, writer)
  return writer
}

/**
 * Takes a submission: checks it whole, writes it with its event, audit entry and job in one statement, and answers the
 * manifest after it is durable. The same `key` from the same person makes one dossier, however often it is sent.
 * Throws the refusals of `errors.ts`; then nothing was written.
 */
export async function submitDossier(
  context: Context,
  submission: Submission,
  actor: Actor,
  key?: string,
): Promise<Manifest> {
  const { db } = context
  const prepared = await prepareOrFind(context, submission, actor, key)
  if ('earlierId' in prepared) return await repeatManifest(db, prepared.earlierId)
  const isNew = await writerOf(db)(prepared)
  return isNew ? manifestOf(prepared) : await repeatManifest(db, (await findEarlier(db, prepared)).id)
}

/**
 * The same for what another system hands on: `alongside` writes, in the transaction that makes the dossier, what must be on
 * record with it. Not called when the dossier was made before. Gives the dossier's id.
 */
export async function submitDossierWith(
  context: Context,
  { submission, key }: Readonly<{ submission: Submission; key: string }>,
  actor: CitizenActor,
  alongside: (tx: Tx, id: string) => Promise<void>,
): Promise<Readonly<{ id: string; isNew: boolean }>> {
  const prepared = await prepareOrFind(context, submission, actor, key, { ownerIsVouched: true })
  if ('earlierId' in prepared) return { id: prepared.earlierId, isNew: false }
  return await context.db.transaction().execute(async (tx) => {
    const saved = await savePrepared(tx, prepared)
    if (saved.isNew) await alongside(tx, saved.id)
    return saved
  })
}

/**
 * A prepared submission; or, when it is refused now, the dossier that the same submission made under the same key while
 * it was lawful: who did not hear the answer asks again, whatever changed meanwhile.
 */
export async function prepareOrFind(
  context: Context,
  submission: Submission,
  actor: Actor,
  key: string | undefined,
  vouched: Vouched = { ownerIsVouched: false },
): Promise<NewDossier | Readonly<{ earlierId: string }>> {
  try {
    const standing = await findRight(context, submission, actor, vouched)
    return await prepareSubmission(context, { ...submission, standing }, actor, key ?? randomUUID())
  } catch (error) {
    if (!key || actor.kind === 'nobody' || !(error instanceof AppError)) throw error
    const earlier = await findSubmission(context.db, actor.accountId, key)
    if (!earlier) throw error
    const ids = submission.papers.map(({ paper }) => paper)
    const own = await listOwnPapers(context.db, ids, actor.accountId)
    const sha256 = new Map(own.map((paper) => [paper.id, paper.sha256]))
    const papers = submission.papers.map(({ component, paper }) => [component, sha256.get(paper)] as const)
    if (earlier.submission_sha256 !== fingerprint(submission, papers))
      throw requestProblem('request.key_reused')
    return { earlierId: earlier.id }
  }
}

/** Writes a prepared submission inside the caller's transaction. Answers its id, and whether it is new. */
export async function savePrepared(tx: Tx, prepared: NewDossier): Promise<{ id: string; isNew: boolean }> {
  const saved = await saveSubmissions(tx, [prepared])
  if (saved.has(prepared.id)) return { id: prepared.id, isNew: true }
  return { id: (await findEarlier(tx, prepared)).id, isNew: false }
}

/** Another system of the State says whose it is, as the national portal does. */
type Vouched = Readonly<{ ownerIsVouched: boolean }>

/** By which right a citizen files for another; null: for themselves. A right that ended files nothing. */
async function findRight(on: Context, sent: Submission, actor: Actor, vouched: Vouched): Promise<Standing> {
  if (actor.kind !== 'citizen' || vouched.ownerIsVouched) return null
  const { owner, applicant, representationId = null } = sent
  const isForAnother = owner != null && owner.personalId !== applicant.personalId
  const standing = await findStanding(on, actor, representationId)
  if (standing === 'ended' || (isForAnother && !standing)) throw dossierProblem('dossiers.representation_ended')
  return standing
}

type Standing = Representation | null

function ownerOf(submission: Submission, standing: Standing, actor: SignedIn) {
  if (!standing) {
    const { fullName, personalId } = submission.owner ?? applicantOf(submission, actor)
    const itself = { owner_name: fullName.normalize('NFC'), owner_personal_id: personalId }
    return { ...itself, owner_kind: 'citizen', representation: null } as const
  }
  const { id, principal, ground, source } = standing
  return {
    owner_name: principal.name.normalize('NFC'),
    owner_personal_id: principal.number,
    owner_kind: principal.kind === 'person' ? 'citizen' : principal.kind,
    representation: { id, ground, isProven: source === 'provider' },
  } as const
}

/** What was not given is as the form says: whom it is about, where the applicant is called, how the result comes back. */
function completeByForm({ form }: Procedure, given: Submission): Submission {
  const said = readHints(form, given.answers)
  return {
    ...given,
    applicant: { ...given.applicant, phone: given.applicant.phone || said.phone },
    subject: given.subject || said.subject,
    returnMethod: given.returnMethod ?? said.returnMethod ?? 'counter',
  }
}

/** Checks a submission whole and completes it to what is written. Reads only; throws the refusals of `errors.ts`. */
async function prepareSubmission(
  context: Context,
  { standing, ...sent }: Submission & Readonly<{ standing: Standing }>,
  actor: Actor,
  key: string,
): Promise<NewDossier> {
  if (actor.kind === 'nobody') throw requestProblem('request.not_signed_in')
  const version = await getProcedureToday(context, sent.procedure)
  const today = localDay(context.clock.now()).toString()
  refuseWrongWay(version, sent, actor)
  refuseWrongAnswers(version, sent, today)
  // What is not asked is not kept, what is computed is computed here: the case follows from the answers as they stand.
  const answers = version.form ? settleAnswers(version.form, sent.answers, { today }).answers : sent.answers
  const submission = completeByForm(version, { ...sent, answers })
  const outcome = findVariant(version.guide, answers)
  const procedure = adaptToCase(version, outcome)
  const asked = await findGivenPapers(context.db, { procedure, version, today }, submission, actor)
  const given = [...asked, ...(await findProof(context.db, standing, asked.length, actor))]
  const place = await findPlaceOf(context.db, procedure, submission, actor)
  if (!place)
    throw dossierProblem('dossiers.agency_unknown', {
      procedure: procedure.code,
      commune: submission.communeCode ?? null,
    })
  const now = context.clock.now()
  const reckoning = await reckonFor(context.db, procedure, place.receivingAgencyId)
  const [id, reference] = [makeId(now.epochMilliseconds), makeReference()]
  const process = await prepareProcess(
    context.db,
    procedure,
    { ...submission, ...place, id, reference },
    actor,
    now,
  )
  return {
    ...describe(procedure, submission, actor),
    ...ownerOf(submission, standing, actor),
    variant: outcome && version.guide ? version.guide.outcomes.indexOf(outcome) : null,
    id,
    audit_id: makeId(now.epochMilliseconds),
    applicant_categories: submission.applicantCategories ?? [],
    entitlements: (submission.entitlements ?? []).map((one) => ({ ...one, at: now.toString() })),
    reference,
    process,
    submission_key: key,
    submission_sha256: fingerprint(
      sent,
      given.map(({ component_key, sha256 }) => [component_key, sha256]),
    ),
    receiving_agency_id: place.receivingAgencyId,
    competent_agency_id: place.competentAgencyId,
    intake_code: place.intakeCode,
    starts_on_transfer: place.startsOnTransfer,
    submitted_at: now.toString(),
    step_due_at: reckoning.visitDue('reception', [], now)?.toString() ?? null,
    papers: given,
  }
}

type Begun = Pick<Submission, 'answers' | 'channel'> & Place & Readonly<{ id: string; reference: string }>

/** The process of a dossier as it begins: written in the statement that writes the dossier. */
async function prepareProcess(
  db: Db,
  procedure: Procedure,
  begun: Begun,
  actor: SignedIn,
  at: Temporal.Instant,
): Promise<StepRow> {
  const way = await findWay(db, procedure)
  const start = startOf({ ...begun, procedureCode: procedure.code }, way, actor, at)
  return (await prepareStart(db, start)).row
}

/**
 * Where it goes. A counter takes in for another agency too (không phụ thuộc địa giới hành chính, NĐ 118/2025 Đ14): then
 * the officer's own one-stop receives it, and time runs from when the competent agency has it. Null when nobody resolves it.
 */
export async function findPlaceOf(
  db: Db,
  procedure: Procedure,
  { communeCode = null }: Pick<Submission, 'communeCode'>,
  actor: SignedIn,
): Promise<(Place & Readonly<{ startsOnTransfer: boolean }>) | null> {
  const place = await findPlace(db, procedure, communeCode)
  if (!place) return null
  if (actor.kind !== 'officer' || actor.agencyId === place.receivingAgencyId)
    return { ...place, startsOnTransfer: false }
  const desk = await findReceivingDesk(db, actor.agencyId)
  if (!desk || desk.agencyId !== actor.agencyId) return { ...place, startsOnTransfer: false }
  return { ...place, receivingAgencyId: desk.agencyId, intakeCode: desk.code, startsOnTransfer: true }
}

/** What was handed in, papers by their content: the same form sent twice with the same files is the same submission. */
function fingerprint(
  submission: Submission,
  papers: readonly (readonly [component: string, sha256: string | undefined])[],
): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...submission, papers }))
    .digest('base64url')
}

function refuseWrongWay(procedure: Procedure, submission: Submission, actor: SignedIn): void {
  const { channel, applicant, applicantCategories, entitlements } = submission
  if (!procedure.channels.includes(channel)) throw dossierProblem('dossiers.channel_closed', { channel })
  if (actor.kind === 'officer') {
    if (channel === 'online') throw dossierProblem('dossiers.channel_closed', { channel })
    return
  }
  const claims = [...(applicantCategories ?? []), ...(entitlements ?? [])]
  if (claims.length > 0) throw requestProblem('request.not_allowed')
  if (channel !== 'online' || applicant.personalId !== actor.personalId)
    throw requestProblem('request.not_allowed')
  if (actor.assuranceLevel < procedure.assuranceLevel) throw dossierProblem('dossiers.level_too_low')
}

function refuseWrongAnswers(procedure: Procedure, { answers }: Submission, today: string): void {
  const problems = procedure.form ? checkAnswers(procedure.form, answers, { today }) : []
  if (problems.length === 0) return
  throw dossierProblem('dossiers.answers_invalid', {
    fields: problems.map(({ path, vi, en }) => ({ field: path, expected: en, expectedVi: vi })),
  })
}

/** A submission without a paper that its case wants is refused before it is a dossier, and told which. */
async function findGivenPapers(
  db: Db,
  { procedure, version, today }: Readonly<{ procedure: Procedure; version: Procedure; today: string }>,
  { papers }: Submission,
  actor: SignedIn,
): Promise<NewAttachment[]> {
  const missing = listMissingPapers(
    procedure,
    papers.map(({ component }) => component),
  )
  if (missing.length > 0) {
    throw dossierProblem('dossiers.components_missing', {
      missing: missing.map(({ key, name }) => ({ component: key, name })),
    })
  }
  const ids = papers.map(({ paper }) => paper)
  const stored = new Map((await listOwnPapers(db, ids, actor.accountId)).map((paper) => [paper.id, paper]))
  await refuseSpent(db, [...stored.values()], today)
  return papers.map(({ component, paper }, index) => {
    const asked = version.components.find(({ key }) => key === component)
    if (!asked) throw dossierProblem('dossiers.component_unknown', { component })
    const file = stored.get(paper)
    if (!file) throw dossierProblem('dossiers.papers_unknown', { paper })
    return attach(index + 1, asked, file)
  })
}

/** What is known of a citizen from the sign-in is not taken from the form. */
function applicantOf({ applicant }: Submission, actor: SignedIn): Person {
  if (actor.kind !== 'citizen') return applicant
  return { ...applicant, fullName: actor.fullName, birthOn: actor.birthDate ?? applicant.birthOn ?? null }
}

function describe(procedure: Procedure, submission: Submission, actor: SignedIn) {
  const { subject, answers, channel, returnMethod } = submission
  const applicant = applicantOf(submission, actor)
  return {
    procedure_version_id: procedure.versionId,
    procedure_code: procedure.code,
    // Lists say the short name; papers print the official one, from the version.
    procedure_name: procedure.shortName,
    channel,
    submitted_by: actor.accountId,
    applicant_id: actor.kind === 'citizen' ? actor.accountId : null,
    applicant_name: applicant.fullName.normalize('NFC'),
    applicant_folded: foldForSearch(applicant.fullName),
    applicant_personal_id: applicant.personalId,
    applicant_birth_on: applicant.birthOn ?? null,
    applicant_phone: applicant.phone ?? null,
    applicant_email: applicant.email ?? null,
    applicant_address: applicant.address ?? null,
    contact_channel: applicant.contactChannel ?? null,
    subject: subject ?? null,
    answers,
    return_method: returnMethod ?? 'counter',
    actor_kind: actor.kind,
    actor_name: actor.fullName,
    actor_position: actor.kind === 'officer' ? actor.position : null,
  } as const
}

async function findEarlier(db: Db | Tx, prepared: NewDossier): Promise<{ id: string }> {
  const earlier = await findSubmission(db, prepared.submitted_by, prepared.submission_key)
  if (!earlier || earlier.submission_sha256 !== prepared.submission_sha256)
    throw requestProblem('request.key_reused')
  return earlier
}

async function repeatManifest(db: Db, id: string): Promise<Manifest> {
  const [dossier, attachments] = await Promise.all([findDossierById(db, id), listAttachments(db, id)])
  if (!dossier) throw dossierProblem('dossiers.not_found')
  return manifestAgain(dossier, attachments)
}
