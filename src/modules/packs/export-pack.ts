import { resolve } from 'node:path'
import type { Context } from '#platform/context'
import { type ExportedPack, type OpenedDocument, openPackDocument, writePackDocument } from './pack-document.ts'
import type { PackProblem } from './problem.ts'
import { type Pack, readPack } from './read-pack.ts'
import { readSigningKey } from './signing-key.ts'

type Settings = Pick<Context, 'config'>

const keyOf = ({ config }: Settings) => readSigningKey(resolve(config.MOTCUA_DATA_DIR))

/** The fingerprint of the key with which this installation signs pack files; made at its first use. */
export const getOwnFingerprint = async (context: Settings): Promise<string> =>
  (await keyOf(context)).fingerprint

/** A pack as one file, signed by this installation. The name of the file: `fileNameOf`. */
export const exportPack = async (context: Settings, pack: ExportedPack): Promise<string> =>
  await writePackDocument(pack, await keyOf(context))

export type ImportedPack =
  | (Readonly<{ ok: true; pack: Pack }> & Pick<OpenedDocument, 'approval' | 'signer' | 'fingerprint'>)
  | Readonly<{ ok: false; problems: readonly PackProblem[] }>

/**
 * Reads a pack file that somebody sent: its signature, then every file in it. It changes nothing: what is imported is a
 * draft, whoever signed it. Keys that are trusted are this installation's own and those of `MOTCUA_TRUSTED_PACK_KEYS`.
 */
export async function importPack(context: Settings, text: string): Promise<ImportedPack> {
  const own = await getOwnFingerprint(context)
  const named = (context.config.MOTCUA_TRUSTED_PACK_KEYS ?? '').split(',').map((key) => key.trim())
  const opened = await openPackDocument(text, [own, ...named.filter(Boolean)])
  if (!opened.ok) return opened
  const { code, files, approval, signer, fingerprint } = opened
  const read = await readPack(files, code)
  return read.ok ? { ok: true, pack: read.pack, approval, signer, fingerprint } : read
}
