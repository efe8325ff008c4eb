import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { localDay } from '#modules/calendar'
import { type Person, type Submission, submitDossierWith } from '#modules/dossiers'
import { type CitizenActor, keepIdentifiedCitizen } from '#modules/identity'
import { findAgencyByCode } from '#modules/organisations'
import { receivePaper } from '#modules/papers'
import { type Component, getProcedureToday } from '#modules/procedures'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { AppError } from '#platform/errors'
import { filingsProblem } from './errors.ts'
import type { FiledDossier, FiledPaper } from './ports.ts'
import { findOurCode } from './repository-codes.ts'
import { findTakenDossier, recordOrigin } from './repository-origin.ts'
import { findEmptiness } from './rules/empty-filing.ts'

/** `held`: it cannot be a dossier here as things are; `code` and `detail` say why. */
export type Received =
  | Readonly<{ outcome: 'received' | 'known'; dossierId: string }>
  | Readonly<{ outcome: 'held'; code: string; detail: Readonly<Record<string, unknown>> }>

/** What is written in the transaction that makes the dossier; what it throws unmakes it. */
export type WhenMade = (tx: Tx, dossierId: string) => Promise<void>

/**
 * Makes a dossier of what was filed at `source`, once: with the code it has there, so that from its first event on that
 * system is told of it. Throws when papers cannot be fetched now; then it is tried again.
 */
export async function receiveFiledDossier(
  context: Context,
  source: string,
  filed: FiledDossier,
  whenMade: WhenMade,
): Promise<Received> {
  const known = await findTakenDossier(context.db, source, filed.code)
  if (known) return { outcome: 'known', dossierId: known }
  try {
    return await receive(context, source, filed, whenMade)
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    return { outcome: 'held', code: error.code, detail: error.detail }
  }
}

async function receive(
  context: Context,
  source: string,
  filed: FiledDossier,
  whenMade: WhenMade,
): Promise<Received> {
  refuseBodies(filed)
  refuseEmpty(filed)
  const { applicant, owner, answers, account, code, filedAt = null } = filed
  const { procedure, agency } = await findOurs(context, source, filed)
  const { components } = await getProcedureToday(context, procedure)
  const asked = matchComponents(components, filed.papers)
  const actor = await keepIdentifiedCitizen(context, identify(applicant), source)
  const submission: Submission = {
    ...{ procedure, applicant, answers, channel: 'online', communeCode: agency.communeCode },
    papers: await keepPapers(context, actor, asked),
    ...(owner && { owner }),
  }
  const at = context.clock.now()
  const { id, isNew } = await submitDossierWith(
    context,
    { submission, key: `${source} ${code}` },
    actor,
    async (tx, dossierId) => {
      await recordOrigin(tx, { code, account, filedAt, dossierId, destination: source, at })
      await whenMade(tx, dossierId)
    },
  )
  return { outcome: isNew ? 'received' : 'known', dossierId: id }
}

/** What was filed elsewhere in the name of a body cannot be a dossier of it yet, and never is one of a citizen instead. */
function refuseBodies({ ownerKind = 'citizen' }: FiledDossier): void {
  if (ownerKind !== 'citizen') throw filingsProblem('filings.owner_kind', { ownerKind })
}

function refuseEmpty({ applicant, answers, papers }: FiledDossier): void {
  const { fullName: applicantName, personalId: applicantPersonalId } = applicant
  const found = findEmptiness({ applicantName, applicantPersonalId, answers, paperCount: papers.length })
  if (found) throw filingsProblem(`filings.${found}`)
}

/** What is meant here by the codes that they have there today. */
async function findOurs({ db, clock }: Context, source: string, filed: FiledDossier) {
  if (!filed.agencyCode.trim()) throw filingsProblem('filings.agency_missing')
  const on = localDay(clock.now()).toString()
  const ours = (kind: 'agency' | 'procedure', code: string) =>
    findOurCode(db, { system: source, kind, code, on })
  const [procedure, agencyCode] = await Promise.all([
    ours('procedure', filed.procedure),
    ours('agency', filed.agencyCode),
  ])
  const agency = await findAgencyByCode(db, agencyCode)
  if (!agency) throw filingsProblem('filings.agency_unknown', { agency: filed.agencyCode })
  return { procedure, agency }
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

type Asked = Readonly<{ key: string; paper: FiledPaper }>

const matchComponents = (components: readonly Component[], papers: readonly FiledPaper[]): Asked[] =>
  papers.map((paper) => {
    const { component } = paper
    const asked = components.find(({ key, code }) => key === component || code === component)
    if (!asked) throw filingsProblem('filings.component_unknown', { component })
    refuseUnfetchable(paper)
    return { key: asked.key, paper }
  })

function refuseUnfetchable({ name: paper, elsewhere: place, resultCode }: FiledPaper): void {
  if (place === '') throw filingsProblem('filings.paper_without_address', { paper, result: resultCode })
  if (place !== null) throw filingsProblem('filings.paper_elsewhere', { paper, place })
}

async function keepPapers(context: Context, receivedBy: CitizenActor, asked: readonly Asked[]) {
  const kept: { component: string; paper: string }[] = []
  for (const { key, paper } of asked) {
    const { name, sha256 } = paper
    const bytes = await paper.fetch()
    if (sha256 && sha256.toLowerCase() !== hashOf(bytes))
      throw filingsProblem('filings.paper_altered', { paper: name })
    const received = await receivePaper(context, { name, content: Readable.from([bytes]), receivedBy })
    if (!received.ok) throw filingsProblem('filings.paper_refused', { paper: name, why: received.code })
    kept.push({ component: key, paper: received.paper.id })
  }
  return kept
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
