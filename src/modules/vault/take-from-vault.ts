import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import type { CitizenActor, OfficerActor } from '#modules/identity'
import { keepMadePaper, listPapers, type StoredPaper } from '#modules/papers'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { vaultProblem } from './errors.ts'
import { getItemOf, refuseStranger } from './read-vault.ts'
import { lockItem } from './repository.ts'
import {
  appendUse,
  appendUseDossiers,
  findTakenPaper,
  type HandedIn,
  listTaken,
  type TakenPaper,
} from './repository-uses.ts'
import type { Item } from './rules/item.ts'
import { isOffered, judgeValidity, type Validity } from './rules/validity.ts'

/** One paper to be taken out of a vault. */
export type Taking = Readonly<{
  /** The code of the item. */
  item: string
  actor: CitizenActor | OfficerActor
  /** Whose vault it is, or who acts for the organisation whose it is. */
  personalId: string
  purpose: string
  /** The kinds of paper that are asked for there; left out: whatever it is. */
  typeCodes?: readonly string[]
  /** The place it is taken for, e.g. draft and component: pressed twice, the same paper comes out. */
  key: string
  procedure?: Readonly<{ code: string; name: string }> | null
}>

/** Why a paper does not count: by its days, or because its content is away or its signature is broken. */
export type TakeRefusal = Exclude<Validity, 'valid'> | 'no_content' | 'signature_broken'
export type TakeResult =
  | Readonly<{ ok: true; paper: StoredPaper; item: Item }>
  | Readonly<{ ok: false; code: TakeRefusal; item: Item }>

/**
 * Takes a paper out of a vault for a dossier: a paper of `actor` with the very same content, nothing is copied. Whether it
 * counts today is judged under lock; the taking is on record with its purpose, and the owner sees it. Throws
 * `vault.not_found` for an item that is in no vault of that person, or of another kind.
 */
export async function takeFromVault(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  taking: Taking,
): Promise<TakeResult> {
  const { actor, personalId, purpose } = taking
  refuseStranger(actor, personalId, purpose)
  const at = clock.now()
  return await db.transaction().execute(async (tx): Promise<TakeResult> => {
    await lockItem(tx, taking.item)
    const { item } = await getItemOf(tx, taking.item, personalId)
    if (taking.typeCodes?.includes(item.typeCode) === false) throw vaultProblem('vault.not_found')
    const refusal = findRefusal(item, localDay(at).toString())
    if (refusal || !item.paper) return { ok: false, code: refusal ?? 'no_content', item }
    const earlier = await findTakenPaper(tx, { itemId: item.id, takenBy: actor.accountId, key: taking.key })
    const [known] = earlier ? await listPapers(tx, [earlier]) : []
    if (known) return { ok: true, paper: known, item }
    const paper = await makePaper(tx, item.paper, item, taking, at)
    return { ok: true, paper, item }
  })
}

async function makePaper(
  tx: Tx,
  { name, mediaType, sizeBytes, sha256 }: NonNullable<Item['paper']>,
  item: Item,
  { actor, purpose, key, procedure = null }: Taking,
  at: HandedIn['at'],
): Promise<StoredPaper> {
  const origin = item.source === 'national_vault' ? 'national_vault' : 'vault'
  const paper = await keepMadePaper(tx, { name, mediaType, sizeBytes, sha256, origin }, actor, at)
  const agency = actor.kind === 'officer' ? { code: actor.agencyCode, name: actor.agencyName } : null
  const takenBy = { accountId: actor.accountId, kind: actor.kind, fullName: actor.fullName }
  await appendUse(tx, {
    ...{ itemId: item.id, key, paperId: paper.id, takenAt: at },
    ...{ takenBy, agency, purpose, procedure },
  })
  await appendAudit(tx, {
    at,
    actor,
    action: 'vault.take',
    subjectKind: 'vault_item',
    subjectId: item.id,
    subjectCode: item.code,
    detail: { purpose, procedure: procedure?.code ?? null },
  })
  return paper
}

function findRefusal(item: Item, on: string): TakeRefusal | null {
  if (isOffered(item, on)) return null
  const validity = judgeValidity(item, on)
  if (validity !== 'valid') return validity
  return item.paper ? 'signature_broken' : 'no_content'
}

/** `takeFromVault` for programs: a refusal is the error `vault.not_offered`. */
export async function takeOrRefuse(
  context: Pick<Context, 'db' | 'clock'>,
  taking: Taking,
): Promise<StoredPaper> {
  const result = await takeFromVault(context, taking)
  if (!result.ok) throw vaultProblem('vault.not_offered', { validity: result.code })
  return result.paper
}

/**
 * Writes down with which dossier papers of vaults were handed in; papers that are of no vault are passed over. In the
 * transaction of the one who tells, and told again it changes nothing.
 */
export const recordUse = (tx: Tx, handedIn: HandedIn): Promise<void> => appendUseDossiers(tx, handedIn)

/** Those of `paperIds` that were taken from a vault and do not count on the day `on` any more, with the reason. */
export async function listSpent(
  db: Db | Tx,
  paperIds: readonly string[],
  on: string,
): Promise<(TakenPaper & Readonly<{ validity: Exclude<Validity, 'valid'> }>)[]> {
  const taken = await listTaken(db, paperIds)
  return taken.flatMap((paper) => {
    const validity = judgeValidity(paper, on)
    return validity === 'valid' ? [] : [{ ...paper, validity }]
  })
}
