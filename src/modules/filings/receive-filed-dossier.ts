import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Person, type Submission, submitDossierWith } from '#modules/dossiers'
import { type CitizenActor, keepIdentifiedCitizen } from '#modules/identity'
import { findAgencyByCode } from '#modules/organisations'
import { receivePaper } from '#modules/papers'
import { type Component, getProcedureToday } from '#modules/procedures'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { findTakenDossier, recordOrigin } from './repository-origin.ts'

/** A dossier that somebody filed at another system for an agency of ours, as that system hands it on. */
export type FiledDossier = Readonly<{
  /** Its code there: the same dossier comes under the same code, however often. */
  code: string
  /** The account there of who filed it. */
  account: string | null
  procedure: string
  /** The agency it is for. */
  agencyCode: string
  /** Who filed it, identified by that system. */
  applicant: Person
  owner: Submission['owner']
  answers: Submission['answers']
  papers: readonly FiledPaper[]
}>

/** `component`: its code or key in the procedure. `fetch` throws when it cannot be had now. */
export type FiledPaper = Readonly<{
  component: string
  name: string
  sha256: string | null
  fetch: () => Promise<Uint8Array>
}>

/** `refused`: it cannot be a dossier here, and `code` says why; nothing of it was kept. */
export type Received =
  | Readonly<{ outcome: 'received' | 'known'; dossierId: string }>
  | Readonly<{ outcome: 'refused'; code: string }>

/**
 * Makes a dossier of what was filed at `source`, once: with the code it has there, so that from its first event on that
 * system is told of it. Throws when papers cannot be fetched now; then it is tried again.
 */
export async function receiveFiledDossier(
  context: Context,
  source: string,
  filed: FiledDossier,
): Promise<Received> {
  const known = await findTakenDossier(context.db, source, filed.code)
  if (known) return { outcome: 'known', dossierId: known }
  try {
    return await receive(context, source, filed)
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    return { outcome: 'refused', code: error.code }
  }
}

async function receive(context: Context, source: string, filed: FiledDossier): Promise<Received> {
  const { components } = await getProcedureToday(context, filed.procedure)
  const { applicant, owner, answers, procedure, account, code } = filed
  const actor = await keepIdentifiedCitizen(context, identify(applicant), source)
  const papers = await keepPapers(context, actor, components, filed.papers)
  if (!papers.ok) return { outcome: 'refused', code: papers.code }
  const agency = await findAgencyByCode(context.db, filed.agencyCode)
  const submission: Submission = {
    ...{ procedure, applicant, answers, channel: 'online', papers: papers.kept },
    communeCode: agency?.communeCode ?? null,
    ...(owner && { owner }),
  }
  const at = context.clock.now()
  const { id, isNew } = await submitDossierWith(
    context,
    { submission, key: `${source} ${code}` },
    actor,
    (tx, dossierId) => recordOrigin(tx, { code, account, dossierId, destination: source, at }),
  )
  return { outcome: isNew ? 'received' : 'known', dossierId: id }
}

/** The portal lets only people of level 2 file (NĐ 69/2024 Đ9), and has proved who they are. */
const identify = (applicant: Person) => ({
  personalId: applicant.personalId,
  fullName: applicant.fullName,
  birthDate: applicant.birthOn ?? null,
  assuranceLevel: 2 as const,
  phone: applicant.phone ?? null,
  email: applicant.email ?? null,
})

type Kept =
  | Readonly<{ ok: true; kept: { component: string; paper: string }[] }>
  | Readonly<{ ok: false; code: string }>

async function keepPapers(
  context: Context,
  receivedBy: CitizenActor,
  components: readonly Component[],
  papers: readonly FiledPaper[],
): Promise<Kept> {
  const kept: { component: string; paper: string }[] = []
  for (const { component, name, sha256, fetch } of papers) {
    const asked = components.find(({ key, code }) => key === component || code === component)
    if (!asked) return { ok: false, code: 'dossiers.component_unknown' }
    const bytes = await fetch()
    if (sha256 && sha256.toLowerCase() !== hashOf(bytes)) return { ok: false, code: 'filings.paper_altered' }
    const received = await receivePaper(context, { name, content: Readable.from([bytes]), receivedBy })
    if (!received.ok) return { ok: false, code: received.code }
    kept.push({ component: asked.key, paper: received.paper.id })
  }
  return { ok: true, kept }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
