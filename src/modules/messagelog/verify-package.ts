import { createHash, createPublicKey, verify } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { type RevocationLookup, verifyTimestamp } from '#modules/signatures'
import { linkOf, readPath, rootAlong } from './hash-tree.ts'
import {
  type MessagePackage,
  type PackageBatch,
  type PackageRecord,
  readPackage,
  unpackEntry,
  writeContent,
} from './message-package.ts'
import { writeBatchText, writeEntryText } from './rules/entry-text.ts'
import { signedTextOf } from './signed-group.ts'
import { keyIdOf } from './signing-key.ts'

/** One thing found, by a code that `explainReason` says in words. `grave` refuses the package, `doubt` leaves it unproved. */
export type PackageReason = Readonly<{ code: ReasonCode; weight: 'grave' | 'doubt' | 'note'; detail: string }>

export type ReasonCode =
  | 'package_unreadable'
  | 'package_changed'
  | 'key_wrong'
  | 'key_unknown'
  | 'signature_wrong'
  | 'body_changed'
  | 'body_not_included'
  | 'not_in_batch'
  | 'path_wrong'
  | 'not_stamped'
  | 'token_wrong'
  | 'token_untrusted'

/** `valid`: proved whole. `indeterminate`: nothing is wrong, and something cannot be proved. `invalid`: changed or forged. */
export type PackageVerdict = Readonly<{
  verdict: 'valid' | 'indeterminate' | 'invalid'
  reasons: readonly PackageReason[]
  messages: readonly ProvedMessage[]
  /** Null when the package cannot be read. */
  exportedAt: string | null
}>

/** What the package says of a message; `stampedAt`: the message was there then, if the verdict is `valid`. */
export type ProvedMessage = Readonly<
  Pick<PackageRecord['entry'], 'number' | 'messageId' | 'direction' | 'kind' | 'client' | 'target' | 'at'> & {
    sha256: string
    sizeBytes: number
    /** The content itself is in the package. */
    hasBody: boolean
    stampedAt: Temporal.Instant | null
  }
>

/** What a package is judged by, all of it at hand: nobody is asked unless `revocation` is given. */
export type PackageTrust = Readonly<{
  /** DER of the certificates of time-stamping authorities, or of who certified them. */
  trustAnchors: readonly Uint8Array[]
  /** Ids of the keys the installation published (SHA-256 of the DER); of other keys anybody could have made a package. */
  keyIds: readonly string[]
  /** Now. */
  at: Temporal.Instant
  revocation?: RevocationLookup | null
  /** SHA-256 (hex) of bodies that lie beside the package because they are too large for it. */
  bodies?: readonly string[]
}>

/** Proves a package, or says why not. Never throws for what stands in it. */
export async function verifyPackage(bytes: Uint8Array, trust: PackageTrust): Promise<PackageVerdict> {
  const read = readPackage(bytes)
  if (!read) return refused('package_unreadable')
  try {
    return await judge(read, trust)
  } catch {
    // What is well formed and still makes no sense, e.g. the 31st of February.
    return refused('package_unreadable')
  }
}

const refused = (code: ReasonCode): PackageVerdict => ({
  verdict: 'invalid',
  reasons: [{ code, weight: 'grave', detail: '' }],
  messages: [],
  exportedAt: null,
})

type Keys = ReadonlyMap<string, Buffer>
type BatchVerdict = Readonly<{ reasons: readonly PackageReason[]; stampedAt: Temporal.Instant | null }>

async function judge({ content, seal }: MessagePackage, trust: PackageTrust): Promise<PackageVerdict> {
  const keys = new Map(content.keys.map(({ keyId, publicKey }) => [keyId, readBase64(publicKey)]))
  const sealed = isSigned(writeContent(content), seal, keys)
  const batches = new Map<number, BatchVerdict>()
  // Of a package that was changed nothing is believed: its time stamps need not be read.
  for (const batch of sealed ? content.batches : []) batches.set(batch.number, await judgeBatch(batch, trust))
  const reasons = [
    ...judgeKeys(keys, trust),
    ...(sealed ? [] : [grave('package_changed', 'seal')]),
    ...content.records.flatMap((record) => judgeRecord(record, { keys, batches: content.batches, trust })),
    ...[...batches.values()].flatMap((batch) => batch.reasons),
  ]
  return {
    verdict: verdictOf(reasons),
    reasons,
    messages: content.records.map((record) => tell(record, batches)),
    exportedAt: content.exportedAt,
  }
}

