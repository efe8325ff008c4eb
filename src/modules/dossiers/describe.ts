import { nationalStates } from '#modules/lifecycle'
import { writePlace } from '#platform/list-place'
import type { DossierView } from './read-dossier.ts'
import type { DossierEvent, StoredDossier } from './repository.ts'
import type { Attachment } from './repository-attachments.ts'
import type { NewDossier } from './repository-submission.ts'
import type { OwnRow } from './repository-worklist.ts'

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

/** A page of one's own dossiers with the cursor of the next. */
export function describeOwn(rows: readonly OwnRow[], limit: number) {
  const last = rows.length === limit ? rows.at(-1) : undefined
  return {
    dossiers: rows.map(({ id: _, dueAt, submittedAt, ...row }) => ({
      ...row,
      dueAt: dueAt?.toISOString() ?? null,
      submittedAt: submittedAt.toISOString(),
    })),
    nextCursor: last ? writePlace(last.submittedAt.toISOString(), last.id) : null,
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

/** The same of a dossier that was written before. */
export function manifestAgain(dossier: StoredDossier, attachments: readonly Attachment[]): Manifest {
  return {
    reference: dossier.reference,
    code: dossier.code,
    state: dossier.state,
    submittedAt: dossier.submittedAt.toString(),
    papers: attachments
      .filter(({ stage }) => stage === 'submission')
      .map(({ componentKey, name, sizeBytes, sha256 }) => ({
        component: componentKey,
        name,
        sizeBytes,
        sha256,
      })),
  }
}
