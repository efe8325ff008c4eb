import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { verifyTimestamp } from '#modules/signatures'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { FileDamaged } from '#platform/file-store'
import { makeId } from '#platform/ids'
import { linkOf, treeOf } from './hash-tree.ts'
import { type Head, listChain, listKeyRows, readHead, type SignedEntry } from './repository.ts'
import { listBatchesFrom, listLinks, type StampBatch } from './repository-batches.ts'
import {
  findLastRead,
  findLatestInspection,
  type Inspection,
  insertInspection,
  type LogFault,
  type LogFaultCode,
  mostFindings,
} from './repository-inspections.ts'
import { noLink, writeBatchText, writeEntryText } from './rules/entry-text.ts'
import { signedTextOf } from './signed-group.ts'
import { keyIdOf } from './signing-key.ts'

type World = Pick<Context, 'db' | 'files' | 'clock'> &
  Readonly<{
    /** DER of those whose time stamps are believed; left out or empty: nobody says whose they must be, and it is not judged. */
    trustAnchors?: readonly Uint8Array[]
  }>

const portion = 500
/** A log longer than this is read in several nights. */
const mostEntries = 1_000_000

/**
 * Reads the log again, from the entry `first` on: every text hashed, every signature, every kept body, every batch and its
 * time stamp. One byte changed in what is stored, an entry removed, put in another place or slipped in, the end cut off, a
 * batch stamped again, or by an authority that is not trusted: it is found, and kept as the result. What was recorded
 * meanwhile is for the next time.
 */
export async function checkLog(world: World, first = 1, most = mostEntries): Promise<Inspection> {
  const { db, clock } = world
  const startedAt = clock.now()
  // What an earlier reading found is there for good.
  const lastRead = await findLastRead(db)
  const head = await readHead(db)
  const lastEntry = Math.min(head.number, first + most - 1)
  const reading = openReading(await readKeys(db))
  if (head.number < lastRead) find(reading, 'entry_missing', head.number + 1)
  await readEntries(world, { first, last: lastEntry, head }, reading)
  await readBatches(world, { first, last: lastEntry }, reading)
  const inspection = {
    ...{ firstEntry: first, lastEntry, bodies: reading.bodies, faults: reading.faults },
    ...{ findings: reading.findings, startedAt, endedAt: clock.now() },
  }
  await insertInspection(db, makeId(startedAt.epochMilliseconds), inspection)
  return inspection
}

/** Goes on where the last reading ended, or begins anew when that was the end of the log. */
export async function checkLogOn(world: World): Promise<Inspection> {
  const latest = await findLatestInspection(world.db)
  const { number } = await readHead(world.db)
  const isThrough =
    !latest || latest.lastEntry >= number || latest.lastEntry < latest.firstEntry + mostEntries - 1
  return await checkLog(world, isThrough ? 1 : latest.lastEntry + 1)
}

type Keys = ReadonlyMap<string, KeyObject | null>

/** What has been found so far; `proved`: what the last signature that was verified says, which a whole group shares. */
type Reading = {
  readonly keys: Keys
  bodies: number
  faults: number
  readonly findings: LogFault[]
  proved: string | null
  /** Whether the batch before this one was stamped by somebody who is not trusted. */
  strange: boolean
}

const openReading = (keys: Keys): Reading => ({
  keys,
  bodies: 0,
  faults: 0,
  findings: [],
  proved: null,
  strange: false,
})

function find(reading: Reading, code: LogFaultCode, number: number): void {
  reading.faults += 1
  if (reading.findings.length < mostFindings) reading.findings.push({ code, number })
}

/** By id; null when the key is not the one its id says. */
async function readKeys(db: Db): Promise<Keys> {
  const rows = await listKeyRows(db)
  return new Map(
    rows.map(({ id, public_key }) => [
      id,
      keyIdOf(public_key) === id ? createPublicKey({ key: public_key, format: 'der', type: 'spki' }) : null,
    ]),
  )
}

type Span = Readonly<{ first: number; last: number }>

async function readEntries(world: World, { first, last, head }: Span & { head: Head }, reading: Reading) {
  const before = first > 1 ? await listLinks(world.db, first - 1, first - 1) : [noLink]
  let previous = before[0] ?? ''
  let next = first
  for await (const entry of entriesOf(world.db, { first, last }, previous)) {
    if (entry.number === next) await readEntry(world, entry, reading)
    else find(reading, 'entry_missing', next)
    previous = entry.link
    next = entry.number + 1
  }
  if (next <= last) find(reading, 'entry_missing', next)
  if (last === head.number && previous !== head.link) find(reading, 'head_wrong', head.number)
}

async function* entriesOf(db: Db, { first, last }: Span, link: string): AsyncGenerator<SignedEntry> {
  let from = first
  let previous = link
  while (from <= last) {
    const entries = await listChain(db, { first: from, limit: portion, previous })
    yield* entries.filter(({ number }) => number <= last)
    const end = entries.at(-1)
    if (!end) return
    from = end.number + 1
    previous = end.link
  }
}

