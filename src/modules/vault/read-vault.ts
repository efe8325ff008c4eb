import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import type { CitizenActor, OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { vaultProblem } from './errors.ts'
import {
  findItem,
  findOwner,
  findReplacement,
  listOwnersOf,
  type StoredOwner,
  selectInForce,
  selectItems,
  selectTypes,
} from './repository.ts'
import { listShares } from './repository-shares.ts'
import { listUses, type Use } from './repository-uses.ts'
import type { Item, Owner } from './rules/item.ts'
import { isOffered, judgeValidity, type Validity } from './rules/validity.ts'

type Server = Pick<Context, 'db' | 'clock'>

/** An item with what it is worth today. */
export type JudgedItem = Item & Readonly<{ validity: Validity }>

/** One vault as its owner sees it: a page of it. */
export type VaultPage = Readonly<{
  owner: Owner
  /** The other vaults that this person may open. */
  owners: readonly Owner[]
  types: readonly Readonly<{ typeCode: string; title: string }>[]
  items: readonly JudgedItem[]
  /** Where the next page goes on; null on the last. */
  next: string | null
}>

export type VaultQuery = Readonly<{
  /** Tax code of an organisation the person acts for; left out: the person's own vault. */
  organisation?: string | undefined
  typeCode?: string | undefined
  words?: string | undefined
  cursor?: string | undefined
  limit?: number
}>

/** A person's own vault, or that of an organisation the person acts for. Throws `vault.not_found` for any other. */
export async function listVaultPapers(
  { db, clock }: Server,
  actor: CitizenActor,
  { organisation, cursor, limit = 20, ...query }: VaultQuery = {},
): Promise<VaultPage> {
  const owners = await listOwnersOf(db, actor.personalId)
  const wanted = organisation
    ? owners.find(({ kind, number }) => kind === 'organisation' && number === organisation)
    : owners.find(({ kind }) => kind === 'person')
  if (organisation && !wanted) throw vaultProblem('vault.not_found')
  const own: Owner = { kind: 'person', number: actor.personalId, name: actor.fullName }
  if (!wanted) return { owner: own, owners: [own, ...owners], types: [], items: [], next: null }
  const now = clock.now()
  const [types, found] = await Promise.all([
    selectTypes(db, wanted.id),
    selectItems(db, { ...query, ownerId: wanted.id, before: readCursor(cursor), limit: limit + 1 }),
  ])
  const items = found.slice(0, limit)
  await db.transaction().execute((tx) => recordReading(tx, wanted, { actor, at: now, purpose: 'own' }))
  return {
    owner: wanted,
    owners: owners.some(({ kind }) => kind === 'person') ? owners : [own, ...owners],
    types,
    items: items.map((item) => ({ ...item, validity: judgeValidity(item, localDay(now).toString()) })),
    next: found.length > limit ? writeCursor(items.at(-1)?.id ?? '') : null,
  }
}

/** Who looks into whose vault, for which papers. An officer looks for a dossier or an intake of that person, and says so. */
export type OfferQuery = Readonly<{
  personalId: string
  /** Null: of every kind. */
  typeCodes: readonly string[] | null
  actor: CitizenActor | OfficerActor
  purpose: string
}>

const mostOffers = 60

/**
 * What a person's vaults hold of these kinds of paper that counts today, the newest first, at most 60: to be offered
 * before anything is asked. Each look that finds something is on record with its purpose, for the owner to see.
 */
export async function offerPapers(
  { db, clock }: Server,
  { personalId, typeCodes, actor, purpose }: OfferQuery,
): Promise<Item[]> {
  if (typeCodes?.length === 0) return []
  refuseStranger(actor, personalId, purpose)
  const owners = await listOwnersOf(db, personalId)
  const ownerIds = owners.map(({ id }) => id)
  const found = await selectInForce(db, { ownerIds, typeCodes, limit: mostOffers })
  const now = clock.now()
  const offers = found.filter((item) => isOffered(item, localDay(now).toString()))
  const seen = owners.filter(({ id }) => offers.some(({ ownerId }) => ownerId === id))
  if (seen.length === 0) return []
  await db.transaction().execute(async (tx) => {
    for (const owner of seen) await recordReading(tx, owner, { actor, at: now, purpose })
  })
  return offers
}

/** A component that is asked for, with the kinds of paper that answer it. */
export type Wanted = Readonly<{ component: string; typeCodes: readonly string[] }>

/** `offerPapers` for the components of a dossier: what each is offered, by its key; one look, once on record. */
export async function offerForComponents(
  server: Server,
  wanted: readonly Wanted[],
  query: Omit<OfferQuery, 'typeCodes'>,
): Promise<ReadonlyMap<string, readonly Item[]>> {
  const typeCodes = [...new Set(wanted.flatMap((one) => one.typeCodes))]
  const offers = await offerPapers(server, { ...query, typeCodes })
  const of = (one: Wanted) => offers.filter(({ typeCode }) => one.typeCodes.includes(typeCode))
  return new Map(wanted.map((one) => [one.component, of(one)]))
}

/** Citizens look into their own vaults; officers into one of whoever stands before them or filed a dossier, saying why. */
export function refuseStranger(actor: CitizenActor | OfficerActor, personalId: string, purpose: string): void {
  if (actor.kind === 'citizen') {
    if (actor.personalId !== personalId) throw vaultProblem('vault.not_found')
    return
  }
  const { length } = purpose.trim()
  if (length < 3 || length > 300) throw vaultProblem('vault.purpose_missing')
}

/** An item of a vault of that person, by its code. Throws `vault.not_found` also for somebody else's. */
export async function getItemOf(
  db: Db | Tx,
  code: string,
  personalId: string,
): Promise<Readonly<{ item: Item; owner: StoredOwner }>> {
  const [item, owners] = await Promise.all([findItem(db, code), listOwnersOf(db, personalId)])
  const owner = owners.find(({ id }) => id === item?.ownerId)
  if (!item || !owner) throw vaultProblem('vault.not_found')
  return { item, owner }
}

/** What the owner sees of one item: with its newer version, its uses and its links. */
export type ItemView = Readonly<{
  item: JudgedItem
  owner: Owner
  newer: Item | null
  uses: readonly Use[]
  /** Where the next uses go on; null when these are all. */
  nextUses: string | null
  shares: Awaited<ReturnType<typeof listShares>>
}>

const usesOnPage = 20
const sharesOnPage = 50

/** Reads one item for its owner. Throws `vault.not_found`. */
export async function readItem(
  { db, clock }: Server,
  actor: CitizenActor,
  code: string,
  usesCursor?: string,
): Promise<ItemView> {
  const { item, owner } = await getItemOf(db, code, actor.personalId)
  const [newer, uses, shares] = await Promise.all([
    item.isReplaced ? findReplacement(db, item.id) : null,
    listUses(db, item.id, { before: readCursor(usesCursor), limit: usesOnPage + 1 }),
    listShares(db, item.id, sharesOnPage),
  ])
  const at = clock.now()
  const subject = { subjectKind: 'vault_item', subjectId: item.id, subjectCode: item.code }
  const entry = { at, actor, action: 'vault.read_item', ...subject, detail: { purpose: 'own' } }
  await db.transaction().execute((tx) => appendAudit(tx, entry))
  const shown = uses.slice(0, usesOnPage)
  return {
    item: { ...item, validity: judgeValidity(item, localDay(at).toString()) },
    ...{ owner, newer, shares, uses: shown },
    nextUses: uses.length > usesOnPage ? writeCursor(shown.at(-1)?.id ?? '') : null,
  }
}

/** Keys of rows do not stand in addresses: 16 bytes in 22 letters. */
const writeCursor = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')

/** The key that a cursor stands for; undefined, the beginning, for what is none. */
function readCursor(cursor: string | undefined): string | undefined {
  if (!cursor || !/^[\w-]{22}$/.test(cursor)) return undefined
  const hex = Buffer.from(cursor, 'base64url').toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Whether anything was ever kept for that person or organisation. */
export const hasVault = async (db: Db, kind: Owner['kind'], number: string): Promise<boolean> =>
  (await findOwner(db, kind, number)) !== null

type Reading = Readonly<{
  actor: CitizenActor | OfficerActor
  at: Parameters<typeof appendAudit>[1]['at']
  purpose: string
}>

const recordReading = (tx: Tx, { id }: StoredOwner, { actor, at, purpose }: Reading): Promise<void> =>
  appendAudit(tx, {
    at,
    actor,
    action: 'vault.read',
    subjectKind: 'vault',
    subjectId: id,
    detail: { purpose },
  })
