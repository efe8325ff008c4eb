import { createHash } from 'node:crypto'
import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { readPemCertificates } from '#platform/pem'
import { sealText } from '#platform/secret'
import { secretPurpose } from './check-signer.ts'
import { readCertificate } from './judge-certificate.ts'
import {
  type AgencySeal,
  appendAppearance,
  appendSeal,
  appendSigner,
  appendTrustAnchor,
  endSigner,
  retireSeal,
  retireTrustAnchor,
} from './repository-settings.ts'
import type { AppearanceSettings } from './rules/appearance.ts'

/** An account at a provider as it is typed; `imageSha256` names a PNG of the file store. */
export type GivenAccount = Readonly<{
  provider: string
  account: string
  secret: string | null
  imageSha256: string | null
}>

type Change = Readonly<{
  action: string
  subjectKind: string
  subjectId: string
  detail?: Record<string, unknown>
}>

/** Writes a change and who made it, or neither. */
const change = <Value>(
  { db, clock }: Context,
  actor: OfficerActor,
  entry: Change,
  write: (tx: Tx) => Promise<Value>,
): Promise<Value> =>
  db.transaction().execute(async (tx) => {
    const value = await write(tx)
    await appendAudit(tx, { at: clock.now(), actor, ...entry })
    return value
  })

const sealed = ({ secret }: Context, given: string | null): Buffer | null =>
  given ? sealText(secret, secretPurpose, given) : null

/** An officer says which account at a provider is theirs; the one before ends. */
export async function saveSigner(context: Context, officer: OfficerActor, given: GivenAccount): Promise<void> {
  const at = context.clock.now()
  const id = makeId(at.epochMilliseconds)
  const entry = {
    action: 'signing.save_signer',
    subjectKind: 'signer',
    subjectId: id,
    detail: { provider: given.provider },
  }
  await change(context, officer, entry, async (tx) => {
    await endSigner(tx, officer.accountId, given.provider, at)
    await appendSigner(tx, {
      id,
      accountId: officer.accountId,
      accountName: officer.fullName,
      provider: given.provider,
      providerAccount: given.account,
      sealedSecret: sealed(context, given.secret),
      imageSha256: given.imageSha256,
      fromAt: at,
    })
  })
}

/** The officer signs at this provider no more. What has begun is ended with the account it began with. */
export async function removeSigner(context: Context, officer: OfficerActor, provider: string): Promise<void> {
  const entry = { action: 'signing.remove_signer', subjectKind: 'signer', subjectId: officer.accountId }
  await change(context, officer, { ...entry, detail: { provider } }, (tx) =>
    endSigner(tx, officer.accountId, provider, context.clock.now()),
  )
}

export type GivenSeal = GivenAccount &
  Pick<
    AgencySeal,
    'agencyId' | 'agencyName' | 'certificateId' | 'certificateName' | 'validFromOn' | 'validToOn'
  >

/** The seal of an agency, from a day to a day. Of several that hold on one day, the one that began last is used. */
export async function addSeal(context: Context, actor: OfficerActor, given: GivenSeal): Promise<string> {
  const at = context.clock.now()
  const id = makeId(at.epochMilliseconds)
  const { account, secret, ...rest } = given
  const entry = {
    action: 'signing.add_seal',
    subjectKind: 'agency_seal',
    subjectId: id,
    detail: { agency: given.agencyId, certificate: given.certificateId },
  }
  await change(context, actor, entry, (tx) =>
    appendSeal(tx, {
      ...rest,
      id,
      providerAccount: account,
      sealedSecret: sealed(context, secret),
      addedAt: at,
      addedName: actor.fullName,
    }),
  )
  return id
}

/** The seal is used no more; what was sealed stays sealed. False: it was retired before. */
export const stopSeal = (context: Context, actor: OfficerActor, id: string): Promise<boolean> =>
  change(
    context,
    actor,
    { action: 'signing.retire_seal', subjectKind: 'agency_seal', subjectId: id },
    async (tx) => await retireSeal(tx, id, { at: context.clock.now(), name: actor.fullName }),
  )

/** How signatures are shown under a key from now on; the settings have been checked. */
export async function saveAppearance(
  context: Context,
  actor: OfficerActor,
  key: string,
  settings: AppearanceSettings,
): Promise<void> {
  const at = context.clock.now()
  const id = makeId(at.epochMilliseconds)
  const entry = { action: 'signing.save_appearance', subjectKind: 'appearance', subjectId: id, detail: { key } }
  await change(context, actor, entry, (tx) =>
    appendAppearance(tx, id, { key, settings, savedAt: at, savedName: actor.fullName }),
  )
}

export type AnchorAdded =
  | Readonly<{ ok: true }>
  | Readonly<{ ok: false; code: 'not_a_certificate' | 'already_trusted' }>

/** From now on everything that leads to this certificate (PEM or DER) is trusted. `basis`: on whose decision. */
export async function addTrustAnchor(
  context: Context,
  actor: OfficerActor,
  given: Readonly<{ content: Uint8Array; name: string; basis: string }>,
): Promise<AnchorAdded> {
  const der = readPemOrDer(given.content)
  const facts = readCertificate(der)
  if (!facts) return { ok: false, code: 'not_a_certificate' }
  const at = context.clock.now()
  const id = makeId(at.epochMilliseconds)
  const sha256 = createHash('sha256').update(der).digest('hex')
  const entry = { action: 'signing.add_trust_anchor', subjectKind: 'trust_anchor', subjectId: id }
  const isNew = await change(context, actor, { ...entry, detail: { sha256, basis: given.basis } }, (tx) =>
    appendTrustAnchor(tx, {
      id,
      name: given.name || facts.commonName,
      der,
      sha256,
      validFrom: facts.validFrom,
      validTo: facts.validTo,
      basis: given.basis,
      addedAt: at,
      addedName: actor.fullName,
    }),
  )
  return isNew ? { ok: true } : { ok: false, code: 'already_trusted' }
}

/** Nothing is trusted for its sake any more. False: it was retired before. */
export const stopTrusting = (context: Context, actor: OfficerActor, id: string): Promise<boolean> =>
  change(
    context,
    actor,
    { action: 'signing.retire_trust_anchor', subjectKind: 'trust_anchor', subjectId: id },
    async (tx) => await retireTrustAnchor(tx, id, { at: context.clock.now(), name: actor.fullName }),
  )

const readPemOrDer = (content: Uint8Array): Uint8Array =>
  readPemCertificates(Buffer.from(content).toString('latin1'))[0] ?? content
