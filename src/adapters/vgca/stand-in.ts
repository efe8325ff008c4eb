import { randomBytes } from 'node:crypto'
import { Type } from 'typebox'
import {
  findCredential,
  route,
  type StandInAnswer,
  type StandInOptions,
  type StandInProtocol,
  type StandInProvider,
  type StandInRequest,
  type StandInTransaction,
  type StandInWorld,
  startStandInProvider,
} from '#adapters/remote-signing'

type Credentials = Readonly<{ userName: string; password: string }>

export type StandInVgca = StandInProvider & Credentials

/** Starts the stand-in of VGCA's module under `/mpki/v2`; it signs at once unless told otherwise. */
export async function startStandInVgca(options: StandInOptions & Partial<Credentials>): Promise<StandInVgca> {
  const credentials = {
    userName: options.userName ?? 'motcua',
    password: options.password ?? 'stand-in',
  }
  const started = await startStandInProvider(makeProtocol(credentials), { confirms: 'at_once', ...options })
  return { ...started, ...credentials, url: `${started.url}/mpki/v2` }
}

const refuse = (status: number, message: string): StandInAnswer => ({ status, body: { message } })

type State = Readonly<{ world: StandInWorld; credentials: Credentials; tokens: Set<string> }>

const makeProtocol = (credentials: Credentials): StandInProtocol => ({
  name: 'VGCA',
  refuse: (status) => refuse(status, 'not as described'),
  routes: (world) => {
    const state: State = { world, credentials, tokens: new Set() }
    return [giveToken(state), giveCertificate(state), sign(state), tellTransaction(state)]
  },
  webhook: null,
})

const base = '/mpki/v2'

const giveToken = ({ world, credentials, tokens }: State) =>
  route({
    method: 'POST',
    path: `${base}/auth/token`,
    schema: Type.Object({
      username: Type.String(),
      password: Type.String(),
      grant_type: Type.Literal('password'),
      scope: Type.Optional(Type.String()),
    }),
    answer({ body }) {
      const known = body.username === credentials.userName && body.password === credentials.password
      if (!known || world.faults().credential) return refuse(401, 'unknown user name or password')
      const token = randomBytes(24).toString('base64url')
      tokens.add(token)
      return { body: { access_token: token, token_type: 'Bearer', expires_in: 3600 } }
    },
  })

const isLetIn = ({ world, tokens }: State, { headers }: Pick<StandInRequest, 'headers'>): boolean =>
  tokens.has(headers.authorization?.replace(/^Bearer /, '') ?? '') && !world.faults().credential

const giveCertificate = (state: State) =>
  route({
    method: 'POST',
    path: `${base}/certificate`,
    schema: Type.Object({
      keyId: Type.String(),
      serialNumber: Type.Optional(Type.String()),
      includeChain: Type.Boolean(),
    }),
    async answer(request) {
      if (!isLetIn(state, request)) return refuse(401, 'the token is not valid')
      const credential = await findCredential(state.world, request.body.keyId)
      if (!credential) return refuse(404, 'no such key')
      const chain = credential.chain.map((der) => Buffer.from(der).toString('base64'))
      return { body: { keyId: request.body.keyId, certificate: chain[0], chain } }
    },
  })

const sign = (state: State) =>
  route({
    method: 'POST',
    path: `${base}/sign`,
    begins: true,
    schema: Type.Object({
      keyId: Type.String(),
      requestId: Type.Optional(Type.String({ minLength: 1 })),
      hashes: Type.Array(Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }), { minItems: 1, maxItems: 500 }),
      hashAlgorithm: Type.Literal('SHA-256'),
      signatureAlgorithm: Type.Literal('1.2.840.113549.1.1.1'),
      description: Type.Optional(Type.String()),
    }),
    async answer(request) {
      if (!isLetIn(state, request)) return refuse(401, 'the token is not valid')
      const { body } = request
      const { world } = state
      const credential = await findCredential(world, body.keyId)
      if (!credential) return refuse(404, 'no such key')
      const transaction = world.telephone.begin({
        key: body.requestId ?? randomBytes(12).toString('hex'),
        account: body.keyId,
        credential,
        reason: body.description ?? '',
        documents: body.hashes.map((hash, index) => ({
          documentId: String(index),
          name: `${body.description ?? ''} (${index + 1})`,
          sha256: Buffer.from(hash, 'base64'),
        })),
      })
      return { body: describe(transaction, world) }
    },
  })

const tellTransaction = (state: State) =>
  route({
    method: 'GET',
    path: `${base}/transaction/*`,
    schema: Type.Unknown(),
    answer(request) {
      if (!isLetIn(state, request)) return refuse(401, 'the token is not valid')
      const transaction = state.world.telephone.find(request.rest)
      return transaction ? { body: describe(transaction, state.world) } : refuse(404, 'no such transaction')
    },
  })

function describe(transaction: StandInTransaction, { telephone, faults }: StandInWorld) {
  const { transactionId } = transaction
  if (faults().certificate === 'expired') {
    return { transactionId, status: 'FAILED', code: 'CERTIFICATE_EXPIRED' }
  }
  const status = { waiting: 'PENDING', confirmed: 'COMPLETED', refused: 'REJECTED', expired: 'TIMEOUT' }[
    telephone.stateOf(transaction)
  ]
  const signed = status === 'COMPLETED' ? telephone.sign(transaction) : []
  return { transactionId, status, signatures: signed.map((value) => value.toString('base64')) }
}
