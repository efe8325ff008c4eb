import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { vaultProblem } from './errors.ts'
import { findItemById, findOwnerById, type StoredOwner } from './repository.ts'
import { appendShareView, findShare, type ShareView, takeOpening } from './repository-shares.ts'
import type { Item } from './rules/item.ts'
import { judgeShare, type Share, type ShareState } from './rules/share.ts'
import { judgeValidity, type Validity } from './rules/validity.ts'
import { fingerprintOf } from './share-item.ts'

type Server = Pick<Context, 'db' | 'clock'>

/** What somebody with the link sees: as much as the purpose needs. */
export type OpenedShare = Readonly<{
  share: Share
  state: ShareState
  item: Item
  validity: Validity
  owner: StoredOwner
  /** Taken out of force since it was shared, it is shown to nobody any more. */
  isFileOpen: boolean
}>

/**
 * Opens a link for whoever has it. The look is on record, also when the link is worth nothing any more; it does not count
 * as an opening of the file, because message programs look at links by themselves. Throws `vault.not_found`.
 */
export async function openShare({ db, clock }: Server, token: string, address: string): Promise<OpenedShare> {
  return await db.transaction().execute(async (tx) => {
    const opened = await find(tx, token, clock.now())
    const kind = opened.state === 'open' ? 'page' : 'refused'
    await record(tx, opened, { viewedAt: clock.now(), kind, address })
    return opened
  })
}

/** Opens the file behind a link, counted: of two at once for the last opening one gets it. Throws `vault.share_closed`. */
export async function openSharedFile(
  { db, clock }: Server,
  token: string,
  address: string,
): Promise<NonNullable<Item['paper']>> {
  const viewedAt = clock.now()
  const { paper, state } = await db.transaction().execute(async (tx) => {
    const opened = await find(tx, token, viewedAt)
    const isTaken = opened.isFileOpen && (await takeOpening(tx, opened.share.id, viewedAt))
    await record(tx, opened, { viewedAt, kind: isTaken ? 'file' : 'refused', address })
    return { paper: isTaken ? opened.item.paper : null, state: opened.state }
  })
  if (!paper) throw vaultProblem('vault.share_closed', { state: state === 'open' ? 'withdrawn' : state })
  return paper
}

async function find(tx: Tx, token: string, at: Share['sharedAt']): Promise<OpenedShare> {
  const share = await findShare(tx, fingerprintOf(token))
  const item = share && (await findItemById(tx, share.itemId))
  const owner = item && (await findOwnerById(tx, item.ownerId))
  if (!share || !item || !owner) throw vaultProblem('vault.not_found')
  const state = judgeShare(share, at)
  const isFileOpen = state === 'open' && item.paper !== null && item.revoked === null
  return { share, state, item, owner, validity: judgeValidity(item, localDay(at).toString()), isFileOpen }
}

async function record(tx: Tx, { share, item }: OpenedShare, view: ShareView): Promise<void> {
  await appendShareView(tx, share.id, view)
  const { viewedAt, kind } = view
  await appendAudit(tx, {
    at: viewedAt,
    actor: { kind: 'nobody' },
    action: 'vault.read_shared',
    subjectKind: 'vault_item',
    subjectId: item.id,
    subjectCode: item.code,
    detail: { purpose: share.purpose, share: share.code, kind },
  })
}
