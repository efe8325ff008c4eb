import { localDay } from '#modules/calendar'
import { listOfficerContacts, permissions } from '#modules/identity'
import type { Context } from '#platform/context'
import { openSealedText } from '#platform/secret'
import { judgeChain, judgeRevocation, readCertificate } from './judge-certificate.ts'
import {
  ProviderUnreachable,
  type RemoteSigner,
  type SignerCertificate,
  type SignerRef,
  type SigningOutside,
} from './ports.ts'
import type { Batch } from './repository.ts'
import type { Evidence } from './repository-evidence.ts'
import { findSeal, findSigner, listSigners, type Signer } from './repository-settings.ts'
import { refuseCertificate } from './rules/certificate.ts'
import { loadTrustAnchors } from './settings.ts'

/** What the secrets of provider accounts are sealed for. */
export const secretPurpose = 'signing.provider_secret'

/** The account a batch is signed with, as its provider takes it; null when its secret can no longer be opened. */
export async function openSigner(context: Context, batch: Batch): Promise<SignerRef | null> {
  const { db } = context
  const row = batch.signerId
    ? await findSigner(db, batch.signerId)
    : await findSeal(db, batch.agencySealId ?? batch.id)
  return row && openAccount(context, row)
}

function openAccount(
  { secret }: Context,
  { providerAccount, sealedSecret }: Pick<Signer, 'providerAccount' | 'sealedSecret'>,
): SignerRef | null {
  if (!sealedSecret) return { account: providerAccount }
  const opened = openSealedText(secret, secretPurpose, sealedSecret)
  return opened === null ? null : { account: providerAccount, secret: opened }
}

export type SignerChecked =
  | Readonly<{
      ok: true
      provider: RemoteSigner
      signer: SignerRef
      certificate: SignerCertificate
      evidence: readonly Evidence[]
    }>
  | Readonly<{ ok: false; code: string }>

const refuse = (code: string): SignerChecked => ({ ok: false, code })

/**
 * Checks at the moment of signing who signs and with what: the account is open and may sign, or the seal is in force; the
 * certificate holds, is theirs, leads to what we trust and is not revoked. Gives what was seen as evidence. Throws
 * `ProviderUnreachable`.
 */
export async function checkSigner(
  context: Context,
  outside: SigningOutside,
  batch: Batch,
): Promise<SignerChecked> {
  const provider = outside.providers.find(({ key }) => key === batch.provider)
  if (!provider) return refuse('provider_unknown')
  const authority = await checkAuthority(context, batch)
  if (!authority.ok) return authority
  const signer = await openSigner(context, batch)
  if (!signer) return refuse('secret_lost')
  const offered = await provider.listCertificates(signer)
  const certificate = offered.find(({ certificateId }) => certificateId === batch.certificateId)
  if (!certificate) return refuse('certificate_unknown')
  const judged = await judgeCertificate(context, outside, batch, certificate)
  if (!judged.ok) return judged
  return { ok: true, provider, signer, certificate, evidence: [authority.evidence, ...judged.evidence] }
}

type AuthorityChecked = Readonly<{ ok: true; evidence: Evidence }> | Readonly<{ ok: false; code: string }>

async function checkAuthority({ db, clock }: Context, batch: Batch): Promise<AuthorityChecked> {
  const at = clock.now()
  const evidence = (detail: Evidence['detail']): AuthorityChecked => ({
    ok: true,
    evidence: { batchId: batch.id, documentId: null, at, kind: 'authority', detail, der: null },
  })
  if (batch.accountId === null) {
    const seal = await findSeal(db, batch.agencySealId ?? batch.id)
    const today = localDay(at).toString()
    const holds = seal && !seal.retiredAt && seal.validFromOn <= today && today <= seal.validToOn
    return holds ? evidence({ seal: seal.id, agency: seal.agencyName }) : { ok: false, code: 'seal_retired' }
  }
  const [officer] = await listOfficerContacts(db, { accountIds: [batch.accountId] })
  if (!officer) return { ok: false, code: 'account_closed' }
  const signs: readonly string[] = permissions['signing.sign']
  if (!officer.roles.some((role) => signs.includes(role))) return { ok: false, code: 'not_authorised' }
  const { accountId, fullName, position, roles, agencyId } = officer
  return evidence({ accountId, fullName, position, roles, agencyId })
}

type CertificateJudged =
  | Readonly<{ ok: true; evidence: readonly Evidence[] }>
  | Readonly<{ ok: false; code: string }>

async function judgeCertificate(
  { db, clock }: Context,
  outside: SigningOutside,
  batch: Batch,
  { certificateId, certificates }: SignerCertificate,
): Promise<CertificateJudged> {
  const at = clock.now()
  const [own, issuer] = certificates
  const facts = own && readCertificate(own)
  if (!facts) return { ok: false, code: 'certificate_unreadable' }
  const refusal = refuseCertificate(facts, { at, fullName: batch.kind === 'seal' ? null : batch.signerName })
  if (refusal) return { ok: false, code: refusal }
  const chain = judgeChain(certificates, await loadTrustAnchors(db, outside))
  if (chain === 'untrusted') return { ok: false, code: 'certificate_untrusted' }
  const revocation = issuer ? await judgeRevocation(outside.revocation, { certificate: own, issuer, at }) : null
  if (revocation?.status === 'revoked') return { ok: false, code: 'certificate_revoked' }
  const about = { batchId: batch.id, documentId: null, at }
  const seen = { ...facts, validFrom: facts.validFrom.toString(), validTo: facts.validTo.toString() }
  return {
    ok: true,
    evidence: [
      ...certificates.map((der, index) => ({
        ...about,
        kind: 'certificate' as const,
        detail: index === 0 ? { certificateId, ...seen, chain } : { issuer: index },
        der,
      })),
      {
        ...about,
        kind: 'revocation',
        detail: { status: revocation?.status ?? 'unknown', source: revocation?.kind ?? null },
        der: revocation?.der ?? null,
      },
    ],
  }
}

/** An account with the certificates its provider has for it; null: the provider does not answer, or its secret is lost. */
export type AccountCertificates = Readonly<{
  signer: Signer
  providerName: string
  certificates: readonly SignerCertificate[] | null
}>

/** The accounts of an officer with their certificates, asked of all providers at once. */
export async function listOwnCertificates(
  context: Context,
  { providers }: SigningOutside,
  accountId: string,
): Promise<readonly AccountCertificates[]> {
  const signers = await listSigners(context.db, accountId)
  return await Promise.all(
    signers.map(async (signer) => {
      const provider = providers.find(({ key }) => key === signer.provider)
      const account = openAccount(context, signer)
      const certificates = provider && account ? await listCertificates(provider, account) : null
      return { signer, providerName: provider?.name ?? signer.provider, certificates }
    }),
  )
}

/** The certificates of an account at a provider; null: it does not answer. */
export async function listCertificates(
  provider: RemoteSigner,
  signer: SignerRef,
): Promise<readonly SignerCertificate[] | null> {
  try {
    return await provider.listCertificates(signer)
  } catch (error) {
    if (error instanceof ProviderUnreachable) return null
    throw error
  }
}
