import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'

/** Tài khoản ký: the account of an officer at a provider; `sealedSecret` opens it. */
export type Signer = Readonly<{
  id: string
  accountId: string
  accountName: string
  provider: string
  providerAccount: string
  sealedSecret: Buffer | null
  /** The picture of the signature, a PNG in the file store. */
  imageSha256: string | null
  fromAt: Temporal.Instant
}>

/** Con dấu: the seal of an agency and the certificate it is made with, from a day to a day. */
export type AgencySeal = Readonly<{
  id: string
  agencyId: string
  agencyName: string
  provider: string
  providerAccount: string
  sealedSecret: Buffer | null
  certificateId: string
  certificateName: string
  imageSha256: string | null
  /** Days of Việt Nam, both included. */
  validFromOn: string
  validToOn: string
  addedAt: Temporal.Instant
  addedName: string
  retiredAt: Temporal.Instant | null
}>

/** Chứng thư gốc tin cậy: a certificate that is trusted without further question. */
export type TrustAnchor = Readonly<{
  id: string
  name: string
  der: Uint8Array
  sha256: string
  validFrom: Temporal.Instant
  validTo: Temporal.Instant
  basis: string
  addedAt: Temporal.Instant
  addedName: string
  retiredAt: Temporal.Instant | null
  retiredName: string | null
}>

const selectSigners = (db: Db | Tx) => db.selectFrom('signing.signer').selectAll()
type SignerRow = Awaited<ReturnType<ReturnType<typeof selectSigners>['executeTakeFirstOrThrow']>>

const toSigner = (row: SignerRow): Signer => ({
  id: row.id,
  accountId: row.account_id,
  accountName: row.account_name,
  provider: row.provider,
  providerAccount: row.provider_account,
  sealedSecret: row.sealed_secret,
  imageSha256: row.image_sha256,
  fromAt: instantOf(row.from_at),
})

/** The accounts of an officer at providers, those in use. */
export async function listSigners(db: Db | Tx, accountId: string): Promise<Signer[]> {
  const rows = await selectSigners(db)
    .where('account_id', '=', accountId)
    .where('until_at', 'is', null)
    .orderBy('provider')
    .limit(50)
    .execute()
  return rows.map(toSigner)
}

/** Also one that is no longer in use: what was begun with it is ended with it. */
export async function findSigner(db: Db | Tx, id: string): Promise<Signer | null> {
  const row = await selectSigners(db).where('id', '=', id).executeTakeFirst()
  return row ? toSigner(row) : null
}

export async function endSigner(
  tx: Tx,
  accountId: string,
  provider: string,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('signing.signer')
    .set({ until_at: at.toString() })
    .where('account_id', '=', accountId)
    .where('provider', '=', provider)
    .where('until_at', 'is', null)
    .execute()
}

export async function appendSigner(tx: Tx, signer: Signer): Promise<void> {
  await tx
    .insertInto('signing.signer')
    .values({
      id: signer.id,
      account_id: signer.accountId,
      account_name: signer.accountName,
      provider: signer.provider,
      provider_account: signer.providerAccount,
      sealed_secret: signer.sealedSecret,
      image_sha256: signer.imageSha256,
      from_at: signer.fromAt.toString(),
    })
    .execute()
}

const selectSeals = (db: Db | Tx) => db.selectFrom('signing.agency_seal').selectAll()
type SealRow = Awaited<ReturnType<ReturnType<typeof selectSeals>['executeTakeFirstOrThrow']>>

const toSeal = (row: SealRow): AgencySeal => ({
  id: row.id,
  agencyId: row.agency_id,
  agencyName: row.agency_name,
  provider: row.provider,
  providerAccount: row.provider_account,
  sealedSecret: row.sealed_secret,
  certificateId: row.certificate_id,
  certificateName: row.certificate_name,
  imageSha256: row.image_sha256,
  validFromOn: row.valid_from_on,
  validToOn: row.valid_to_on,
  addedAt: instantOf(row.added_at),
  addedName: row.added_name,
  retiredAt: row.retired_at && instantOf(row.retired_at),
})

