import type { Temporal } from 'temporal-polyfill'
import { type AuditActor, appendAudit } from '#modules/audit'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { endRepresentation, saveRepresentation } from './repository.ts'
import type { Representation } from './rules/representation.ts'

type Doing = Readonly<{ actor: AuditActor; at: Temporal.Instant }>

/**
 * Keeps that one person may act for another, or for a body: what the provider says at a sign-in, or what a person declares
 * with a paper. The same said again by the provider proves it anew. Gives its id.
 */
export async function keepRepresentation(
  tx: Tx,
  told: Omit<Representation, 'id' | 'provedAt'>,
  { actor, at }: Doing,
): Promise<string> {
  const id = makeId(at.epochMilliseconds)
  const kept = await saveRepresentation(tx, { id, ...told, provedAt: at })
  if (!kept.isNew) return kept.id
  const { kind, number } = told.principal
  await appendAudit(tx, {
    ...{ at, actor, action: 'representation.keep', subjectKind: 'representation', subjectId: kept.id },
    detail: { kind, number, ground: told.ground, source: told.source },
  })
  return kept.id
}

/** Ends it at the wish of the person who acts. Nothing is taken from dossiers that were filed meanwhile. */
export async function ceaseRepresentation(
  tx: Tx,
  which: Pick<Representation, 'id' | 'personalId'>,
  { actor, at }: Doing,
): Promise<boolean> {
  const ended = await endRepresentation(tx, which, at.toString())
  if (ended)
    await appendAudit(tx, {
      ...{ at, actor, action: 'representation.cease', subjectKind: 'representation', subjectId: which.id },
    })
  return ended
}
