import type { DossierView } from './read-dossier.ts'
import type { DossierEvent } from './repository.ts'
import type { OwnRow, WorklistCursor } from './repository-worklist.ts'
import { nationalStates } from './rules/dossier.ts'

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
  detail,
}: DossierEvent) => ({
  number,
  type,
  at: at.toString(),
  actor: { kind: actorKind, name: actorName, position: actorPosition },
  state,
  step,
  detail: detail as Record<string, unknown>,
})

/** Where the next page starts, as an opaque text. */
export const writeCursor = ({ urgentAt, id }: WorklistCursor): string =>
  Buffer.from(`${urgentAt}|${id}`).toString('base64url')

/** Where the page of `cursor` starts; null for the first page and for a text that is no cursor of ours. */
export function readCursor(cursor: string | undefined): WorklistCursor | null {
  const [urgentAt, id] = cursor ? Buffer.from(cursor, 'base64url').toString().split('|') : []
  return urgentAt && id && /^[-\w :.+]+$/.test(urgentAt) && /^[0-9a-f-]{36}$/.test(id) ? { urgentAt, id } : null
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
    cursor: last?.submittedAt.toISOString() ?? null,
  }
}
