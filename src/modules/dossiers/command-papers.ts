import type { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import type { Actor } from '#modules/identity'
import { type Command, paperStages, type SystemGiver } from '#modules/lifecycle'
import { getAgency } from '#modules/organisations'
import { listOwnPapers, type StoredPaper } from '#modules/papers'
import { listSpent, recordUse } from '#modules/vault'
import type { Db, Tx } from '#platform/db'
import { dossierProblem } from './errors.ts'
import type { AfterEvent } from './jobs.ts'
import { dossierMessages } from './messages.ts'
import { getVersionOf } from './reckon.ts'
import { findDossierById, findLastRequest, type StoredDossier } from './repository.ts'
import { appendAttachments, listAttachments } from './repository-attachments.ts'
import type { NewAttachment } from './repository-submission.ts'

type SignedIn = Exclude<Actor, { kind: 'nobody' }> | SystemGiver

/** The papers that come with a command: by the component they answer, received before. */
export type SentPapers = readonly Readonly<{ component: string; paper: string }>[]

/** A paper of a command: which component it answers, and the file; null when it was not received from the giver. */
export type Given = Readonly<{ component: string; paper: string; file: StoredPaper | null }>

/** The files of the papers that were sent. */
export async function findGiven(db: Db, papers: SentPapers, { accountId }: SignedIn): Promise<Given[]> {
  const ids = papers.map(({ paper }) => paper)
  const stored = new Map((await listOwnPapers(db, ids, accountId)).map((file) => [file.id, file]))
  return papers.map((given) => ({ ...given, file: stored.get(given.paper) ?? null }))
}

/** Papers come with a supplement, which is nothing without one, or are the result; no other command brings any. */
export async function attachPapers(
  tx: Tx,
  dossier: StoredDossier,
  { type }: Command,
  given: readonly Given[],
  at: Temporal.Instant,
): Promise<void> {
  const stage = paperStages[type]
  if (!stage && given.length > 0) throw dossierProblem('dossiers.papers_not_taken', { command: type })
  if (!stage || (stage === 'result' && given.length === 0)) return
  const names = await listNames(tx, dossier, stage)
  if (given.length === 0) {
    const missing = [...names].map(([component, name]) => ({ component, name }))
    throw dossierProblem('dossiers.components_missing', { missing })
  }
  const rows = given.map(({ component, paper, file }, index) => {
    const name = names.get(component)
    if (name === undefined) throw dossierProblem('dossiers.component_unknown', { component })
    if (!file) throw dossierProblem('dossiers.papers_unknown', { paper })
    return attach(index + 1, { key: component, name }, file)
  })
  const files = given.flatMap(({ file }) => file ?? [])
  await refuseSpent(tx, files, localDay(at).toString())
  await appendAttachments(tx, dossier.id, stage, rows, at)
}

/** The components that papers of this stage may answer, with their names: those of the last request, or the result. */
async function listNames(
  tx: Tx,
  dossier: StoredDossier,
  stage: 'supplement' | 'result',
): Promise<ReadonlyMap<string, string>> {
  const { components, result } = await getVersionOf(tx, { ...dossier, variant: null })
  if (stage === 'result') return new Map([['result', result.name]])
  const all = new Map(components.map(({ key, name }) => [key, name]))
  const requested = await findLastRequest(tx, dossier.id)
  return requested.length > 0 ? new Map(requested.map((key) => [key, all.get(key) ?? key])) : all
}

/** Writes down with which dossier papers of vaults were handed in, when it is submitted or supplemented; told again, once. */
export const recordVaultUses: AfterEvent = async (tx, { dossierId, type }) => {
  if (type !== 'submitted' && type !== 'supplement') return
  const dossier = await findDossierById(tx, dossierId)
  if (!dossier) return
  const attached = await listAttachments(tx, dossierId)
  const papers = attached.map(({ paperId, componentKey }) => ({ paperId, component: componentKey }))
  const agency = await getAgency(tx, dossier.receivingAgencyId)
  const { reference } = dossier
  const at = attached.at(-1)?.providedAt ?? dossier.submittedAt
  await recordUse(tx, { dossierId, reference, agencyName: agency.name, at, papers })
}

/** A paper of a vault that has been revoked, replaced or has expired since it was taken is refused, naming it. */
export async function refuseSpent(db: Db | Tx, files: readonly StoredPaper[], today: string): Promise<void> {
  const taken = files.filter(({ origin }) => origin === 'vault' || origin === 'national_vault')
  if (taken.length === 0) return
  const ids = taken.map(({ id }) => id)
  const spent = await listSpent(db, ids, today)
  if (spent.length === 0) return
  const papers = spent.map(({ paperId, code, validity }) => ({ paper: paperId, item: code, validity }))
  throw dossierProblem('dossiers.papers_spent', { papers })
}

/** The row that ties a received paper to the component it answers. */
export const attach = (
  number: number,
  asked: { key: string; name: string },
  file: StoredPaper,
): NewAttachment => ({
  number,
  component_key: asked.key,
  component_name: asked.name,
  paper_id: file.id,
  name: file.name,
  media_type: file.mediaType,
  size_bytes: file.sizeBytes,
  sha256: file.sha256,
})

/** The paper that goes with a right which is only declared, as the last of what was handed in. */
export async function findProof(
  db: Db,
  standing: Readonly<{ paperId: string | null }> | null,
  given: number,
  { accountId }: Readonly<{ accountId: string }>,
): Promise<NewAttachment[]> {
  if (!standing?.paperId) return []
  const [file] = await listOwnPapers(db, [standing.paperId], accountId)
  if (!file) throw dossierProblem('dossiers.papers_unknown', { paper: standing.paperId })
  const name = dossierMessages('vi').representationProof
  return [attach(given + 1, { key: 'representation', name }, file)]
}
