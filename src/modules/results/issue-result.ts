import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import { getOfficerActor } from '#modules/identity'
import { getAgency } from '#modules/organisations'
import { sealDocument } from '#modules/signing'
import type { Context } from '#platform/context'
import { giveToOwner } from './finish-issue.ts'
import { appendResultEvent, changeResult, lockResult, type Result, takeDocumentNumber } from './repository.ts'
import { writeDocumentNumber } from './rules/document-number.ts'

/**
 * Numbers and issues a signed result, then has the seal of its agency put on it. Without a seal it is issued as it was signed,
 * and says so. Runs as often as it must: a result has one number, and is sealed once.
 */
export async function issueResult(context: Context, resultId: string): Promise<void> {
  const result = await giveNumber(context, resultId)
  if (result?.state !== 'issued' || result.sealedAt || result.sealNote) return
  const sealing = await sealDocument(context, {
    agencyId: result.agencyId,
    sha256: result.sha256,
    name: `${result.title} ${result.documentNumber ?? ''}`.trim(),
    appearance: 'result_seal',
    reason: 'Phát hành kết quả giải quyết thủ tục hành chính',
    subject: { kind: 'result_seal', id: result.id },
    beside: {
      lines: [`Số: ${result.documentNumber ?? ''}`, `Mã kiểm tra: ${result.checkCode}`],
      qr: `${context.publicUrl}/verify/${result.checkCode}`,
    },
  })
  if (!sealing.ok) await issueUnsealed(context, result.id, sealing.code)
}

async function giveNumber({ db, clock, config }: Context, resultId: string): Promise<Result | null> {
  return await db.transaction().execute(async (tx) => {
    const result = await lockResult(tx, resultId)
    if (result?.state !== 'signed') return result
    const at = clock.now()
    const { year } = localDay(at)
    const agency = await getAgency(tx, result.agencyId)
    const number = await takeDocumentNumber(tx, result.agencyId, year)
    const written = { number, year, agencyCode: agency.code }
    const documentNumber = writeDocumentNumber(config.RESULT_NUMBER_FORMAT, written)
    const issued = await changeResult(tx, result.id, {
      state: 'issued',
      number,
      year,
      document_number: documentNumber,
      issued_at: at.toString(),
    })
    const actor = await getOfficerActor(tx, result.signerAccountId)
    await appendResultEvent(tx, result.id, {
      kind: 'issued',
      at,
      actorName: result.agencyName,
      detail: { documentNumber },
    })
    await appendAudit(tx, {
      at,
      actor,
      action: 'results.issue',
      subjectKind: 'dossier',
      subjectId: result.dossierId,
      subjectCode: result.dossierCode,
      detail: { documentNumber },
    })
    return issued
  })
}

/** Nobody seals for this agency, or the seal was refused: the result stands as it was signed. */
export async function issueUnsealed({ db, clock }: Context, resultId: string, why: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const result = await lockResult(tx, resultId)
    if (result?.state !== 'issued' || result.sealedAt || result.sealNote) return
    const at = clock.now()
    const issued = await changeResult(tx, result.id, { seal_note: why })
    await appendResultEvent(tx, result.id, {
      kind: 'not_sealed',
      at,
      actorName: result.agencyName,
      detail: { why },
    })
    await giveToOwner(tx, issued, at)
  })
}
