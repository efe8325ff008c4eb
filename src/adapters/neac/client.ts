import { randomUUID } from 'node:crypto'
import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import {
  type Answer,
  ask,
  failed,
  isFromProvider,
  pending,
  readBase64,
  readCertificate,
  signedOutcome,
} from '#adapters/remote-signing'
import {
  ProviderUnreachable,
  type RemoteSigner,
  type SigningOutcome,
  type SigningRequest,
} from '#modules/signing'
import { certificatesAnswer, signAnswer, signFileAnswer, webhookBody } from './shapes.ts'

export type NeacOptions = Readonly<{
  url: string
  /** Sent as a bearer token. */
  token: string
  /** Our account at the certification authorities behind the gateway. */
  spId: string
  spPassword: string
  /** The authority of signers whose account does not name one: `VNPT-CA`. */
  caName: string
  webhookSecret?: string | undefined
  /** A call may wait for the person. */
  timeoutMs?: number
}>

/** A whole file to be signed at the gateway: it leaves our house with all that it says of people. */
export type FileToSign = Readonly<{
  account: string
  serialNumber: string
  certificate: Uint8Array
  transactionKey: string
  documentId: string
  name: string
  content: Uint8Array
}>

/** Besides hashes, the gateway signs whole files; nothing of the product asks it to. */
export type NeacGateway = RemoteSigner &
  Readonly<{
    /** The signed file as it came: who asks must verify it, and that the content stands in it unchanged. Null: refused. */
    signFile: (file: FileToSign) => Promise<Uint8Array | null>
  }>

const name = 'NEAC eSign'

/**
 * The NEAC eSign gateway. Hashes go by `sign` as the common description of remote signing has it (the signatures come at
 * once, or by webhook: there is nothing to ask after); whole files by `sign_file`. An account is `CA/personal id`.
 */
export function openNeac(options: NeacOptions): NeacGateway {
  return {
    key: 'neac',
    name,
    asksConfirmation: true,
    listCertificates: ({ account }) => listCertificates(options, account),
    startSigning: async (request) => ({
      transactionId: request.transactionKey,
      outcome: await start(options, request),
    }),
    pollSigning: async () => pending,
    acceptCallback: ({ headers, body }) => {
      if (!isFromProvider(headers, options.webhookSecret) || !Check(webhookBody, body)) return null
      const { transaction_id, status_code, message, signed_files } = body
      return { transactionId: transaction_id, outcome: readOutcome(status_code, message, signed_files ?? []) }
    },
    signFile: (file) => signFile(options, file),
  }
}

const post = <T extends TSchema>(
  { url, token, timeoutMs }: NeacOptions,
  path: string,
  { schema, body }: Readonly<{ schema: T; body: object }>,
): Promise<Answer<Static<T>>> =>
  ask({
    provider: name,
    url: `${url.replace(/\/$/, '')}/${path}`,
    body,
    schema,
    headers: { authorization: `Bearer ${token}` },
    timeoutMs: timeoutMs ?? 180_000,
  })

/** The person at their authority: `VNPT-CA/999…`, or the person alone at the usual one. */
function signerOf({ caName }: NeacOptions, account: string) {
  const [first = '', second] = account.split('/')
  return second === undefined ? { ca_name: caName, user_id: first } : { ca_name: first, user_id: second }
}

async function listCertificates(options: NeacOptions, account: string) {
  const answer = await post(options, 'get_certificate', {
    schema: certificatesAnswer,
    body: { ...callerOf(options), ...signerOf(options, account), transaction_id: randomUUID() },
  })
  if (answer.kind === 'unreadable') throw new ProviderUnreachable(`${name}: the list cannot be read`)
  if (answer.kind === 'refused') return []
  return answer.value.data.user_certificates.flatMap(({ serial_number, cert_data, chain_data }) => {
    const issuers = [chain_data?.ca_cert, chain_data?.root_cert].filter((text) => typeof text === 'string')
    return readCertificate(serial_number, [cert_data, ...issuers]) ?? []
  })
}

const callerOf = ({ spId, spPassword }: NeacOptions) => ({ sp_id: spId, sp_password: spPassword })

async function start(options: NeacOptions, request: SigningRequest): Promise<SigningOutcome> {
  const answer = await post(options, 'sign', {
    schema: signAnswer,
    body: {
      ...callerOf(options),
      ...signerOf(options, request.signer.account),
      serial_number: request.certificateId,
      transaction_id: request.transactionKey,
      transaction_desc: request.reason,
      sign_files: request.documents.map(({ documentId, sha256 }) => ({
        doc_id: documentId,
        data_to_be_signed: Buffer.from(sha256).toString('hex'),
        file_options: { file_type: 'pdf', sign_type: 'hash' },
      })),
    },
  })
  if (answer.kind === 'unreadable') return failed('answer_unreadable')
  if (answer.kind === 'refused') return explainRefusal(answer.status)
  const { status_code, message = '', data } = answer.value
  return data.signed_files ? readOutcome(status_code, message, data.signed_files) : pending
}

type SignedFile = NonNullable<NonNullable<Static<typeof webhookBody>['signed_files']>>[number]

function readOutcome(status: number, message: string, files: readonly SignedFile[]): SigningOutcome {
  if (status === 200 && files.length > 0) {
    return signedOutcome(
      files.map(({ doc_id, signature_value }) => ({ documentId: doc_id, value: signature_value })),
    )
  }
  if (/reject|refuse|cancel|từ chối/i.test(message)) return { state: 'refused' }
  if (/expire|timeout|hết hạn/i.test(message)) return { state: 'expired' }
  return status === 200 ? failed('answer_unreadable') : explainRefusal(status)
}

function explainRefusal(status: number): SigningOutcome {
  if (status === 401) return failed('credential_invalid')
  return failed(status === 403 ? 'certificate_expired' : 'provider_refused')
}

async function signFile(options: NeacOptions, file: FileToSign): Promise<Uint8Array | null> {
  const answer = await post(options, 'sign_file', {
    schema: signFileAnswer,
    body: {
      ...signerOf(options, file.account),
      cert_data: Buffer.from(file.certificate).toString('base64'),
      serial_number: file.serialNumber,
      transaction_id: file.transactionKey,
      sign_files: [
        {
          doc_id: file.documentId,
          file_name: file.name,
          file_base64: Buffer.from(file.content).toString('base64'),
        },
      ],
    },
  })
  if (answer.kind !== 'read') return null
  const signed = answer.value.data.signFiles.find(({ doc_id }) => doc_id === file.documentId)
  return readBase64(signed?.file_base64)
}
