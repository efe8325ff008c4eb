import { appendAudit } from '#modules/audit'
import type { CitizenActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { inquiriesProblem } from './errors.ts'
import { countOpenOf, keepInquiry } from './repository.ts'
import { mostOpen } from './rules/inquiry.ts'

/** What a person asks here, as it was read. `key`: of the form; the same key again asks nothing twice. */
export type Asked = Readonly<{
  title: string
  question: string
  procedureCode: string | null
  agencyId: string | null
  key: string
}>

/** Keeps a question of a person, once for each `key`. Throws `inquiries.too_many`. */
export async function askInquiry(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { key, ...asked }: Asked,
  actor: CitizenActor,
): Promise<void> {
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    const open = await countOpenOf(tx, actor.accountId)
    const id = makeId(at.epochMilliseconds)
    const isNew = await keepInquiry(tx, {
      ...{ id, source: 'here', theirId: `${actor.accountId} ${key}`, ...asked },
      ...{ askerName: actor.fullName, askedBy: actor.accountId, publisher: null },
      ...{ askedAt: at, receivedAt: at },
    })
    if (!isNew) return
    if (open >= mostOpen) throw inquiriesProblem('inquiries.too_many', { most: mostOpen })
    await appendAudit(tx, { at, actor, action: 'inquiries.ask', subjectKind: 'inquiry', subjectId: id })
  })
}
