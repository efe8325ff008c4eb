import { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import {
  type DueTime,
  loadCalendar,
  localDay,
  type Urgency,
  urgencyOf,
  workingMinutesBetween,
} from '#modules/calendar'
import type { Actor } from '#modules/identity'
import type { CommandType } from '#modules/lifecycle'
import {
  awaitsTransfer,
  closedStates,
  eventsInside,
  listLawfulCommands,
  listSeenPapers,
  mayCommandDossier,
  mayReadDossier,
  taskCommands,
  waitingStates,
} from '#modules/lifecycle'
import { type Agency, getAgency } from '#modules/organisations'
import { type Charge, listCharges } from '#modules/payments'
import type { Procedure } from '#modules/procedures'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { type DossierTask, readProcess } from './dossier-process.ts'
import { dossierProblem } from './errors.ts'
import { explainDue, getVersionOf } from './reckon.ts'
import {
  type DossierEvent,
  type DossierName,
  findDossier,
  findDossierById,
  listEvents,
  type StoredDossier,
} from './repository.ts'
import { type Attachment, listAttachments, listDossiersOfPaper } from './repository-attachments.ts'

/** Everything a page or a client shows of one dossier to somebody who may see it. */
export type DossierView = Readonly<{
  dossier: StoredDossier
  /** The version it was filed under, as its case has it. */
  procedure: Procedure
  /** What the version asks for in any case: an officer may find that the answers told the wrong one. */
  components: Procedure['components']
  events: readonly DossierEvent[]
  attachments: readonly Attachment[]
  charges: readonly Charge[]
  receivingAgency: Agency
  competentAgency: Agency
  /** The agency whose turn it is; null when it is the applicant's, or nobody's. */
  holder: Agency | null
  clock: ClockView
  due: DueTime | null
  /** How the first promise came about, whatever happened since: what the receipt says. */
  promise: DueTime | null
  /** Taken in for an agency that does not have it yet: the due time is expected, the clock has not started. */
  awaitsTransfer: boolean
  /** What the asker may do to it now. */
  commands: readonly CommandType[]
  /** The open tasks of its process, for an officer. */
  tasks: readonly DossierTask[]
}>

/** How the dossier stands to its due time. Minutes are working time. */
export type ClockView = Readonly<{ urgency: Urgency; minutesLeft: number; minutesLate: number }>

/**
 * Reads a dossier for `actor`. Reading is recorded: the person whose data it is can see who looked (`purpose` says
 * for what). Throws `dossiers.not_found` also to those who have no relation to it.
 */
export async function readDossier(
  context: Context,
  name: DossierName,
  actor: Actor,
  purpose = 'processing',
): Promise<DossierView> {
  if (actor.kind === 'nobody') throw requestProblem('request.not_signed_in')
  const { db, clock } = context
  const dossier = await getReadable(db, name, actor)
  const at = clock.now()
  const [view] = await Promise.all([
    gatherView(context, dossier),
    db.transaction().execute((tx) =>
      appendAudit(tx, {
        at,
        actor,
        action: 'dossiers.read',
        subjectKind: 'dossier',
        subjectId: dossier.id,
        subjectCode: dossier.code ?? dossier.reference,
        detail: { purpose },
      }),
    ),
  ])
  const { tasks, offered } = await readProcess(context, dossier, view, actor)
  const commands = listLawfulCommands(dossier, offered).filter(
    (type) =>
      (taskCommands.includes(type) || mayCommandDossier(actor, dossier, type)) &&
      (type !== 'extend' || isExtendable(dossier, at)),
  )
  return {
    ...view,
    events: view.events.map((event) => showEvent(event, actor)),
    attachments: listSeenPapers(actor, dossier, view.attachments),
    commands,
    tasks,
  }
}

async function getReadable(db: Db, name: DossierName, actor: Actor): Promise<StoredDossier> {
  const dossier = await findDossier(db, name)
  if (!dossier || !mayReadDossier(actor, dossier)) throw dossierProblem('dossiers.not_found')
  return dossier
}

/**
 * The code of a dossier here, or before acceptance its reference, for those who may read it; nothing of it is read. Throws
 * `dossiers.not_found` as `readDossier` does.
 */
export async function getNameHere(db: Db, name: DossierName, actor: Actor): Promise<string> {
  const { code, reference } = await getReadable(db, name, actor)
  return code ?? reference
}

/** A dossier for what the system does by itself, such as giving out its forms: nobody reads it, nobody may do anything. */
export async function findDossierView(context: Context, dossierId: string): Promise<DossierView | null> {
  const dossier = await findDossierById(context.db, dossierId)
  return dossier && { ...(await gatherView(context, dossier)), commands: [], tasks: [] }
}

/** Whether an extension is worth offering at `at`; whether it is lawful, the clock decides (NĐ 61/2018 Đ19 k9). */
function isExtendable(dossier: StoredDossier, at: Temporal.Instant): boolean {
  const { dueAt, extendedAt } = dossier
  if (!dueAt || extendedAt || awaitsTransfer(dossier)) return false
  return Temporal.PlainDate.compare(localDay(at), localDay(dueAt)) < 0
}

/** An event as `actor` may see it: to those outside the agencies, nothing of what officers tell each other. */
export function showEvent(event: DossierEvent, actor: Actor): DossierEvent {
  if (actor.kind === 'officer') return event
  const { note: _, ...detail } = event.detail
  return { ...event, detail: eventsInside.includes(event.type) ? {} : detail }
}

async function gatherView(
  context: Context,
  dossier: StoredDossier,
): Promise<Omit<DossierView, 'commands' | 'tasks'>> {
  const { db } = context
  const [procedure, version, events, attachments, charges, receivingAgency, competentAgency] =
    await Promise.all([
      getVersionOf(db, dossier),
      getVersionOf(db, { ...dossier, variant: null }),
      listEvents(db, dossier.id),
      listAttachments(db, dossier.id),
      listCharges(db, dossier.id),
      getAgency(db, dossier.receivingAgencyId),
      getAgency(db, dossier.competentAgencyId),
    ])
  const { due, promise } = await explainDue(db, dossier, events)
  const clock = await readClock(context, dossier, competentAgency.code)
  const holder = holderOf(dossier, receivingAgency, competentAgency)
  return {
    dossier,
    procedure,
    components: version.components,
    events,
    attachments,
    charges,
    receivingAgency,
    competentAgency,
    holder,
    clock,
    due,
    promise,
    awaitsTransfer: awaitsTransfer(dossier),
  }
}

function holderOf(dossier: StoredDossier, receiving: Agency, competent: Agency): Agency | null {
  if (waitingStates.includes(dossier.state) || closedStates.includes(dossier.state)) return null
  return dossier.step === 'reception' || dossier.step === 'delivery' ? receiving : competent
}

/** How a dossier stands to its due time at this moment, in the working time of its competent agency. */
export async function readClock(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  dossier: Pick<StoredDossier, 'state' | 'dueAt'>,
  agencyCode: string,
): Promise<ClockView> {
  const calendar = await loadCalendar(db, agencyCode)
  const now = clock.now()
  const { state, dueAt } = dossier
  const isDone = closedStates.includes(state) || state === 'resolved'
  const running = waitingStates.includes(state) ? 'suspended' : 'running'
  const urgency = urgencyOf(calendar, { clock: isDone ? 'done' : running, dueAt }, now)
  if (!dueAt) return { urgency, minutesLeft: 0, minutesLate: 0 }
  return {
    urgency,
    minutesLeft: workingMinutesBetween(calendar, now, dueAt),
    minutesLate: workingMinutesBetween(calendar, dueAt, now),
  }
}

/** What anybody who knows the code may see: the progress, and nothing about persons (TT 01/2018 Đ16 k2.d). */
export type PublicProgress = Readonly<{
  code: string
  state: StoredDossier['state']
  step: StoredDossier['step']
  procedureCode: string
  procedureName: string
  maskedApplicant: string
  holder: Agency | null
  due: DueTime | null
  dueAt: StoredDossier['dueAt']
  competentAgency: Agency
  awaitsTransfer: boolean
  clock: ClockView
  events: readonly Pick<DossierEvent, 'type' | 'at' | 'state' | 'step'>[]
}>

/** The public progress of an accepted dossier by its code, or of a submitted one by its reference; null when unknown. */
export async function findPublicProgress(context: Context, name: DossierName): Promise<PublicProgress | null> {
  const dossier = await findDossier(context.db, name)
  if (!dossier) return null
  const view = await gatherView(context, dossier)
  const { events, holder, due, clock, competentAgency } = view
  return {
    code: dossier.code ?? dossier.reference,
    state: dossier.state,
    step: dossier.step,
    procedureCode: dossier.procedureCode,
    procedureName: dossier.procedureName,
    maskedApplicant: maskName(dossier.applicantName),
    holder,
    due,
    dueAt: dossier.dueAt,
    competentAgency,
    awaitsTransfer: view.awaitsTransfer,
    clock,
    events: events.map(({ type, at, state, step }) => ({ type, at, state, step })),
  }
}

/** "Lường Văn Khánh" becomes "L•••• V•• K••••": enough to know one's own, not enough to know another's. */
export const maskName = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => `${[...word][0] ?? ''}••••`)
    .join(' ')

/** Whether `actor` may read a paper: because a dossier that holds it is theirs to read, and shows it. */
export async function mayReadPaperOfDossier(db: Db, actor: Actor, paperId: string): Promise<boolean> {
  const ids = await listDossiersOfPaper(db, paperId)
  const allowed = await Promise.all(
    ids.map(async (id) => {
      const dossier = await findDossierById(db, id)
      if (!dossier || !mayReadDossier(actor, dossier)) return false
      const seen = listSeenPapers(actor, dossier, await listAttachments(db, id))
      return seen.some((paper) => paper.paperId === paperId)
    }),
  )
  return allowed.some(Boolean)
}
