import { KeyObject, randomUUID } from 'node:crypto'
import type { StandInAuthority } from '#adapters/authority'
import { signHash } from '#adapters/remote-signing'
import {
  ProviderUnreachable,
  type RemoteSigner,
  type SignerCertificate,
  type SigningOutcome,
  type SigningRequest,
} from '#modules/signing'

/** How the person behind the test's provider behaves, and what goes wrong on the way. */
export type SignerWill = {
  answer: 'at_once' | 'confirm' | 'refuse' | 'ignore' | 'wrong_hash' | 'leave_one_out'
  /** The call arrives, its answer does not. */
  losesStart: boolean
  /** Nothing arrives. */
  isAway: boolean
}

type Key = Readonly<{ certificate: SignerCertificate; privateKey: KeyObject }>
type Begun = Readonly<{ transactionId: string; request: SigningRequest }>

export type TestSigner = Readonly<{
  provider: RemoteSigner
  will: SignerWill
  /** Every confirmation a person was asked for. */
  begun: readonly Begun[]
  addKey: (account: string, order: Parameters<StandInAuthority['issue']>[0]) => Promise<string>
  /** What the provider would tell by itself about its last transaction. */
  callback: (signature?: string) => Promise<Readonly<{ headers: Record<string, string>; body: unknown }>>
}>

const proof = 'the proof of origin of the tests'

/** A provider in this process: real keys of the stand-in authority, and every fault a provider has. */
export function openTestSigner(
  authority: StandInAuthority,
  settings: Partial<Pick<RemoteSigner, 'key' | 'mostDocuments' | 'takesTransactionKey' | 'throughPage'>> &
    Readonly<{ finds?: boolean }> = {},
): TestSigner {
  const keys = new Map<string, Key[]>()
  const begun: Begun[] = []
  const will: SignerWill = { answer: 'confirm', losesStart: false, isAway: false }
  const { finds = true, ...given } = settings

  const outcomeOf = async ({ request }: Begun): Promise<SigningOutcome> => {
    if (will.answer === 'ignore') return { state: 'pending' }
    if (will.answer === 'refuse') return { state: 'refused' }
    const key = keys
      .get(request.signer.account)
      ?.find(({ certificate }) => certificate.certificateId === request.certificateId)
    if (!key) return { state: 'failed', code: 'certificate_unknown' }
    const documents = will.answer === 'leave_one_out' ? request.documents.slice(1) : request.documents
    const signatures = await Promise.all(
      documents.map(async (document) => ({
        documentId: document.documentId,
        value: signHash(key.privateKey, will.answer === 'wrong_hash' ? otherHash : document.sha256),
      })),
    )
    return { state: 'signed', signatures }
  }
  const named = (transactionId: string) => begun.find((one) => one.transactionId === transactionId)
  const started = async (one: Begun) => ({
    transactionId: one.transactionId,
    outcome: will.answer === 'at_once' ? await outcomeOf(one) : ({ state: 'pending' } as const),
  })
  const away = () => {
    if (will.isAway) throw new ProviderUnreachable('the provider of the tests is away')
  }

  const provider: RemoteSigner = {
    key: 'test',
    name: 'Chữ ký thử',
    asksConfirmation: true,
    ...given,
    listCertificates: async ({ account }) => {
      away()
      return (keys.get(account) ?? []).map(({ certificate }) => certificate)
    },
    startSigning: async (request) => {
      away()
      const again =
        given.takesTransactionKey && begun.find((one) => one.request.transactionKey === request.transactionKey)
      const one = again || { transactionId: randomUUID(), request }
      if (!again) begun.push(one)
      if (will.losesStart) throw new ProviderUnreachable('the answer was lost')
      return await started(one)
    },
    pollSigning: async (transactionId) => {
      away()
      const one = named(transactionId)
      return one ? await outcomeOf(one) : { state: 'failed', code: 'provider_refused' }
    },
    acceptCallback: ({ headers, body }) => {
      if (headers['x-proof'] !== proof) return null
      const { transactionId, signatures } = body as {
        transactionId: string
        signatures: { documentId: string; value: string }[]
      }
      const values = signatures.map(({ documentId, value }) => ({
        documentId,
        value: Buffer.from(value, 'base64'),
      }))
      return { transactionId, outcome: { state: 'signed', signatures: values } }
    },
    ...(finds && {
      findSigning: async (key: string) => {
        away()
        const one = begun.find(({ request }) => request.transactionKey === key)
        return one ? await started(one) : null
      },
    }),
  }

  return {
    provider,
    will,
    begun,
    addKey: async (account, order) => {
      const issued = await authority.issue(order)
      if (!issued.privateKey) throw new Error('the key lives elsewhere')
      const certificateId = issued.serialNumber
      const certificate = { certificateId, certificates: issued.chain, algorithm: 'rsa' as const }
      keys.set(account, [
        ...(keys.get(account) ?? []),
        { certificate, privateKey: KeyObject.from(issued.privateKey) },
      ])
      return certificateId
    },
    callback: async (transactionId = begun.at(-1)?.transactionId ?? '') => {
      const one = named(transactionId)
      const outcome = one ? await outcomeOf(one) : null
      const signatures = outcome?.state === 'signed' ? outcome.signatures : []
      return {
        headers: { 'x-proof': proof },
        body: {
          transactionId,
          signatures: signatures.map(({ documentId, value }) => ({
            documentId,
            value: Buffer.from(value).toString('base64'),
          })),
        },
      }
    },
  }
}

const otherHash = new Uint8Array(32).fill(7)