const grave = (code: ReasonCode, detail: string | number): PackageReason => ({
  ...{ code, weight: 'grave' },
  detail: String(detail),
})
const doubt = (code: ReasonCode, detail: string | number): PackageReason => ({
  ...{ code, weight: 'doubt' },
  detail: String(detail),
})

function verdictOf(reasons: readonly PackageReason[]): PackageVerdict['verdict'] {
  if (reasons.some(({ weight }) => weight === 'grave')) return 'invalid'
  return reasons.some(({ weight }) => weight === 'doubt') ? 'indeterminate' : 'valid'
}

function tell(record: PackageRecord, batches: ReadonlyMap<number, BatchVerdict>): ProvedMessage {
  const { entry, proof } = record
  const { number, messageId, direction, kind, client, target, at, body } = entry
  const stampedAt = (proof && batches.get(proof.batch)?.stampedAt) ?? null
  return {
    ...{ number, messageId, direction, kind, client, target, at },
    ...{ sha256: body.sha256, sizeBytes: body.sizeBytes, hasBody: record.body !== null, stampedAt },
  }
}

/** A key is who its id says, and one that the installation published. */
function judgeKeys(keys: Keys, { keyIds }: PackageTrust): PackageReason[] {
  return [...keys].flatMap(([id, der]) => {
    if (keyIdOf(der) !== id) return [grave('key_wrong', id)]
    return keyIds.includes(id) ? [] : [doubt('key_unknown', id)]
  })
}

function isSigned(
  text: string,
  { keyId, signature }: Readonly<{ keyId: string; signature: string }>,
  keys: Keys,
): boolean {
  const der = keys.get(keyId)
  if (!der) return false
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(text), key, readBase64(signature))
  } catch {
    return false
  }
}

type Beside = Readonly<{ keys: Keys; batches: readonly PackageBatch[]; trust: PackageTrust }>

function judgeRecord(record: PackageRecord, { keys, batches, trust }: Beside): PackageReason[] {
  const { number, keyId } = record.entry
  const text = writeEntryText(unpackEntry(record.entry))
  const group = record.group ? { ...record.group, path: readPath(record.group.path) } : null
  const over = signedTextOf(text, { number, group })
  const signed = over !== null && isSigned(over, { keyId, signature: record.signature }, keys)
  return [
    ...(signed ? [] : [grave('signature_wrong', number)]),
    ...judgeBody(record, trust.bodies ?? []),
    ...judgePath(record, text, batches),
  ]
}

function judgeBody({ entry, body }: PackageRecord, beside: readonly string[]): PackageReason[] {
  const { sha256, sizeBytes } = entry.body
  if (body === null) {
    if (sizeBytes === 0 || beside.includes(sha256)) return []
    return [{ code: 'body_not_included', weight: 'note', detail: sha256 }]
  }
  const content = readBase64(body)
  const found = createHash('sha256').update(content).digest('hex')
  return found === sha256 && content.length === sizeBytes ? [] : [grave('body_changed', entry.number)]
}

function judgePath({ entry, proof }: PackageRecord, text: string, batches: readonly PackageBatch[]) {
  if (!proof) return [doubt('not_in_batch', entry.number)]
  const batch = batches.find(({ number }) => number === proof.batch)
  if (!batch) return [grave('path_wrong', entry.number)]
  const place = { index: entry.number - batch.firstEntry, count: batch.lastEntry - batch.firstEntry + 1 }
  const root = rootAlong(linkOf(text), { ...place, path: readPath(proof.path) })
  return root === batch.root ? [] : [grave('path_wrong', entry.number)]
}

async function judgeBatch(batch: PackageBatch, trust: PackageTrust): Promise<BatchVerdict> {
  if (batch.token === null) return { reasons: [doubt('not_stamped', batch.number)], stampedAt: null }
  const { trustAnchors, at, revocation = null } = trust
  const text = Buffer.from(writeBatchText(batch))
  const stamp = await verifyTimestamp(readBase64(batch.token), text, { trustAnchors, at, revocation })
  if (!stamp.intact) return { reasons: [grave('token_wrong', batch.number)], stampedAt: null }
  const why = stamp.findings.map(({ code }) => code).join(', ')
  const reasons = stamp.proves ? [] : [doubt('token_untrusted', why)]
  return { reasons, stampedAt: stamp.instant }
}

const readBase64 = (text: string): Buffer => Buffer.from(text, 'base64')
