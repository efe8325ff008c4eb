import type { Static, TSchema } from 'typebox'
import {
  type Answer,
  ask,
  failed,
  joinTransaction,
  keepTokens,
  mostInOrder,
  nameSignatures,
  pending,
  readCertificate,
  signedOutcome,
  splitTransaction,
} from '#adapters/remote-signing'
import {
  ProviderUnreachable,
  type RemoteSigner,
  type SignerRef,
  type SigningOutcome,
  type SigningRequest,
  type StartedSigning,
} from '#modules/signing'
import { certificateAnswer, signAnswer, tokenAnswer } from './shapes.ts'

export type VgcaOptions = Readonly<{
  /** The base of the contract, up to and with `/mpki/v2`. */
  url: string
  userName: string
  password: string
  timeoutMs?: number
}>

const name = 'VGCA'

/**
 * The keys of the State's own authority (Ban Cơ yếu Chính phủ) in its module: the seals of agencies, which ask nobody. The
 * account of a signer is the id of the key. A seal asked twice over the same hash is the same seal: the value is the same.
 */
export function openVgca(options: VgcaOptions): RemoteSigner {
  const call = openCalls(options)
  return {
    key: 'vgca',
    name,
    asksConfirmation: false,
    takesTransactionKey: true,
    mostDocuments: mostInOrder,
    listCertificates: (signer) => listCertificates(call, signer),
    startSigning: (request) => start(call, request),
    async pollSigning(transactionId) {
      const { providerId, documentIds } = splitTransaction(transactionId)
      const path = `/transaction/${encodeURIComponent(providerId)}`
      return readAnswer(documentIds, await call({ path, schema: signAnswer }))
    },
    acceptCallback: () => null,
  }
}

type Call<T extends TSchema> = Readonly<{ path: string; body?: object; schema: T }>

function openCalls(options: VgcaOptions) {
  const tokens = keepTokens<string>()
  const send = <T extends TSchema>(
    { path, body, schema }: Call<T>,
    token?: string,
  ): Promise<Answer<Static<T>>> =>
    ask({
      provider: name,
      url: `${options.url.replace(/\/$/, '')}${path}`,
      ...(body && { body }),
      schema,
      timeoutMs: options.timeoutMs ?? 20_000,
      ...(token && { headers: { authorization: `Bearer ${token}` } }),
    })
  const login = async () => {
    const { userName, password } = options
    const body = { username: userName, password, grant_type: 'password', scope: 'sign' }
    const answer = await send({ path: '/auth/token', body, schema: tokenAnswer })
    if (answer.kind === 'unreadable') throw new ProviderUnreachable(`${name}: the login cannot be read`)
    if (answer.kind === 'refused') throw new NotLetIn(`${name} does not let us in`)
    return { token: answer.value.access_token, expiresInSeconds: answer.value.expires_in ?? 0 }
  }
  return async <T extends TSchema>(call: Call<T>): Promise<Answer<Static<T>>> => {
    const sendOnce = async () => await send(call, await tokens.get('', login))
    try {
      const first = await sendOnce()
      if (first.kind !== 'refused' || first.status !== 401) return first
      tokens.forget('')
      return await sendOnce()
    } catch (error) {
      if (error instanceof NotLetIn) return { kind: 'refused', status: 401, body: null }
      throw error
    }
  }
}

type Calls = ReturnType<typeof openCalls>

class NotLetIn extends Error {}

async function listCertificates(call: Calls, { account }: SignerRef) {
  const body = { keyId: account, serialNumber: '', includeChain: true }
  const answer = await call({ path: '/certificate', body, schema: certificateAnswer })
  if (answer.kind === 'unreadable') throw new ProviderUnreachable(`${name}: the list cannot be read`)
  if (answer.kind === 'refused') return []
  const { keyId, certificate, chain = [] } = answer.value
  const found = readCertificate(keyId, chain[0] === certificate ? chain : [certificate, ...chain])
  return found ? [found] : []
}

async function start(call: Calls, request: SigningRequest): Promise<StartedSigning> {
  const documentIds = request.documents.map(({ documentId }) => documentId)
  const body = {
    keyId: request.certificateId,
    requestId: request.transactionKey,
    hashes: request.documents.map(({ sha256 }) => Buffer.from(sha256).toString('base64')),
    hashAlgorithm: 'SHA-256',
    signatureAlgorithm: '1.2.840.113549.1.1.1',
    description: request.reason,
  }
  const answer = await call({ path: '/sign', body, schema: signAnswer })
  const providerId = answer.kind === 'read' ? answer.value.transactionId : request.transactionKey
  return {
    transactionId: joinTransaction(providerId, documentIds),
    outcome: readAnswer(documentIds, answer),
  }
}

function readAnswer(documentIds: readonly string[], answer: Answer<Static<typeof signAnswer>>): SigningOutcome {
  if (answer.kind === 'unreadable') return failed('answer_unreadable')
  if (answer.kind === 'refused') return explainRefusal(answer.status)
  const { status, signatures, code = '' } = answer.value
  const word = status.toUpperCase()
  if (/^(PENDING|WAITING|PROCESSING|IN_PROGRESS)$/.test(word)) return pending
  if (/^(COMPLETED|SUCCESS|DONE)$/.test(word)) {
    const given = nameSignatures(documentIds, signatures ?? [])
    return given ? signedOutcome(given) : failed('answer_unreadable')
  }
  if (word === 'REJECTED') return { state: 'refused' }
  if (word === 'TIMEOUT') return { state: 'expired' }
  return failed(/expired/i.test(code) ? 'certificate_expired' : 'provider_refused')
}

function explainRefusal(status: number): SigningOutcome {
  if (status === 401 || status === 403) return failed('credential_invalid')
  return failed(status === 404 ? 'certificate_unknown' : 'provider_refused')
}