/** The seal an agency uses on that day ('2026-11-26'): of several, the one that began last. */
export async function findSealInForce(db: Db | Tx, agencyId: string, on: string): Promise<AgencySeal | null> {
  const row = await selectSeals(db)
    .where('agency_id', '=', agencyId)
    .where('retired_at', 'is', null)
    .where('valid_from_on', '<=', on)
    .where('valid_to_on', '>=', on)
    .orderBy('valid_from_on', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row ? toSeal(row) : null
}

export async function findSeal(db: Db | Tx, id: string): Promise<AgencySeal | null> {
  const row = await selectSeals(db).where('id', '=', id).executeTakeFirst()
  return row ? toSeal(row) : null
}

/** The seals in use by agency, then the newest of those no longer in use; at most 500. */
export async function listSeals(db: Db): Promise<AgencySeal[]> {
  const rows = await selectSeals(db)
    .orderBy(sql`retired_at is not null`)
    .orderBy('agency_name')
    .orderBy('valid_from_on', 'desc')
    .limit(500)
    .execute()
  return rows.map(toSeal)
}

export async function appendSeal(tx: Tx, seal: Omit<AgencySeal, 'retiredAt'>): Promise<void> {
  await tx
    .insertInto('signing.agency_seal')
    .values({
      id: seal.id,
      agency_id: seal.agencyId,
      agency_name: seal.agencyName,
      provider: seal.provider,
      provider_account: seal.providerAccount,
      sealed_secret: seal.sealedSecret,
      certificate_id: seal.certificateId,
      certificate_name: seal.certificateName,
      image_sha256: seal.imageSha256,
      valid_from_on: seal.validFromOn,
      valid_to_on: seal.validToOn,
      added_at: seal.addedAt.toString(),
      added_name: seal.addedName,
    })
    .execute()
}

type Retirement = Readonly<{ at: Temporal.Instant; name: string }>

const retire =
  (table: 'signing.agency_seal' | 'signing.trust_anchor') =>
  async (tx: Tx, id: string, { at, name }: Retirement): Promise<boolean> => {
    const rows = await tx
      .updateTable(table)
      .set({ retired_at: at.toString(), retired_name: name })
      .where('id', '=', id)
      .where('retired_at', 'is', null)
      .returning('id')
      .execute()
    return rows.length > 0
  }

/** Whether there was a seal in use to be retired. */
export const retireSeal = retire('signing.agency_seal')

/** Whether there was an anchor in use to be retired. */
export const retireTrustAnchor = retire('signing.trust_anchor')

export type SavedAppearance = Readonly<{
  key: string
  settings: unknown
  savedAt: Temporal.Instant
  savedName: string
}>

/** What was saved last for each key, at most 200 keys. */
export async function listSavedAppearances(db: Db | Tx): Promise<SavedAppearance[]> {
  const rows = await db
    .selectFrom('signing.appearance')
    .distinctOn('key')
    .selectAll()
    .orderBy('key')
    .orderBy('saved_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    key: row.key,
    settings: row.settings,
    savedAt: instantOf(row.saved_at),
    savedName: row.saved_name,
  }))
}

export async function appendAppearance(tx: Tx, id: string, saved: SavedAppearance): Promise<void> {
  await tx
    .insertInto('signing.appearance')
    .values({
      id,
      key: saved.key,
      settings: JSON.stringify(saved.settings),
      saved_at: saved.savedAt.toString(),
      saved_name: saved.savedName,
    })
    .execute()
}

/** The anchors in use, then those no longer in use; at most 500. */
export async function listTrustAnchors(db: Db | Tx): Promise<TrustAnchor[]> {
  const rows = await db
    .selectFrom('signing.trust_anchor')
    .selectAll()
    .orderBy(sql`retired_at is not null`)
    .orderBy('name')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    der: row.der,
    sha256: row.sha256,
    validFrom: instantOf(row.valid_from),
    validTo: instantOf(row.valid_to),
    basis: row.basis,
    addedAt: instantOf(row.added_at),
    addedName: row.added_name,
    retiredAt: row.retired_at && instantOf(row.retired_at),
    retiredName: row.retired_name,
  }))
}

/** Whether it was added: the same certificate is trusted once. */
export async function appendTrustAnchor(
  tx: Tx,
  anchor: Omit<TrustAnchor, 'retiredAt' | 'retiredName'>,
): Promise<boolean> {
  const rows = await tx
    .insertInto('signing.trust_anchor')
    .values({
      id: anchor.id,
      name: anchor.name,
      der: Buffer.from(anchor.der),
      sha256: anchor.sha256,
      valid_from: anchor.validFrom.toString(),
      valid_to: anchor.validTo.toString(),
      basis: anchor.basis,
      added_at: anchor.addedAt.toString(),
      added_name: anchor.addedName,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return rows.length > 0
}
