import { RegisterFailure } from '#modules/registers'
import type { Context } from '#platform/context'
import type { NationalVault, ToldResult } from './ports.ts'
import { listDue, markFailed, markRefused, markTold, type Push } from './repository-pushes.ts'
import { secondsToNextTry } from './rules/patience.ts'

type Server = Pick<Context, 'db' | 'clock' | 'files' | 'log'>

const portion = 50

/**
 * Tells the national vault what is due, the oldest first: of each result in order, each thing once (it knows a repeat by its
 * key). Away, it is left until a later try of the first that failed; what it refuses waits for a person, and what cannot be made
 * ready here holds up none of the others. Gives how many were told.
 */
export async function pushResults(server: Server, vault: NationalVault): Promise<number> {
  let told = 0
  for (;;) {
    const due = await listDue(server.db, server.clock.now(), portion)
    if (due.length === 0) return told
    for (const push of due) {
      const outcome = await tell(server, vault, push)
      if (outcome === 'away') return told
      if (outcome === 'told') told += 1
    }
  }
}

/** `away`: the others wait too. `failed`: this one alone, as when its file cannot be read. */
async function tell(
  { db, clock, files, log }: Server,
  vault: NationalVault,
  push: Push,
): Promise<'told' | 'away' | 'failed'> {
  try {
    const refusal = await vault.push(await describe({ files }, push))
    const at = clock.now()
    await db
      .transaction()
      .execute((tx) => (refusal === null ? markTold(tx, push, at) : markRefused(tx, push, at, refusal)))
    return 'told'
  } catch (error) {
    const isAway = error instanceof RegisterFailure
    const reason = isAway ? error.reason : 'not_ready'
    log.warn({ reason, push: push.id, err: error }, 'the national vault was not told of a result')
    const seconds = Math.ceil(secondsToNextTry(push.tries + 1, Math.random()))
    const nextAt = clock.now().add({ seconds })
    await db.transaction().execute((tx) => markFailed(tx, push, nextAt, reason))
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