async function readEntry({ files }: World, entry: SignedEntry, reading: Reading): Promise<void> {
  const { number, body } = entry
  const text = writeEntryText(entry)
  if (linkOf(text) !== entry.link) find(reading, 'entry_changed', number)
  const key = reading.keys.get(entry.keyId)
  if (!key) find(reading, 'key_wrong', number)
  else if (!isSigned(entry, text, key, reading)) find(reading, 'signature_wrong', number)
  if (!body.kept) return
  reading.bodies += 1
  const fault = await readBody(files, body)
  if (fault) find(reading, fault, number)
}

function isSigned(entry: SignedEntry, text: string, key: KeyObject, reading: Reading): boolean {
  const over = signedTextOf(text, entry)
  if (over === null) return false
  const claim = `${entry.keyId} ${entry.signature.toString('hex')} ${over}`
  if (claim === reading.proved) return true
  if (!verify(null, Buffer.from(over), key, entry.signature)) return false
  reading.proved = claim
  return true
}

/** The store hashes what is read whole, and breaks off when it is not what its name says. */
async function readBody(
  files: World['files'],
  { sha256, sizeBytes }: SignedEntry['body'],
): Promise<'body_missing' | 'body_damaged' | null> {
  let read = 0
  try {
    for await (const chunk of files.read(sha256)) read += (chunk as Buffer).length
  } catch (error) {
    return error instanceof FileDamaged ? 'body_damaged' : 'body_missing'
  }
  return read === sizeBytes ? null : 'body_damaged'
}

async function readBatches(world: World, { first, last }: Span, reading: Reading): Promise<void> {
  let next = first === 1 ? 1 : null
  let before: Stamped | null = null
  for await (const batch of batchesFrom(world.db, first)) {
    if (batch.firstEntry > last) return await readBatchBeyond(world, batch, reading)
    if (next !== null && batch.firstEntry !== next) find(reading, 'batch_missing', batch.number)
    const stamped: Stamped = { number: batch.number, atMs: await readBatch(world, batch, reading) }
    if (before) readOrder(before, stamped, reading)
    before = stamped
    next = batch.lastEntry + 1
  }
}

/** A batch, and when its token says it was stamped; null: it has none. */
type Stamped = Readonly<{ number: number; atMs: number | null }>

/** Clocks of authorities may differ by so much. */
const clockMs = 300_000

/** Batches are stamped one after the other, the oldest first. */
function readOrder(before: Stamped, { atMs }: Stamped, reading: Reading): void {
  if (atMs === null) return
  if (before.atMs === null) find(reading, 'batch_token_missing', before.number)
  else if (before.atMs > atMs + clockMs) find(reading, 'batch_stamped_again', before.number)
}

async function* batchesFrom(db: Db, first: number): AsyncGenerator<StampBatch> {
  let from = first
  for (;;) {
    const batches = await listBatchesFrom(db, from, portion)
    yield* batches
    const end = batches.at(-1)
    if (!end) return
    from = end.lastEntry + 1
  }
}

/** It was closed after the reading began; or the end of the log was cut off, and it holds what is not there any more. */
async function readBatchBeyond({ db }: World, batch: StampBatch, reading: Reading): Promise<void> {
  const { number } = await readHead(db)
  if (number < batch.lastEntry) find(reading, 'entry_missing', number + 1)
}

/** Gives when its token says it was stamped. */
async function readBatch(world: World, batch: StampBatch, reading: Reading): Promise<number | null> {
  const { db, clock, trustAnchors = [] } = world
  const links = await listLinks(db, batch.firstEntry, batch.lastEntry)
  if (links.length === 0 || treeOf(links).root !== batch.root) find(reading, 'batch_root_wrong', batch.number)
  if (!batch.token) return null
  const stamped = Buffer.from(writeBatchText(batch))
  // By what held when it was stamped: the certificate of its authority may have ended since.
  const trust = { trustAnchors, at: batch.stampedAt ?? clock.now() }
  const { intact, instant, proves } = await verifyTimestamp(batch.token, stamped, trust)
  const atMs = instant?.epochMilliseconds ?? null
  if (!intact || atMs !== batch.stampedAt?.epochMilliseconds) find(reading, 'batch_token_wrong', batch.number)
  else if (trustAnchors.length > 0) readAuthority(batch, { isStrange: !proves }, reading)
  return atMs
}

/** Of batches in a row that somebody else has stamped the first is named: it may be that our own authority is not in the settings. */
function readAuthority(
  { number }: StampBatch,
  { isStrange }: Readonly<{ isStrange: boolean }>,
  reading: Reading,
): void {
  if (isStrange && !reading.strange) find(reading, 'batch_token_untrusted', number)
  reading.strange = isStrange
}
