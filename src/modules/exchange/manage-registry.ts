import { randomBytes } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { hashSecret } from './authenticate-client.ts'
import { problem } from './errors.ts'
import { type Doing, recordChange } from './record-change.ts'
import { lockSystems } from './repository-ending.ts'
import {
  addCredential,
  type NewOffering,
  type NewVersion,
  renameMember,
  revokeCredential,
  saveMember,
  saveOffering,
  saveSubsystem,
  saveVersion,
} from './repository-registry.ts'

/** Holds a system that has not ended: nothing is given to one that has, also when it ends in the same moment. */
async function holdOpenSystem(tx: Tx, id: string): Promise<void> {
  const [system] = await lockSystems(tx, [id])
  if (!system || system.hasEnded) throw problem('exchange.system_ended')
}

export type SystemEntry = Readonly<{
  class: string
  member: string
  /** The name of a member that is not there yet. */
  memberName: string
  /** A member that is there gets this name too; without it, it keeps its own. */
  renamesMember?: boolean
  subsystem: string
  name: string
  contact: string
  callsPerMinute: number
  callsPerDay: number
}>

/**
 * Enters a system of a member, or changes its words and limits; a member that is not there yet is entered too. A code that
 * has ended is not used again: throws `exchange.system_ended`.
 */
export const enterSystem = (doing: Doing, system: SystemEntry): Promise<string> =>
  recordChange(doing, async (tx, at) => {
    const { class: memberClass, member, memberName, renamesMember = false, subsystem, ...rest } = system
    const fromOn = localDay(at).toString()
    const newMember = { id: makeId(), class: memberClass, code: member, name: memberName, fromOn }
    const owner = await saveMember(tx, newMember)
    if (owner.hasEnded) throw problem('exchange.system_ended')
    const entered = await saveSubsystem(tx, { id: makeId(), memberId: owner.id, code: subsystem, ...rest })
    if (entered.hasEnded) throw problem('exchange.system_ended')
    const { id } = entered
    const code = `${memberClass}/${member}/${subsystem}`
    const detail = { callsPerMinute: rest.callsPerMinute, callsPerDay: rest.callsPerDay }
    const entry = { action: 'exchange.enter_system', kind: 'subsystem', id, code, detail }
    const isRenamed = renamesMember && owner.name !== memberName
    if (isRenamed) await renameMember(tx, owner.id, memberName)
    const renamed = {
      ...{ action: 'exchange.rename_member', kind: 'member', id: owner.id, code: `${memberClass}/${member}` },
      detail: { from: owner.name, to: memberName },
    }
    return { result: id, entries: isRenamed ? [entry, renamed] : [entry] }
  })

export type OfferingEntry = Omit<NewOffering, 'id'> &
  Readonly<{ version: Omit<NewVersion, 'id' | 'offeringId'> }>

/**
 * Enters an offering with one version of it, or changes their words and addresses; answers the offering's id. A version
 * that is withdrawn never changes: throws `exchange.version_withdrawn`, and nothing is saved.
 */
export const enterOffering = (doing: Doing, { version, ...offering }: OfferingEntry): Promise<string> =>
  recordChange(doing, async (tx) => {
    await holdOpenSystem(tx, offering.subsystemId)
    const id = await saveOffering(tx, { id: makeId(), ...offering })
    const isSaved = await saveVersion(tx, { id: makeId(), offeringId: id, ...version })
    if (!isSaved) throw problem('exchange.version_withdrawn')
    const detail = { version: version.version, providerUrl: version.providerUrl }
    const entry = { action: 'exchange.enter_offering', kind: 'offering', id, code: offering.code, detail }
    return { result: id, entries: [entry] }
  })

/** A key as its owner gets it; the secret is nowhere else. */
export type IssuedKey = Readonly<{ clientId: string; clientSecret: string; expiresAt: Temporal.Instant }>

/** Makes a key for a subsystem: of `days` life; with `sandboxOfferingId` it opens that sandbox alone. */
export const issueKey = (
  doing: Doing,
  wish: Readonly<{ subsystemId: string; code: string; days: number; sandboxOfferingId: string | null }>,
): Promise<IssuedKey> =>
  recordChange(doing, async (tx, at) => {
    const { subsystemId, code, days, sandboxOfferingId } = wish
    await holdOpenSystem(tx, subsystemId)
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
    return { result: { clientId, clientSecret, expiresAt }, entries: [entry] }
  })

/** A certificate as it is registered: the end of its own validity is the end of its use here. */
export type CertificateEntry = Readonly<{ sha256: string; subject: string; expiresAt: Temporal.Instant }>

/** Lets the holder of a certificate speak for a subsystem until the certificate ends; false when it may already. */
export const registerCertificate = (
  doing: Doing,
  wish: Readonly<{ subsystemId: string; code: string; certificate: CertificateEntry }>,
): Promise<boolean> =>
  recordChange(doing, async (tx, at) => {
    const { subsystemId, code, certificate } = wish
    await holdOpenSystem(tx, subsystemId)
    const { expiresAt, ...proof } = certificate
    const clientId = `certificate-${randomBytes(8).toString('hex')}`
    const id = makeId()
    const kept = { id, subsystemId, clientId, sandboxOfferingId: null, issuedAt: at, expiresAt }
    const issuedName = doing.actor.fullName
    const isNew = await addCredential(tx, { ...kept, issuedName, secretSha256: null, certificate: proof })
    const detail = { clientId, sha256: certificate.sha256 }
    const entry = { action: 'exchange.register_certificate', kind: 'credential', id, code, detail }
    return { result: isNew, entries: isNew ? [entry] : [] }
  })

/** Revokes a key: its tokens are refused within seconds; the audit entry keeps why. False when it was revoked before. */
export const revokeKey = (
  doing: Doing,
  { clientId, reason }: Readonly<{ clientId: string; reason: string }>,
): Promise<boolean> =>
  recordChange(doing, async (tx, at) => {
    const isRevoked = await revokeCredential(tx, { clientId, at })
    const about = { kind: 'credential', id: clientId, code: clientId, detail: { reason } }
    const entry = { action: 'exchange.revoke_key', ...about }
    return { result: isRevoked, entries: isRevoked ? [entry] : [] }
  })
