import { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { advanceDossier, findDossierById, getVersionOf, type StoredDossier } from '#modules/dossiers'
import { getOfficerActor, type OfficerActor } from '#modules/identity'
import { keepMadePaper, type StoredPaper } from '#modules/papers'
import type { SignedSubject, StrengthenedSubject } from '#modules/signing'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { AppError } from '#platform/errors'
import { makeReference } from '#platform/ids'
import { enqueue } from '#platform/jobs'
import {
  appendContent,
  appendResultEvent,
  changeResult,
  findResultOfSigning,
  insertResult,
  lockResult,
} from './repository.ts'

/** Numbers, issues and seals a result that was signed. */
export const issueJob = { name: 'results.issue' }

/**
 * A drafted result was signed: the dossier is approved with it by who signed, and the result is recorded, to be numbered and
 * issued. The dossier may have moved on while the person held the telephone: then the signature is kept as unused, with why.
 */
export async function recordSigned(context: Context, signed: SignedSubject): Promise<void> {
  const { db, clock } = context
  if (await findResultOfSigning(db, signed.documentId)) return
  const { accountId } = signed.signer
  if (!accountId) throw new Error('a seal approves no dossier')
  const signer = await getOfficerActor(db, accountId)
  const dossier = await findDossierById(db, signed.subjectId)
  if (!dossier) throw new Error(`the dossier of result ${signed.documentId} is gone`)
  const paper = await keepSigned(context, signed, signer)
  const unusedCode = await approve(context, dossier, signed, paper, signer)
  const approved = await findDossierById(db, dossier.id)
  await db
    .transaction()
    .execute((tx) => record(tx, approved ?? dossier, signed, paper, signer, unusedCode, clock.now()))
}

async function keepSigned(
  { db, clock, files }: Context,
  { signedSha256: sha256, documentId }: SignedSubject,
  signer: OfficerActor,
): Promise<StoredPaper> {
  const sizeBytes = await files.sizeOf(sha256)
  const name = `ket-qua-${documentId.slice(-8)}.pdf`
  const made = { name, mediaType: 'application/pdf', sizeBytes, sha256, origin: 'result' } as const
  return await db.transaction().execute((tx) => keepMadePaper(tx, made, signer, clock.now()))
}

/** Approves the dossier with the signed result. Answers why it could not be; what is no refusal is thrown and tried again. */
async function approve(
  context: Context,
  dossier: StoredDossier,
  { documentId }: SignedSubject,
  paper: StoredPaper,
  signer: OfficerActor,
): Promise<string | null> {
  const papers = [{ component: 'result', paper: paper.id }]
  const advance = { command: { type: 'approve', note: '' } as const, papers, key: `sign:${documentId}` }
  try {
    await advanceDossier(context, dossier.reference, advance, signer)
    return null
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return error.code
    throw error
  }
}

async function record(
  tx: Tx,
  dossier: StoredDossier,
  signed: SignedSubject,
  paper: StoredPaper,
  signer: OfficerActor,
  unusedCode: string | null,
  at: Temporal.Instant,
): Promise<void> {
  const { result: kind } = await getVersionOf(tx, dossier)
  const result = await insertResult(tx, {
    dossierId: dossier.id,
    dossierCode: dossier.code ?? dossier.reference,
    agencyId: signer.agencyId,
    agencyName: signer.agencyName,
    checkCode: makeReference(),
    title: kind.name,
    procedureCode: dossier.procedureCode,
    resultCode: kind.code,
    holderName: dossier.ownerName,
    holderPersonalId: dossier.ownerPersonalId,
    state: unusedCode ? 'unused' : 'signed',
    signingDocumentId: signed.documentId,
    signerAccountId: signer.accountId,
    signerName: signer.fullName,
    signerPosition: signer.position,
    signedAt: Temporal.Instant.from(signed.signedAt),
    paperId: paper.id,
    sha256: signed.signedSha256,
    unusedCode,
  })
  if (!result) return
  const detail = { level: signed.level, ...(unusedCode && { unusedCode }) }
  await appendContent(tx, result.id, { sha256: result.sha256, paperId: paper.id, kind: 'signed' }, at)
  await appendResultEvent(tx, result.id, {
    kind: unusedCode ? 'unused' : 'signed',
    at,
    actorName: signer.fullName,
    detail,
  })
  await appendAudit(tx, {
    at,
    actor: signer,
    action: unusedCode ? 'results.not_used' : 'results.sign',
    subjectKind: 'dossier',
    subjectId: dossier.id,
    subjectCode: result.dossierCode,
    detail: { sha256: result.sha256 },
  })
  if (!unusedCode) await enqueue(tx, issueJob, { resultId: result.id }, { key: `results.issue:${result.id}` })
}

/** The signature was made stronger after it was recorded: as long as nothing was built upon it, the stronger file is given out. */
export async function recordStrengthened(context: Context, signed: StrengthenedSubject): Promise<void> {
  const { db, clock } = context
  const known = await findResultOfSigning(db, signed.documentId)
  if (!known || known.sha256 !== signed.previousSha256) return
  const signer = await getOfficerActor(db, known.signerAccountId)
  const paper = await keepSigned(context, signed, signer)
  await db.transaction().execute(async (tx) => {
    const result = await lockResult(tx, known.id)
    if (!result || result.sha256 !== signed.previousSha256) return
    const at = clock.now()
    await changeResult(tx, result.id, { sha256: signed.signedSha256, paper_id: paper.id })
    const content = { sha256: signed.signedSha256, paperId: paper.id, kind: 'strengthened' } as const
    await appendContent(tx, result.id, content, at)
    const detail = { level: signed.level }
    await appendResultEvent(tx, result.id, { kind: 'strengthened', at, actorName: signer.fullName, detail })
  })
}
