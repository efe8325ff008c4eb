import { appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { listOfficerContacts, memoriesOf } from './accounts.ts'
import { hashPassword, makePassword } from './passwords.ts'
import { endSessionsOfOfficer } from './repository.ts'
import {
  appendOfficerAccounts,
  findOfficerByUsername,
  type OfficerAccount,
  saveOfficerActive,
  saveOfficerPassword,
  saveOfficerRoles,
  saveOfficerSuperior,
} from './repository-accounts.ts'
import type { OfficerActor, Role } from './rules/actor.ts'

type Server = Pick<Context, 'db' | 'clock'>

export type AccountDraft = Pick<
  OfficerAccount,
  'username' | 'fullName' | 'position' | 'officerId' | 'agencyId' | 'roles'
>

/** Opens an officer's account with a password to hand over once. The username may be taken. */
export async function createAccount(
  { db, clock }: Server,
  draft: AccountDraft,
  actor: OfficerActor,
): Promise<{ ok: true; password: string } | { ok: false; code: 'username_taken' }> {
  const now = clock.now()
  const password = makePassword()
  const passwordHash = await hashPassword(password)
  const id = makeId(now.epochMilliseconds)
  return await db.transaction().execute(async (tx) => {
    const added = await appendOfficerAccounts(tx, [{ ...draft, id, passwordHash, now }])
    if (added.length === 0) return { ok: false, code: 'username_taken' }
    const { username, roles, agencyId } = draft
    await appendAudit(tx, {
      at: now,
      actor,
      action: 'identity.create_account',
      subjectKind: 'account',
      subjectId: id,
      subjectCode: username,
      detail: { roles, agencyId },
    })
    return { ok: true, password }
  })
}

export type AccountChange =
  | Readonly<{ kind: 'deactivate' }>
  | Readonly<{ kind: 'activate' }>
  | Readonly<{ kind: 'reset_password' }>
  | Readonly<{ kind: 'set_roles'; roles: readonly Role[] }>
  | Readonly<{ kind: 'set_superior'; superiorId: string | null }>

export type ChangeAnswer =
  | Readonly<{ ok: true; password: string | null }>
  | Readonly<{ ok: false; code: AccountRefusal }>

export type AccountRefusal = 'not_found' | 'own_account' | 'no_role' | 'no_superior'

/**
 * Changes an officer's account; its open sessions end at once, so that the change holds from now. Nobody closes their own
 * account or changes their own roles: an administration without an administrator could not be repaired.
 */
export async function changeAccount(
  { db, clock }: Server,
  username: string,
  change: AccountChange,
  actor: OfficerActor,
): Promise<ChangeAnswer> {
  const account = await findOfficerByUsername(db, username)
  const refusal = account ? await findRefusal(db, account, change, actor) : 'not_found'
  if (!account || refusal) return { ok: false, code: refusal ?? 'not_found' }
  const password = change.kind === 'reset_password' ? makePassword() : null
  const passwordHash = password && (await hashPassword(password))
  const now = clock.now()
  await db.transaction().execute(async (tx) => {
    await saveChange(tx, account, { change, passwordHash, now })
    await endSessionsOfOfficer(tx, account.id, now)
    await appendAudit(tx, {
      at: now,
      actor,
      action: `identity.${change.kind}`,
      subjectKind: 'account',
      subjectId: account.id,
      subjectCode: account.username,
      detail: detailOf(account, change),
    })
  })
  memoriesOf(db).actors.drop(account.id)
  return { ok: true, password }
}

async function findRefusal(
  db: Db,
  account: OfficerAccount,
  change: AccountChange,
  actor: OfficerActor,
): Promise<AccountRefusal | null> {
  if (account.id === actor.accountId && change.kind !== 'reset_password') return 'own_account'
  if (change.kind === 'set_roles' && change.roles.length === 0) return 'no_role'
  if (change.kind !== 'set_superior' || change.superiorId === null) return null
  const colleagues = await listOfficerContacts(db, { agencyId: account.agencyId })
  const isFine = colleagues.some(({ accountId }) => accountId === change.superiorId && accountId !== account.id)
  return isFine ? null : 'no_superior'
}

function detailOf(account: OfficerAccount, change: AccountChange): Record<string, unknown> {
  if (change.kind === 'set_roles') return { before: account.roles, after: change.roles }
  if (change.kind === 'set_superior') return { before: account.superiorId, after: change.superiorId }
  return {}
}

type Saving = Readonly<{
  change: AccountChange
  passwordHash: string | null
  now: ReturnType<Context['clock']['now']>
}>

async function saveChange(
  tx: Tx,
  { id }: OfficerAccount,
  { change, passwordHash, now }: Saving,
): Promise<void> {
  switch (change.kind) {
    case 'activate':
      return await saveOfficerActive(tx, id, true, now)
    case 'deactivate':
      return await saveOfficerActive(tx, id, false, now)
    case 'reset_password':
      return await saveOfficerPassword(tx, id, passwordHash ?? '', now)
    case 'set_roles':
      return await saveOfficerRoles(tx, id, change.roles)
    case 'set_superior':
      return await saveOfficerSuperior(tx, id, change.superiorId)
  }
}
