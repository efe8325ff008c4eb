import { randomBytes } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { type AuditActor, appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { forgetCallers, hashSecret } from './authenticate-client.ts'
import { forgetOfferings } from './find-offering.ts'
import {
  addCredential,
  addRight,
  endRight,
  type NewOffering,
  type NewVersion,
  revokeCredential,
  saveMember,
  saveOffering,
  saveSubsystem,
  saveVersion,
  setVersionState,
} from './repository-registry.ts'
import type { VersionState } from './rules/choose-version.ts'

type Doing = Readonly<{ context: Context; actor: AuditActor & Readonly<{ fullName: string }> }>
type Entry = Readonly<{
  action: string
  kind: string
  id: string
  code: string
  detail?: Record<string, unknown>
}>

/** One change of the register and its audit entry, and what was remembered of it forgotten. */
async function change<Result>(
  { context, actor }: Doing,
  act: (tx: Tx, at: Temporal.Instant) => Promise<Readonly<{ result: Result; entry: Entry | null }>>,
): Promise<Result> {
  const { db, clock } = context
  const at = clock.now()
  const result = await db.transaction().execute(async (tx) => {
    const { result: given, entry } = await act(tx, at)
    if (entry) {
      const { action, kind, id, code, detail = {} } = entry
      await appendAudit(tx, { at, actor, action, subjectKind: kind, subjectId: id, subjectCode: code, detail })
    }
    return given
  })
  forgetOfferings(db)
  forgetCallers(db)
  return result
}

export type SystemEntry = Readonly<{
  class: string
  member: string
  memberName: string
  subsystem: string
  name: string
  contact: string
  callsPerMinute: number
  callsPerDay: number
}>

/** Enters a system of a member, or changes its words and limits; a member that is not there yet is entered too. */
export const enterSystem = (doing: Doing, system: SystemEntry): Promise<string> =>
  change(doing, async (tx, at) => {
    const { class: memberClass, member, memberName, subsystem, ...rest } = system
    const fromOn = localDay(at).toString()
    const newMember = { id: makeId(), class: memberClass, code: member, name: memberName, fromOn }
    const memberId = await saveMember(tx, newMember)
    const id = await saveSubsystem(tx, { id: makeId(), memberId, code: subsystem, ...rest })
    const code = `${memberClass}/${member}/${subsystem}`
    const detail = { callsPerMinute: rest.callsPerMinute, callsPerDay: rest.callsPerDay }
    return { result: id, entry: { action: 'exchange.enter_system', kind: 'subsystem', id, code, detail } }
  })

export type OfferingEntry = Omit<NewOffering, 'id'> &
  Readonly<{ version: Omit<NewVersion, 'id' | 'offeringId'> }>

/** Enters an offering with one version of it, or changes their words and addresses; answers the offering's id. */
export const enterOffering = (doing: Doing, { version, ...offering }: OfferingEntry): Promise<string> =>
  change(doing, async (tx) => {
    const id = await saveOffering(tx, { id: makeId(), ...offering })
    await saveVersion(tx, { id: makeId(), offeringId: id, ...version })
    const detail = { version: version.version, providerUrl: version.providerUrl }
    const entry = { action: 'exchange.enter_offering', kind: 'offering', id, code: offering.code, detail }
    return { result: id, entry }
  })

/** Takes a version out for maintenance with a notice, back into force, or away for good. */
export const changeVersionState = (
  doing: Doing,
  version: Readonly<{ id: string; code: string; state: VersionState; notice: string | null }>,
): Promise<void> =>
  change(doing, async (tx) => {
    const { id, code, state, notice } = version
    await setVersionState(tx, id, { state, notice })
    const detail = { state, notice }
    const entry = { action: 'exchange.change_state', kind: 'offering_version', id, code, detail }
    return { result: undefined, entry }
  })

/** Lets a subsystem call an offering from today on; false when it may already. */
export const grantRight = (
  doing: Doing,
  right: Readonly<{ subsystemId: string; offeringId: string; basis: string; code: string }>,
): Promise<boolean> =>
  change(doing, async (tx, at) => {
    const { code, ...given } = right
    const id = makeId()
    const fromOn = localDay(at).toString()
    const isNew = await addRight(tx, { ...given, id, fromOn, grantedName: doing.actor.fullName })
    const entry = { action: 'exchange.grant_right', kind: 'access_right', id, code, detail: given }
    return { result: isNew, entry: isNew ? entry : null }
  })

/** Ends a right at once: yesterday is the last day on which it held. */
export const withdrawRight = (
  doing: Doing,
  right: Readonly<{ id: string; offeringId: string; code: string }>,
): Promise<boolean> =>
  change(doing, async (tx, at) => {
    const { id, offeringId, code } = right
    const lastOn = localDay(at).subtract({ days: 1 }).toString()
    const isEnded = await endRight(tx, { id, offeringId, lastOn })
    const entry = { action: 'exchange.withdraw_right', kind: 'access_right', id, code }
    return { result: isEnded, entry: isEnded ? entry : null }
  })

/** A key as its owner gets it; the secret is nowhere else. */
export type IssuedKey = Readonly<{ clientId: string; clientSecret: string; expiresAt: Temporal.Instant }>

/** Makes a key for a subsystem: of `days` life; with `sandboxOfferingId` it opens that sandbox alone. */
export const issueKey = (
  doing: Doing,
  wish: Readonly<{ subsystemId: string; code: string; days: number; sandboxOfferingId: string | null }>,
): Promise<IssuedKey> =>
  change(doing, async (tx, at) => {
    const { subsystemId, code, days, sandboxOfferingId } = wish
    const clientId = `${sandboxOfferingId ? 'sandbox' : 'client'}-${randomBytes(8).toString('hex')}`
    const clientSecret = randomBytes(32).toString('base64url')
    const expiresAt = at.add({ hours: days * 24 })
    const id = makeId()
    const kept = { id, subsystemId, clientId, sandboxOfferingId, issuedAt: at, expiresAt }
    const issuedName = doing.actor.fullName
    const secretSha256 = hashSecret(clientSecret)
    await addCredential(tx, { ...kept, issuedName, secretSha256, certificate: null })
    const detail = { clientId, days, isSandbox: sandboxOfferingId !== null }
    const entry = { action: 'exchange.issue_key', kind: 'credential', id, code, detail }
    return { result: { clientId, clientSecret, expiresAt }, entry }
  })

/** A certificate as it is registered: the end of its own validity is the end of its use here. */
export type CertificateEntry = Readonly<{ sha256: string; subject: string; expiresAt: Temporal.Instant }>

/** Lets the holder of a certificate speak for a subsystem until the certificate ends; false when it may already. */
export const registerCertificate = (
  doing: Doing,
  wish: Readonly<{ subsystemId: string; code: string; certificate: CertificateEntry }>,
): Promise<boolean> =>
  change(doing, async (tx, at) => {
    const { subsystemId, code, certificate } = wish
    const { expiresAt, ...proof } = certificate
    const clientId = `certificate-${randomBytes(8).toString('hex')}`
    const id = makeId()
    const kept = { id, subsystemId, clientId, sandboxOfferingId: null, issuedAt: at, expiresAt }
    const issuedName = doing.actor.fullName
    const isNew = await addCredential(tx, { ...kept, issuedName, secretSha256: null, certificate: proof })
    const detail = { clientId, sha256: certificate.sha256 }
    const entry = { action: 'exchange.register_certificate', kind: 'credential', id, code, detail }
    return { result: isNew, entry: isNew ? entry : null }
  })

/** Revokes a key: its tokens are refused within seconds. False when it was revoked before. */
export const revokeKey = (doing: Doing, clientId: string): Promise<boolean> =>
  change(doing, async (tx, at) => {
    const isRevoked = await revokeCredential(tx, { clientId, at })
    const entry = { action: 'exchange.revoke_key', kind: 'credential', id: clientId, code: clientId }
    return { result: isRevoked, entry: isRevoked ? entry : null }
  })
