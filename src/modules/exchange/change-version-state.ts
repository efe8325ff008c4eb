import { type Doing, recordChange } from './record-change.ts'
import { findOfferingById } from './repository.ts'
import { lockSystems } from './repository-ending.ts'
import { lockVersion, setVersionState } from './repository-registry.ts'
import { decideState, type StateRefusal, type VersionState } from './rules/choose-version.ts'

export type VersionWish = Readonly<{
  id: string
  offeringId: string
  /** What the audit entry calls the offering. */
  code: string
  /** How the version stood when it was decided. */
  seen: VersionState
  state: VersionState
  /** What the callers are told; null only for a version in force. */
  notice: string | null
}>

export type StateAnswer = Readonly<{ ok: true } | { ok: false; code: StateRefusal | 'not_found' }>

/**
 * Takes a version into maintenance now, withdraws it, or brings it back into force: each version by itself. Two at once: one
 * wins, the other is told.
 */
export const changeVersionState = (doing: Doing, wish: VersionWish): Promise<StateAnswer> =>
  recordChange<StateAnswer>(doing, async (tx, at) => {
    const { id, offeringId, code, seen, state, notice } = wish
    const refuse = (why: StateRefusal | 'not_found') =>
      ({ result: { ok: false, code: why }, entries: [] }) as const
    const offering = await findOfferingById(tx, offeringId)
    const [system] = offering ? await lockSystems(tx, [offering.subsystemId]) : []
    const version = system ? await lockVersion(tx, { id, offeringId }) : null
    if (!system || !version) return refuse('not_found')
    const refusal = decideState(version.state, { seen, state, providerEnded: system.hasEnded })
    if (refusal) return refuse(refusal)
    await setVersionState(tx, [id], { state, notice, at, name: doing.actor.fullName })
    const detail = { version: version.version, before: version.state, state, notice }
    const entry = { action: 'exchange.change_state', kind: 'offering_version', id, code, detail }
    return { result: { ok: true }, entries: [entry] }
  })
