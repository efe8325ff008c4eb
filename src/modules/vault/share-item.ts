import { createHash, createHmac } from 'node:crypto'
import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import type { CitizenActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId, makeReference } from '#platform/ids'
import { vaultProblem } from './errors.ts'
import { getItemOf } from './read-vault.ts'
import { lockItem } from './repository.ts'
import { appendShare, countOpenShares, endShare, findShare } from './repository-shares.ts'
import type { Item } from './rules/item.ts'
import { type Share, type ShareTime, shareTimes } from './rules/share.ts'
import { judgeValidity } from './rules/validity.ts'

/** What the owner says of a link: what for, for whom, for how long, how often the file may be opened. */
export type ShareTerms = Readonly<{
  purpose: string
  recipient: string
  time: ShareTime
  /** Null: as often as wanted. */
  mostOpenings: number | null
}>

/** How many open links one paper may have. */
export const mostShares = 20

/** The fingerprint by which a link is found; the link itself is kept nowhere. */
export const fingerprintOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The secret of a link, made anew from its key whenever the owner wants to see it. */
export const tokenOf = ({ secret }: Pick<Context, 'secret'>, { id }: Pick<Share, 'id'>): string =>
  createHmac('sha256', secret).update(`vault.share ${id}`).digest('base64url')

/** The address that the owner hands on. */
export const shareAddress = (
  context: Pick<Context, 'secret' | 'publicUrl'>,
  share: Pick<Share, 'id'>,
): string => `${context.publicUrl}/shared/${tokenOf(context, share)}`

/**
 * Makes a link that shows one paper for a limited time. Only what counts today and has its content here can be shared.
 * Throws `vault.not_found`, `vault.not_offered`, `vault.too_many_shares`.
 */
export async function shareItem(
  context: Pick<Context, 'db' | 'clock' | 'secret'>,
  actor: CitizenActor,
  code: string,
  terms: ShareTerms,
): Promise<Share> {
  const at = context.clock.now()
  return await context.db.transaction().execute(async (tx) => {
    await lockItem(tx, code)
    const { item } = await getItemOf(tx, code, actor.personalId)
    refuseUnshareable(item, localDay(at).toString())
    if ((await countOpenShares(tx, item.id, at)) >= mostShares)
      throw vaultProblem('vault.too_many_shares', { most: mostShares })
    const id = makeId(at.epochMilliseconds)
    const share: Share = {
      ...{ id, code: makeReference(2), itemId: item.id, tokenSha256: fingerprintOf(tokenOf(context, { id })) },
      ...{ purpose: terms.purpose, recipient: terms.recipient, mostOpenings: terms.mostOpenings },
      ...{ sharedAt: at, sharedByName: actor.fullName, expiresAt: at.add(shareTimes[terms.time]) },
      ...{ openedCount: 0, revokedAt: null },
    }
    await appendShare(tx, { ...share, sharedBy: actor.accountId })
    const { purpose, recipient } = terms
    await tell(tx, { actor, at, action: 'vault.share', item, detail: { purpose, recipient } })
    return share
  })
}

/** A link by its id, as it stands now. Throws `vault.not_found`. */
export async function getShare({ db, secret }: Pick<Context, 'db' | 'secret'>, id: string): Promise<Share> {
  const share = await findShare(db, fingerprintOf(tokenOf({ secret }, { id })))
  if (!share) throw vaultProblem('vault.not_found')
  return share
}

function refuseUnshareable(item: Item, on: string): void {
  const validity = judgeValidity(item, on)
  if (validity !== 'valid') throw vaultProblem('vault.not_offered', { validity })
  if (!item.paper) throw vaultProblem('vault.not_offered', { validity: 'no_content' })
}

/** Ends a link at once; ended before, nothing happens. Throws `vault.not_found` for a link of somebody else. */
export async function stopSharing(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  actor: CitizenActor,
  code: string,
  share: string,
): Promise<void> {
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    const { item } = await getItemOf(tx, code, actor.personalId)
    const isEnded = await endShare(tx, { itemId: item.id, code: share, at })
    if (isEnded) await tell(tx, { actor, at, action: 'vault.stop_sharing', item, detail: { share } })
  })
}

type Told = Readonly<{
  actor: CitizenActor
  at: Share['sharedAt']
  action: string
  item: Item
  detail: Record<string, unknown>
}>

const tell = (tx: Tx, { item, ...entry }: Told): Promise<void> =>
  appendAudit(tx, { ...entry, subjectKind: 'vault_item', subjectId: item.id, subjectCode: item.code })
