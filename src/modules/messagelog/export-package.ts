import { sign } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { appendAudit } from '#modules/audit'
import type { Actor } from '#modules/identity'
import type { TimestampAuthority } from '#modules/signing'
import type { Context } from '#platform/context'
import { messagelogProblem } from './errors.ts'
import { treeOf, writePath } from './hash-tree.ts'
import {
  mostBodyBytes,
  type PackageBatch,
  type PackageContent,
  type PackageRecord,
  packageFormat,
  packEntry,
  writeContent,
} from './message-package.ts'
import { findEntries, listKeyRows, type SignedEntry } from './repository.ts'
import { listBatchesFrom, listLinks, type StampBatch } from './repository-batches.ts'
import { getSigningKey } from './signing-key.ts'
import { stampBatches } from './stamp-batches.ts'

/** More entries than that of one message id are not one conversation; the newest are exported. */
const mostRecords = 16

/**
 * One message with all that proves it, as one file: its entries, signatures, bodies up to 16 MiB together, the way to the
 * root of its batch, the time stamp, the keys; sealed as a whole. `id`: of an entry, or the one its sender gave the
 * message (then request and response). A message that waits for its time stamp gets it now, if the authority answers.
 * Throws `messagelog.not_found`.
 */
export async function exportPackage(
  context: Context,
  id: string,
  { timestamps, actor }: Readonly<{ timestamps: TimestampAuthority | null; actor: Actor }>,
): Promise<Uint8Array> {
  const { db, clock } = context
  const entries = await findEntries(db, id, mostRecords)
  const newest = entries.at(-1)
  if (!newest) throw messagelogProblem('messagelog.not_found')
  if (!(await isStamped(context, newest))) await stampBatches(context, timestamps)
  const content = await fillContent(context, entries)
  const key = await getSigningKey(context)
  const signature = sign(null, Buffer.from(writeContent(content)), key.privateKey).toString('base64')
  await db.transaction().execute((tx) =>
    appendAudit(tx, {
      at: clock.now(),
      actor,
      action: 'messagelog.export',
      subjectKind: 'message',
      subjectId: newest.id,
      subjectCode: newest.messageId,
      detail: { entries: entries.map(({ number }) => number) },
    }),
  )
  return Buffer.from(JSON.stringify({ content, seal: { keyId: key.id, signature } }))
}

async function isStamped({ db }: Pick<Context, 'db'>, { number }: SignedEntry): Promise<boolean> {
  const [batch] = await listBatchesFrom(db, number, 1)
  return batch !== undefined && batch.token !== null
}

async function fillContent(context: Context, entries: readonly SignedEntry[]): Promise<PackageContent> {
  const { db, clock } = context
  const records: PackageRecord[] = []
  const batches = new Map<number, PackageBatch>()
  let room = mostBodyBytes
  for (const entry of entries) {
    const body = await readBody(context, entry, room)
    room -= body?.length ?? 0
    const [batch] = await listBatchesFrom(db, entry.number, 1)
    const standsIn = batch && batch.firstEntry <= entry.number ? batch : null
    if (standsIn) batches.set(standsIn.number, packBatch(standsIn))
    records.push({
      entry: packEntry(entry),
      signature: entry.signature.toString('base64'),
      ...(entry.group && { group: { ...entry.group, path: writePath(entry.group.path) } }),
      body: body?.toString('base64') ?? null,
      proof: standsIn && { batch: standsIn.number, path: await findPath(context, standsIn, entry) },
    })
  }
  const signedWith = new Set([...entries.map(({ keyId }) => keyId), (await getSigningKey(context)).id])
  const keys = (await listKeyRows(db)).filter(({ id }) => signedWith.has(id))
  return {
    format: packageFormat,
    exportedAt: clock.now().toString(),
    records,
    batches: [...batches.values()],
    keys: keys.map(({ id, public_key }) => ({ keyId: id, publicKey: public_key.toString('base64') })),
  }
}

const packBatch = ({ number, firstEntry, lastEntry, root, token }: StampBatch): PackageBatch => ({
  ...{ number, firstEntry, lastEntry, root },
  token: token?.toString('base64') ?? null,
})

async function findPath({ db }: Pick<Context, 'db'>, batch: StampBatch, { number }: SignedEntry) {
  const links = await listLinks(db, batch.firstEntry, batch.lastEntry)
  return writePath(treeOf(links).pathOf(number - batch.firstEntry))
}

/** Null: not kept, or too large for a file that is read as a whole. A body that is damaged breaks the export off. */
async function readBody({ files }: Pick<Context, 'files'>, { body }: SignedEntry, room: number) {
  if (!body.kept || body.sizeBytes > room) return null
  return await buffer(files.read(body.sha256))
}
