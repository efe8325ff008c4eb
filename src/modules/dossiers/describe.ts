import { Temporal } from 'temporal-polyfill'
import { nationalStates } from '#modules/lifecycle'
import type { DossierView } from './read-dossier.ts'
import type { DossierEvent } from './repository.ts'
import type { NewDossier } from './repository-submission.ts'
import type { OwnCursor, OwnRow, WorklistCursor } from './repository-worklist.ts'

/** A dossier as the API answers it. Instants are RFC 3339; keys of the database stay inside. */
export function describeDossier(view: DossierView) {
  const { dossier, attachments, charges, commands, clock } = view
  return {
    reference: dossier.reference,
    code: dossier.code,
    revision: dossier.revision,
    procedure: { code: dossier.procedureCode, name: dossier.procedureName },
    channel: dossier.channel,
    state: dossier.state,
    nationalState: nationalStates[dossier.state],
    step: dossier.step,
    outcome: dossier.outcome,
    urgency: clock.urgency,
    applicant: { fullName: dossier.applicantName, personalId: dossier.applicantPersonalId },
    owner: { fullName: dossier.ownerName, personalId: dossier.ownerPersonalId },
    subject: dossier.subject,
    answers: dossier.answers as Record<string, unknown>,
    receivingAgency: view.receivingAgency.code,
    competentAgency: view.competentAgency.code,
    submittedAt: dossier.submittedAt.toString(),
    acceptedAt: dossier.acceptedAt?.toString() ?? null,
    originalDueAt: dossier.originalDueAt?.toString() ?? null,
    dueAt: dossier.dueAt?.toString() ?? null,
    dueProvisional: dossier.dueProvisional,
    extendedAt: dossier.extendedAt?.toString() ?? null,
    stepDueAt: dossier.stepDueAt?.toString() ?? null,
    handler: dossier.handlerName,
    papers: attachments.map(({ stage, componentKey, paperId, name, mediaType, sizeBytes, sha256 }) => ({
      stage,
      component: componentKey,
      paper: paperId,
      name,
      mediaType,
      sizeBytes,
      sha256,
    })),
    charges: charges.map(({ name, amountVnd, state }) => ({ name, amountVnd, state })),
    commands: [...commands],
  }
}

/** An event as the API answers it: what happened, when, by whom in which office; no account ids. */
export const describeEvent = ({
  number,
  type,
  at,
  actorKind,
  actorName,
  actorPosition,
  state,
  step,
  dueAt,
  detail,
}: DossierEvent) => ({
  number,
  type,
  at: at.toString(),
  actor: { kind: actorKind, name: actorName, position: actorPosition },
  state,
  step,
  dueAt: dueAt?.toString() ?? null,
  detail: detail as Record<string, unknown>,
})

/** Where the next page starts, as an opaque text. */
export const writeCursor = ({ urgentAt, id }: WorklistCursor): string => writePlace(urgentAt, id)

/** Where the page of `cursor` starts; null for the first page and for a text that is no cursor of ours. */
export function readCursor(cursor: string | undefined): WorklistCursor | null {
  const place = readPlace(cursor)
  return place && { urgentAt: place.at, id: place.id }
}

/** The same for one's own dossiers, newest first. */
export const writeOwnCursor = ({ submittedAt, id }: Pick<OwnRow, 'submittedAt' | 'id'>): string =>
  writePlace(submittedAt.toISOString(), id)

/** The same for one's own dossiers. */
export function readOwnCursor(cursor: string | undefined): OwnCursor | null {
  const place = readPlace(cursor)
  return place && { submittedAt: place.at, id: place.id }
}

const writePlace = (at: string, id: string): string => Buffer.from(`${at}|${id}`).toString('base64url')

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function readPlace(cursor: string | undefined): { at: string; id: string } | null {
  const [at = '', id = '', ...more] = cursor ? Buffer.from(cursor, 'base64url').toString().split('|') : []
  return uuid.test(id) && more.length === 0 && isMoment(at) ? { at, id } : null
}

/** An instant as PostgreSQL or RFC 3339 writes it, of a year that both know; or 'infinity', where no clock runs. */
function isMoment(text: string): boolean {
  if (text === 'infinity') return true
  if (!/^(19|20|21)\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d(:\d\d)?)$/.test(text)) return false
  try {
    return Temporal.Instant.from(text.replace(' ', 'T')) instanceof Temporal.Instant
  } catch {
    return false
  }
}

/** A page of one's own dossiers with the cursor of the next. */
export function describeOwn(rows: readonly OwnRow[], limit: number) {
  const last = rows.length === limit ? rows.at(-1) : undefined
  return {
    dossiers: rows.map(({ id: _, dueAt, submittedAt, ...row }) => ({
      ...row,
      dueAt: dueAt?.toISOString() ?? null,
      submittedAt: submittedAt.toISOString(),
    })),
    cursor: last ? writeOwnCursor(last) : null,
  }
}

/** What arrived, with hashes: the answer to a submission. */
export type Manifest = Readonly<{
  reference: string
  code: string | null
  state: string
  submittedAt: string
  papers: Readonly<{ component: string; name: string; sizeBytes: number; sha256: string }>[]
}>

/** A submission as it was just written. */
export function manifestOf({ reference, submitted_at, papers }: NewDossier): Manifest {
  return {
    reference,
    code: null,
    state: 'registered',
    submittedAt: submitted_at,
    papers: papers.map(({ component_key, name, size_bytes, sha256 }) => ({
      component: component_key,
      name,
      sizeBytes: size_bytes,
      sha256,
    })),
  }
}
