import type { CitizenActor, OfficerActor } from '#modules/identity'
import { receiveInspected } from '#modules/inspections'
import { keepMadePaper } from '#modules/papers'
import { RegisterFailure } from '#modules/registers'
import { keepInVault, type NewItem, type Owner } from '#modules/vault'
import { findReports } from '#modules/verification'
import type { Context } from '#platform/context'
import type { ReceivedFile } from '#platform/file-store'
import type { VaultDesk } from './desk.ts'
import type { NationalPaper } from './ports.ts'
import type { FindingVerdict, Unsaid } from './rules/finding.ts'

export type Owned = Readonly<{ owner: Owner }>

type Fetching = Owned & Readonly<{ paper: NationalPaper; actor: CitizenActor | OfficerActor }>
export type Fetched = Readonly<{
  verdict: FindingVerdict
  itemCode: string | null
  unsaid: readonly Unsaid[]
}>

/**
 * Fetches a paper of the national vault and looks at it before anybody is offered it: its size while it comes, its hash, the
 * PDF itself, its signatures. Sound, it becomes an item of the owner's vault here; else it is offered to
 * nobody: what is no PDF, or not what its hash says, is thrown away at once; a PDF whose signature is broken stays as evidence.
 * Of several files the first is fetched, and its title says so.
 */
export async function fetchPaper(context: Context, desk: VaultDesk, fetching: Fetching): Promise<Fetched> {
  const { paper } = fetching
  const [file] = paper.files
  if (!desk.vault || !file) return refused('no_content')
  const limit = context.config.UPLOAD_MAX_BYTES
  try {
    const name = file.name || `${paper.title}.pdf`
    const content = await desk.vault.fetch(paper.issuerName, file)
    const received = await receiveInspected(context.files, content, { name, limit })
    const { inspection } = received
    if (file.sha256 && file.sha256 !== received.file.sha256)
      return await discard(received.file, 'content_differs')
    if (!inspection.ok || inspection.mediaType !== 'application/pdf')
      return await discard(received.file, 'not_accepted')
    return await judge(context, desk, fetching, { file: received.file, name: inspection.name })
  } catch (error) {
    if (error instanceof RegisterFailure) return refused('not_fetched')
    throw error
  }
}

const refused = (verdict: FindingVerdict): Fetched => ({ verdict, itemCode: null, unsaid: [] })

async function discard(file: ReceivedFile, verdict: FindingVerdict): Promise<Fetched> {
  await file.discard()
  return refused(verdict)
}

type Sound = Readonly<{ file: ReceivedFile; name: string }>

/** Judges the signatures; what is forged goes no further. Not knowing is no verdict, and is said where it is offered. */
async function judge(
  context: Context,
  desk: VaultDesk,
  { paper, owner, actor }: Fetching,
  { file, name }: Sound,
): Promise<Fetched> {
  const { db, clock, config } = context
  const { sha256, sizeBytes } = file
  await file.keep()
  const mediaType = 'application/pdf'
  const made = { name, mediaType, sizeBytes, sha256, origin: 'national_vault' } as const
  // It comes from outside: where malware is looked for, it is read by nobody before it was.
  const scan = config.CLAMD_URL ? 'quarantined' : 'not_scanned'
  const kept = await db.transaction().execute((tx) => keepMadePaper(tx, made, actor, clock.now(), scan))
  await desk.judge(context, { paperId: kept.id, sha256, mediaType })
  const report = (await findReports(db, [sha256])).get(sha256)
  if (report?.verdict === 'invalid' || report?.verdict === 'unreadable') return refused('signature_broken')
  const signature = report
    ? { verdict: report.verdict, level: report.signatures.at(-1)?.level ?? null, judgedAt: report.judgedAt }
    : null
  const item: NewItem = {
    ...{ owner, key: `${paper.typeCode} ${paper.number ?? ''} ${sha256}` },
    source: 'national_vault',
    ...{ typeCode: paper.typeCode, title: titleOf(paper), number: paper.number },
    ...{ issuer: { code: null, name: paper.issuerName }, issuedOn: null, validFrom: null, validTo: null },
    ...{ dossierCode: null, paper: kept, signature },
  }
  const doing = { actor, at: clock.now() }
  const put = await db.transaction().execute((tx) => keepInVault(tx, item, doing))
  const unsaid = listUnsaid(paper, report?.verdict === 'valid')
  return { verdict: put.revoked ? 'not_in_force' : 'offered', itemCode: put.code, unsaid }
}

const titleOf = ({ title, files }: NationalPaper): string =>
  files.length > 1 ? `${title.slice(0, 480)} (tệp 1/${files.length})` : title.slice(0, 500)

const listUnsaid = ({ ownerNumber, isInForce, files }: NationalPaper, isSignedWell: boolean): Unsaid[] => {
  const known = {
    owner: ownerNumber !== null,
    force: isInForce !== null,
    hash: files[0]?.sha256 !== null,
    signature: isSignedWell,
  }
  return (Object.keys(known) as Unsaid[]).filter((what) => !known[what])
}
