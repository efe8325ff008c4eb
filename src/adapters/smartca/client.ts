import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import {
  type Answer,
  ask,
  failed,
  isFromProvider,
  pending,
  readCertificate,
  signedOutcome,
} from '#adapters/remote-signing'
import {
  ProviderUnreachable,
  type RemoteSigner,
  type SigningOutcome,
  type SigningRequest,
} from '#modules/signing'
import { certificatesAnswer, signAnswer, statusAnswer, webhookBody } from './shapes.ts'

export type SmartcaOptions = Readonly<{
  /** The base of the contract, up to and with `/sca/sp769`. */
  url: string
  spId: string
  spPassword: string
  /** What SmartCA sends with its webhooks; unset: webhooks are not believed, signings are asked after. */
  webhookSecret?: string | undefined
  timeoutMs?: number
}>

const name = 'VNPT SmartCA'

type Session = Readonly<{
  options: SmartcaOptions
  /** SmartCA's own code of a transaction, by ours: what the description asks the status by. */
  codes: Map<string, string>
}>

/**
 * VNPT SmartCA, sp769 v4: hashes only, each signing confirmed on the signer's telephone. Our `transactionKey` is the
 * `transaction_id`, which must be unique there: sent twice it is refused, and then the one that has begun is looked for.
 */
export function openSmartca(options: SmartcaOptions): RemoteSigner {
  const session: Session = { options, codes: new Map() }
  return {
    key: 'smartca',
    name,
    asksConfirmation: true,
    takesTransactionKey: true,
    async findSigning(transactionKey) {
      const outcome = await findOutcome(session, transactionKey)
      return outcome && { transactionId: transactionKey, outcome }
    },
    listCertificates: ({ account }) => listCertificates(session, account),
    startSigning: async (request) => ({
      transactionId: request.transactionKey,
      outcome: await start(session, request),
    }),
    async pollSigning(transactionId) {
      return (await findOutcome(session, transactionId)) ?? failed('provider_refused')
    },
    acceptCallback: ({ headers, body }) => {
      if (!isFromProvider(headers, options.webhookSecret) || !Check(webhookBody, body)) return null
      if (body.sp_id !== options.spId) return null
      const outcome = readOutcome(body.status_code, body.message, body.signed_files ?? [])
      return { transactionId: body.transaction_id, outcome }
    },
  }
}

const post = <T extends TSchema>(
  { options }: Session,
  path: string,
  { schema, body }: Readonly<{ schema: T; body: object }>,
): Promise<Answer<Static<T>>> =>
  ask({
    provider: name,
    url: `${options.url.replace(/\/$/, '')}${path}`,
    body: { sp_id: options.spId, sp_password: options.spPassword, ...body },
    schema,
    timeoutMs: options.timeoutMs ?? 20_000,
  })

async function listCertificates(session: Session, account: string) {
  const body = { user_id: account, serial_number: '', transaction_id: randomUUID() }
  const answer = await post(session, '/v1/credentials/get_certificate', { schema: certificatesAnswer, body })
  if (answer.kind === 'unreadable') throw new ProviderUnreachable(`${name}: the list cannot be read`)
  if (answer.kind === 'refused') return []
  return answer.value.data.user_certificates.flatMap(({ serial_number, cert_data, chain_data }) => {
    const issuers = [chain_data.ca_cert, chain_data.root_cert].filter((text) => text !== null)
    return readCertificate(serial_number, [cert_data, ...issuers]) ?? []
  })
}

async function start(session: Session, request: SigningRequest): Promise<SigningOutcome> {
  const answer = await post(session, '/v1/signatures/sign', {
    schema: signAnswer,
    body: {
      user_id: request.signer.account,
      serial_number: request.certificateId,
      transaction_id: request.transactionKey,
      transaction_desc: request.reason,
      time_stamp: timeStamp(),
      sign_files: request.documents.map(({ documentId, sha256 }) => ({
        doc_id: documentId,
        file_type: 'pdf',
        sign_type: 'hash',
        data_to_be_signed: Buffer.from(sha256).toString('hex'),
      })),
    },
  })
  if (answer.kind === 'unreadable') return failed('answer_unreadable')
  if (answer.kind === 'refused') {
    const begun = answer.status === 400 ? await findOutcome(session, request.transactionKey) : null
    return begun ?? explainRefusal(answer.status, answer.body)
  }
  session.codes.set(request.transactionKey, answer.value.data.tran_code)
  return pending
}

/** How a transaction stands; null when SmartCA does not know it. */
async function findOutcome(session: Session, transactionId: string): Promise<SigningOutcome | null> {
  const asked = session.codes.get(transactionId) ?? transactionId
  const path = `/v1/signatures/sign/${encodeURIComponent(asked)}/status`
  const answer = await post(session, path, { schema: statusAnswer, body: {} })
  if (answer.kind === 'unreadable') return failed('answer_unreadable')
  if (answer.kind === 'refused') return answer.status === 401 ? failed('credential_invalid') : null
  const outcome = readOutcome(
    answer.value.status_code,
    answer.value.message,
    answer.value.data?.signatures ?? [],
  )
  if (outcome.state !== 'pending') session.codes.delete(transactionId)
  return outcome
}

type SignedFile = NonNullable<NonNullable<Static<typeof webhookBody>['signed_files']>>[number]

function readOutcome(status: number, message: string, files: readonly SignedFile[]): SigningOutcome {
  const word = message.trim().toLowerCase()
  if (/reject|refuse|cancel|từ chối/.test(word)) return { state: 'refused' }
  if (/expire|timeout|hết hạn giao dịch/.test(word)) return { state: 'expired' }
  if (status !== 200) return explainRefusal(status, { message })
  if (files.some(({ signature_value }) => signature_value)) {
    return signedOutcome(
      files.map(({ doc_id, signature_value }) => ({ documentId: doc_id, value: signature_value })),
    )
  }
  return word === 'success' && files.length > 0 ? failed('answer_unreadable') : pending
}

function explainRefusal(status: number, body: unknown): SigningOutcome {
  if (status === 401) return failed('credential_invalid')
  if (status !== 403) return failed('provider_refused')
  const message = (body as { message?: unknown } | undefined)?.message
  return failed(/expire|hết hạn/i.test(String(message)) ? 'certificate_expired' : 'certificate_unknown')
}

/** YYYYMMddHHmmssZ, in UTC. */
const timeStamp = (): string =>
  Temporal.Now.instant().toString({ smallestUnit: 'second' }).replaceAll(/[-:T]/g, '')
