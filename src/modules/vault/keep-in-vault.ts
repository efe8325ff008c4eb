import type { Temporal } from 'temporal-polyfill'
import { type AuditActor, appendAudit } from '#modules/audit'
import { queueExamination } from '#modules/papers'
import type { Tx } from '#platform/db'
import { vaultProblem } from './errors.ts'
import {
  endRepresentative,
  findItemOfSource,
  insertItem,
  lockItem,
  markReplaced,
  markRevoked,
  openOwner,
  type Placed,
  saveRepresentative,
} from './repository.ts'
import { type Item, type NewItem, type Owner, readTypeCode } from './rules/item.ts'

/** Who does it, and when. */
export type Doing = Readonly<{ actor: AuditActor; at: Temporal.Instant }>

/**
 * Puts a paper into the vault of its owner, which is opened when there was none. The same source and key a second time
 * changes nothing and answers what is there. Throws `vault.type_code_unreadable`.
 */
export async function keepInVault(tx: Tx, item: NewItem, doing: Doing): Promise<Item> {
  const typeCode = readTypeCode(item.typeCode)
  if (!typeCode) throw vaultProblem('vault.type_code_unreadable')
  const { id: ownerId } = await openOwner(tx, item.owner, doing.at)
  const placed = { ownerId, version: 1, replacesId: null, at: doing.at }
  const kept = await place(tx, { ...item, typeCode }, placed)
  if (kept) await tell(tx, 'vault.keep', kept, doing)
  return kept ?? (await getItemOfSource(tx, ownerId, item))
}

/**
 * Puts a newer version in the place of the item `code`, which stays to be seen and is offered no more. Of two at once the
 * second is told `vault.replaced_already`; the same key again answers what is there.
 */
export async function replaceInVault(
  tx: Tx,
  code: string,
  item: Omit<NewItem, 'owner'>,
  doing: Doing,
): Promise<Item> {
  const old = await lockItem(tx, code)
  if (!old) throw vaultProblem('vault.not_found')
  const earlier = await findItemOfSource(tx, old.ownerId, item)
  if (earlier) return earlier
  if (old.isReplaced) throw vaultProblem('vault.replaced_already')
  const typeCode = readTypeCode(item.typeCode)
  if (!typeCode) throw vaultProblem('vault.type_code_unreadable')
  const placed = { ownerId: old.ownerId, version: old.version + 1, replacesId: old.id, at: doing.at }
  const kept = await place(tx, { ...item, typeCode }, placed)
  if (!kept) return await getItemOfSource(tx, old.ownerId, item)
  await markReplaced(tx, old.id, kept.id)
  await tell(tx, 'vault.replace', kept, doing, { replaces: old.code })
  return kept
}

/**
 * Takes a paper out of force, with the reason that its owner reads. From then on it is offered to nobody, and drafts that
 * hold it say so. Throws `vault.revoked_already`.
 */
export async function revokeItem(tx: Tx, code: string, reason: string, doing: Doing): Promise<Item> {
  const item = await lockItem(tx, code)
  if (!item) throw vaultProblem('vault.not_found')
  if (item.revoked) throw vaultProblem('vault.revoked_already')
  const byName = doing.actor.fullName ?? ''
  const revoked = await markRevoked(tx, item.id, { at: doing.at, byName, reason })
  await tell(tx, 'vault.revoke', revoked, doing, { reason })
  return revoked
}

/** Revokes the item that a source put in under `key`; null when it put in none. Told again, it changes nothing. */
export async function revokeItemOfSource(
  tx: Tx,
  { owner, source, key }: Pick<NewItem, 'owner' | 'source' | 'key'>,
  reason: string,
  doing: Doing,
): Promise<Item | null> {
  const { id } = await openOwner(tx, owner, doing.at)
  const item = await findItemOfSource(tx, id, { source, key })
  if (!item || item.revoked) return item
  return await revokeItem(tx, item.code, reason, doing)
}

/** Lets a person act for an organisation in its vault; `ground` says how that is known. */
export async function linkRepresentative(
  tx: Tx,
  owner: Owner & { kind: 'organisation' },
  { personalId, ground }: Readonly<{ personalId: string; ground: string }>,
  { actor, at }: Doing,
): Promise<void> {
  const { id } = await openOwner(tx, owner, at)
  await saveRepresentative(tx, id, { personalId, ground, at })
  const subject = { subjectKind: 'vault', subjectId: id, detail: { ground } }
  await appendAudit(tx, { at, actor, action: 'vault.link', ...subject })
}

/** Ends what `linkRepresentative` began. */
export async function unlinkRepresentative(
  tx: Tx,
  owner: Owner & { kind: 'organisation' },
  personalId: string,
  { actor, at }: Doing,
): Promise<void> {
  const { id } = await openOwner(tx, owner, at)
  await endRepresentative(tx, id, personalId, at)
  await appendAudit(tx, { at, actor, action: 'vault.unlink', subjectKind: 'vault', subjectId: id })
}

/** The content may have been looked into before it came here: what was found of its signatures is asked for again. */
async function place(tx: Tx, item: Omit<NewItem, 'owner'>, placed: Placed): Promise<Item | null> {
  const kept = await insertItem(tx, item, placed)
  if (kept?.paper && !kept.signature) await queueExamination(tx, kept.paper)
  return kept
}

async function getItemOfSource(tx: Tx, ownerId: string, item: Pick<NewItem, 'source' | 'key'>): Promise<Item> {
  const found = await findItemOfSource(tx, ownerId, item)
  if (!found) throw new Error('an item that was there before is not found')
  return found
}

const tell = (tx: Tx, action: string, item: Item, { actor, at }: Doing, detail = {}): Promise<void> =>
  appendAudit(tx, {
    at,
    actor,
    action,
    subjectKind: 'vault_item',
    subjectId: item.id,
    subjectCode: item.code,
    detail: { typeCode: item.typeCode, ...detail },
  })
