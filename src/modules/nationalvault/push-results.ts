import { Temporal } from 'temporal-polyfill'
import { RegisterFailure } from '#modules/registers'
import { systemClock } from '#platform/clock'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import type { NationalVault, ToldResult } from './ports.ts'
import { findNextAt, listDue, markFailed, markRefused, markTold, type Push } from './repository-pushes.ts'
import { answering, readStanding, saveStanding } from './repository-standing.ts'
import { secondsOfQuiet, secondsToNextTry } from './rules/patience.ts'

type Server = Pick<Context, 'db' | 'clock' | 'files' | 'log'>

const portion = 50

/**
 * Tells the national vault what is due: of each result in order, each thing once (it knows a repeat by its key). Away, it is
 * left alone for a while, longer each time, then asked with one; what it refuses waits for a person, and what cannot be made
 * ready here holds up none of the others. Gives how many were told.
 */
export async function pushResults(
  server: Server,
  vault: NationalVault,
  now = systemClock.now,
): Promise<number> {
  let told = 0
  for (;;) {
    const { due, failures } = await listTurn(server.db, now())
    if (due.length === 0) return told
    for (const push of due) {
      const outcome = await tell(server, vault, push, { failures, now })
      if (outcome === 'away') return told
      if (outcome === 'told') told += 1
    }
  }
}

/** What may be told now: nothing while the vault is left alone, one after it gave no answer. */
async function listTurn(db: Db, now: Temporal.Instant): Promise<{ due: Push[]; failures: number }> {
  const { failures, quietUntil } = await readStanding(db)
  const isQuiet = quietUntil !== null && Temporal.Instant.compare(now, quietUntil) < 0
  return { due: isQuiet ? [] : await listDue(db, now, failures > 0 ? 1 : portion), failures }
}

/** When it goes on by itself; null: nothing waits that could be told. */
export async function findNextRound(db: Db): Promise<Temporal.Instant | null> {
  const [nextAt, { quietUntil }] = await Promise.all([findNextAt(db), readStanding(db)])
  return nextAt && quietUntil && Temporal.Instant.compare(nextAt, quietUntil) < 0 ? quietUntil : nextAt
}

/** `away`: the others wait too. `failed`: this one alone, as when its file cannot be read. */
async function tell(
  { db, clock, files, log }: Server,
  vault: NationalVault,
  push: Push,
  { failures, now }: Readonly<{ failures: number; now: () => Temporal.Instant }>,
): Promise<'told' | 'away' | 'failed'> {
  try {
    const refusal = await vault.push(await describe({ files }, push))
    const at = clock.now()
    await db.transaction().execute(async (tx) => {
      await (refusal === null ? markTold(tx, push, at) : markRefused(tx, push, at, refusal))
      if (failures > 0) await saveStanding(tx, answering)
    })
    return 'told'
  } catch (error) {
    const isAway = error instanceof RegisterFailure
    const reason = isAway ? error.reason : 'not_ready'
    log.warn({ reason, push: push.id, err: error }, 'the national vault was not told of a result')
    const after = (seconds: number) => now().add({ seconds: Math.ceil(seconds) })
    const nextAt = after(secondsToNextTry(push.tries + 1, Math.random()))
    const quietUntil = after(secondsOfQuiet(failures + 1, Math.random()))
    await db.transaction().execute(async (tx) => {
      await markFailed(tx, push, nextAt, reason)
      if (isAway) await saveStanding(tx, { failures: failures + 1, quietUntil })
    })
    return isAway ? 'away' : 'failed'
  }
}

async function describe({ files }: Pick<Context, 'files'>, push: Push): Promise<ToldResult> {
  const { resultId, kind, dossierCode, owner, typeCode, title, number, issuer, issuedOn, sha256, reason } = push
  const content = kind === 'issued' ? await readWhole(files, sha256) : null
  return {
    ...{ key: `${resultId} ${kind}`, kind, resultId, dossierCode, typeCode, title, number, issuer },
    ...{ ownerNumber: owner.number, ownerName: owner.name, issuedOn, sha256, reason, content },
  }
}

async function readWhole(files: Context['files'], sha256: string): Promise<Uint8Array> {
  const parts: Buffer[] = []
  for await (const part of files.read(sha256)) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
