import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'

/** Who acted. Structural: any actor of the system fits, and `system` stands for our own jobs. */
export type AuditActor = Readonly<{
  kind: 'nobody' | 'citizen' | 'officer' | 'system'
  accountId?: string
  fullName?: string
  agencyCode?: string
  /** For whom a person acted; the entry says both. */
  actingFor?: Readonly<{ kind: string; number: string; name: string }> | null
}>

/**
 * One act or one reading. `action` is `module.verb` ('dossiers.accept'); `subjectCode` is what people know the subject by.
 * `detail` may name fields and purpose, never the content of a paper or a secret.
 */
export type AuditEntry = Readonly<{
  at: Temporal.Instant
  actor: AuditActor
  action: string
  subjectKind: string
  subjectId: string
  subjectCode?: string
  detail?: Record<string, unknown>
}>

/** An entry as it was kept; `id` is the cursor of the next page. */
export type AuditRecord = AuditEntry & Readonly<{ id: string }>

/** Appends an entry in the transaction of the act: the one is kept if, and only if, the other is. */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const { at, actor, action, subjectKind, subjectId, subjectCode = null, detail = {} } = entry
  await tx
    .insertInto('audit.entry')
    .values({
      id: makeId(at.epochMilliseconds),
      at: at.toString(),
      actor_kind: actor.kind,
      actor_id: actor.accountId ?? null,
      actor_name: actor.fullName ?? null,
      actor_agency_code: actor.agencyCode ?? null,
      action,
      subject_kind: subjectKind,
      subject_id: subjectId,
      subject_code: subjectCode,
      detail: JSON.stringify(actor.actingFor ? { ...detail, actingFor: nameOf(actor.actingFor) } : detail),
    })
    .execute()
}

const nameOf = ({ kind, number, name }: NonNullable<AuditActor['actingFor']>) => ({ kind, number, name })

/** The entries about one subject, newest first, at most `limit` (≤ 200); `before` is the id of the last one seen. */
export async function listAudit(
  db: Db,
  subject: Readonly<{ kind: string; id: string; before?: string | undefined; limit?: number }>,
): Promise<AuditRecord[]> {
  const entries = db
    .selectFrom('audit.entry')
    .selectAll()
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .$if(subject.before !== undefined, (query) => query.where('id', '<', subject.before ?? ''))
  const rows = await entries
    .orderBy('id', 'desc')
    .limit(Math.min(subject.limit ?? 50, 200))
    .execute()
  return rows.map((row) => ({
    id: row.id,
    at: instantOf(row.at),
    actor: {
      kind: row.actor_kind as AuditActor['kind'],
      ...(row.actor_id && { accountId: row.actor_id }),
      ...(row.actor_name && { fullName: row.actor_name }),
      ...(row.actor_agency_code && { agencyCode: row.actor_agency_code }),
    },
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    ...(row.subject_code && { subjectCode: row.subject_code }),
    detail: row.detail as Record<string, unknown>,
  }))
}
