import { appendAudit } from '#modules/audit'
import { endSessionsOfProvider, hashToken } from '#modules/identity'
import type { Context } from '#platform/context'
import type { LogoutRead } from './ports.ts'
import { appendLogoutToken, listOfSubject, saveUnlinked } from './repository.ts'

type Server = Pick<Context, 'db' | 'clock'>

/**
 * Obeys a proved logout token once: ends the session that came from that session there, or every session of that account.
 * Gives how many ended; null when the token was obeyed before.
 */
export async function obeyLogout(
  { db, clock }: Server,
  { issuer, sub, providerSession, key }: Extract<LogoutRead, { ok: true }>,
): Promise<number | null> {
  const at = clock.now()
  const done = await db.transaction().execute(async (tx) => {
    if (!(await appendLogoutToken(tx, hashToken(`${issuer} ${key}`), at))) return null
    const accounts = sub ? await listOfSubject(tx, { issuer, sub }) : []
    const which = { providerAccountIds: sub ? accounts.map(({ id }) => id) : null, providerSession }
    const ended = await endSessionsOfProvider(tx, db, which, at)
    if (ended.count > 0)
      await appendAudit(tx, {
        ...{ at, actor: { kind: 'system', fullName: issuer }, action: 'citizens.provider_logout' },
        ...{ subjectKind: 'account', subjectId: accounts[0]?.accountId ?? 'unknown' },
        detail: { sessions: ended.count },
      })
    return ended
  })
  done?.forget()
  return done ? done.count : null
}

/** Unlinks an account of the provider from its person, and ends every session that came from it. False: it is none of theirs. */
export async function unlinkProviderAccount(
  { db, clock }: Server,
  actor: Readonly<{ kind: 'citizen'; accountId: string; fullName: string; personalId: string }>,
  id: string,
): Promise<boolean> {
  const at = clock.now()
  const ended = await db.transaction().execute(async (tx) => {
    if (!(await saveUnlinked(tx, { id, personalId: actor.personalId }, at))) return null
    await appendAudit(tx, {
      ...{ at, actor, action: 'citizens.unlink', subjectKind: 'account', subjectId: actor.accountId },
      detail: { providerAccountId: id },
    })
    return await endSessionsOfProvider(tx, db, { providerAccountIds: [id], providerSession: null }, at)
  })
  ended?.forget()
  return ended !== null
}
