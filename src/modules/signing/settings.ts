import { buffer } from 'node:stream/consumers'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import type { SigningOutside } from './ports.ts'
import type { Batch } from './repository.ts'
import { findSeal, findSigner, listSavedAppearances, listTrustAnchors } from './repository-settings.ts'
import { type AppearanceSettings, defaultAppearances } from './rules/appearance.ts'
import type { SignatureKind } from './rules/batch.ts'

/** DER of every certificate that is trusted without further question: what the administrator added, and the settings give. */
export async function loadTrustAnchors(
  db: Db,
  { trustAnchors }: Pick<SigningOutside, 'trustAnchors'>,
): Promise<readonly Uint8Array[]> {
  const kept = await listTrustAnchors(db)
  return [...kept.filter(({ retiredAt }) => retiredAt === null).map(({ der }) => der), ...trustAnchors]
}

/** An appearance as it is in force; `savedAt` null: nobody has changed what it began with. */
export type Appearance = Readonly<{
  key: string
  settings: AppearanceSettings
  savedAt: string | null
  savedName: string | null
}>

/** Every appearance by key: the ones each system begins with, and those the administrator added. */
export async function listAppearances(db: Db | Tx): Promise<readonly Appearance[]> {
  const saved = (await listSavedAppearances(db)).map(({ key, settings, savedAt, savedName }) => ({
    key,
    settings: settings as AppearanceSettings,
    savedAt: savedAt.toString(),
    savedName,
  }))
  const begun = Object.entries(defaultAppearances)
    .filter(([key]) => saved.every((one) => one.key !== key))
    .map(([key, settings]) => ({ key, settings, savedAt: null, savedName: null }))
  return [...begun, ...saved].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** How a signature is shown under `key`; a key nobody has set shows what its kind begins with. */
export async function findAppearance(
  db: Db | Tx,
  key: string,
  kind: SignatureKind,
): Promise<AppearanceSettings> {
  const all = new Map((await listAppearances(db)).map((one) => [one.key, one.settings]))
  const basic = kind === 'seal' ? 'agency_seal' : 'person'
  return all.get(key) ?? all.get(basic) ?? defaultAppearances[basic]
}

/** The picture of the signature or the seal of a batch, a PNG; null when there is none. */
export async function pictureOf({ db, files }: Context, batch: Batch): Promise<Uint8Array | null> {
  const row = batch.signerId
    ? await findSigner(db, batch.signerId)
    : await findSeal(db, batch.agencySealId ?? batch.id)
  return row?.imageSha256 ? await buffer(files.read(row.imageSha256)) : null
}
