import { Temporal } from 'temporal-polyfill'
import type { SignatureReport, VerificationReport } from '#modules/signatures'
import type { Db } from '#platform/db'

/** Keeps the report on a content, in place of an earlier one: trust and revocation change, the content does not. */
export async function saveReport(db: Db, report: VerificationReport): Promise<void> {
  const row = {
    sha256: report.sha256,
    media_type: report.mediaType,
    size_bytes: report.sizeBytes,
    verdict: report.verdict,
    report: JSON.stringify(report),
    judged_at: report.judgedAt.toString(),
  }
  await db
    .insertInto('verification.report')
    .values(row)
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet(row))
    .execute()
}

/** The reports on contents, by hash; what was not judged is left out. One query however many. */
export async function findReports(
  db: Db,
  sha256s: readonly string[],
): Promise<ReadonlyMap<string, VerificationReport>> {
  if (sha256s.length === 0) return new Map()
  const rows = await db
    .selectFrom('verification.report')
    .select(['sha256', 'report'])
    .where('sha256', 'in', [...new Set(sha256s)])
    .execute()
  return new Map(rows.map(({ sha256, report }) => [sha256, readReport(report)]))
}

type Written<Value> = Value extends Temporal.Instant
  ? string
  : Value extends readonly (infer Item)[]
    ? readonly Written<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Written<Value[Key]> }
      : Value

/** A report as JSON keeps it, with its instants as instants again. */
function readReport(json: unknown): VerificationReport {
  const written = json as Written<VerificationReport>
  return {
    ...written,
    judgedAt: Temporal.Instant.from(written.judgedAt),
    signatures: written.signatures.map(readSignature),
  }
}

function readSignature(written: Written<SignatureReport>): SignatureReport {
  const { signer, signedAt } = written
  return {
    ...written,
    signer: signer && {
      ...signer,
      validFrom: Temporal.Instant.from(signer.validFrom),
      validTo: Temporal.Instant.from(signer.validTo),
    },
    signedAt: signedAt && { ...signedAt, instant: Temporal.Instant.from(signedAt.instant) },
  }
}
