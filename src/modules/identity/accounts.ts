import { getAgency } from '#modules/organisations'
import type { Db } from '#platform/db'
import type { AccountKey, Session } from './repository.ts'
import { findCitizenAccount, findOfficerAccount, findOfficerByUsername } from './repository-accounts.ts'
import { type Actor, nobody } from './rules/actor.ts'

/** Who an account stands for now, with today's roles and agency; `nobody` when it is closed. Remembered for 10 seconds. */
export function findActorOf(db: Db, { kind, accountId }: AccountKey): Promise<Actor> {
  return memoryOf(db).actors.get(accountId, () =>
    kind === 'officer' ? loadOfficer(db, accountId) : loadCitizen(db, accountId),
  )
}

async function loadOfficer(db: Db, accountId: string): Promise<Actor> {
  const account = await findOfficerAccount(db, accountId)
  if (!account?.active) return nobody
  const agency = await getAgency(db, account.agencyId)
  const { username, fullName, position, roles } = account
  return {
    kind: 'officer',
    accountId,
    username,
    fullName,
    position,
    roles,
    agencyId: agency.id,
    agencyCode: agency.code,
    agencyName: agency.name,
  }
}

async function loadCitizen(db: Db, accountId: string): Promise<Actor> {
  const account = await findCitizenAccount(db, { id: accountId })
  if (!account) return nobody
  const { personalId, fullName, assuranceLevel } = account
  return { kind: 'citizen', accountId, personalId, fullName, assuranceLevel }
}

/** The account people name: an officer's username, or a citizen's personal id. Null when unknown or closed. */
export async function findAccountByName(db: Db, name: string): Promise<AccountKey | null> {
  const citizen = /^\d{12}$/.test(name) ? await findCitizenAccount(db, { personalId: name }) : null
  if (citizen) return { kind: 'citizen', accountId: citizen.id }
  const officer = await findOfficerByUsername(db, name.trim().toLowerCase())
  return officer?.active ? { kind: 'officer', accountId: officer.id } : null
}

/** Keeps loaded values for a short while; two who ask at once share one load. */
type Memory<Value> = Readonly<{
  get: (key: string, load: () => Promise<Value>) => Promise<Value>
  drop: (key: string) => void
}>

const largest = 20_000

/** A memory of `maxAgeMs` of real time (not of the system's clock, which may stand still). */
function makeMemory<Value>(maxAgeMs: number): Memory<Value> {
  const kept = new Map<string, { at: number; value: Promise<Value> }>()
  const get = (key: string, load: () => Promise<Value>): Promise<Value> => {
    const at = performance.now()
    const known = kept.get(key)
    if (known && at - known.at < maxAgeMs) return known.value
    const value = load()
    const entry = { at, value }
    kept.delete(key)
    kept.set(key, entry)
    if (kept.size > largest) kept.delete(kept.keys().next().value ?? '')
    value.catch(() => kept.get(key) === entry && kept.delete(key))
    return value
  }
  return { get, drop: (key) => kept.delete(key) }
}

type Memories = Readonly<{ actors: Memory<Actor>; sessions: Memory<Session | null> }>
const memories = new WeakMap<Db, Memories>()

/**
 * What this process remembers of a database. Roles and closed accounts are seen by other processes within 10 seconds, a
 * sign-out within 3; in this process at once, because every change drops what it touches.
 */
export function memoryOf(db: Db): Memories {
  const known = memories.get(db) ?? { actors: makeMemory(10_000), sessions: makeMemory(3_000) }
  memories.set(db, known)
  return known
}
