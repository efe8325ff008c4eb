import { randomBytes } from 'node:crypto'
import { Type } from 'typebox'
import {
  type Credential,
  findCredential,
  route,
  type StandInAnswer,
  type StandInOptions,
  type StandInProtocol,
  type StandInProvider,
  type StandInRequest,
  type StandInWorld,
  startStandInProvider,
} from '#adapters/remote-signing'

type Credentials = Readonly<{ clientId: string; clientSecret: string; profileId: string }>

export type StandInMysign = StandInProvider & Credentials

/** Starts the stand-in MySign: the CSC API under `/adss/service`, and the telephone of the signers at `/telephone`. */
export async function startStandInMysign(
  options: StandInOptions & Partial<Credentials>,
): Promise<StandInMysign> {
  const credentials: Credentials = {
    clientId: options.clientId ?? 'motcua',
    clientSecret: options.clientSecret ?? 'stand-in',
    profileId: options.profileId ?? 'adss:ras:profile:001',
  }
  const started = await startStandInProvider(makeProtocol(credentials), options)
  return { ...started, ...credentials, url: `${started.url}/adss/service` }
}

const refuse = (status: number, error: string | number, words = ''): StandInAnswer => ({
  status,
  body: { error, error_description: words },
})

type State = Readonly<{
  world: StandInWorld
  credentials: Credentials
  /** The account of each token. */
  tokens: Map<string, string>
  /** What each SAD was given for: good once. */
  authorizations: Map<string, Readonly<{ credentialID: string; hash: readonly string[]; words: string }>>
}>

const makeProtocol = (credentials: Credentials): StandInProtocol => ({
  name: 'Viettel MySign',
  refuse: (status) => refuse(status, 'invalid_request', 'not as described'),
  routes: (world) => {
    const state: State = { world, credentials, tokens: new Map(), authorizations: new Map() }
    return [login(state), list(state), info(state), authorize(state), signHash(state), tellStatus(state)]
  },
  webhook: (transaction, { telephone }) => {
    const confirmed = transaction.decision === 'confirmed'
    const values = confirmed ? telephone.sign(transaction) : []
    return {
      meta_data: {
        request_id: `VIETTEL_${transaction.transactionId}`,
        transaction_id: transaction.transactionId,
        description: confirmed ? 'Ký thành công' : 'Người dùng từ chối',
        status: confirmed ? '1' : '4002',
      },
      data: {
        results: values.map((value, index) => ({
          document_id: transaction.documents[index]?.documentId,
          signature: value.toString('base64'),
        })),
      },
    }
  },
})

const base = '/adss/service'

const login = ({ world, credentials, tokens }: State) =>
  route({
    method: 'POST',
    path: `${base}/ras/v1/login`,
    schema: Type.Object({
      client_id: Type.String(),
      client_secret: Type.String(),
      profile_id: Type.String(),
      user_id: Type.String(),
    }),
    answer({ body }) {
      if (body.client_id !== credentials.clientId) return refuse(401, 58007, 'Client ID does not exist')
      const secretFits = body.client_secret === credentials.clientSecret && !world.faults().credential
      if (!secretFits || body.profile_id !== credentials.profileId) {
        return refuse(401, 86024, 'Client secret is invalid')
      }
      if (!world.keys.signers.some(({ account }) => account === body.user_id)) {
        return refuse(401, 58008, 'User ID does not exist')
      }
      const token = randomBytes(24).toString('base64url')
      tokens.set(token, body.user_id)
      return {
        body: { access_token: token, refresh_token: '', token_type: 'Bearer', expires_in: '3600' },
      }
    },
  })

type Opened = Readonly<{ account: string; credential: Credential }>

/** Whose token it is, and the credential of that account; an answer when that cannot be told. */
async function open(
  { world, tokens }: State,
  { headers }: Pick<StandInRequest, 'headers'>,
  credentialID?: string,
): Promise<Opened | StandInAnswer> {
  const account = tokens.get(headers.authorization?.replace(/^Bearer /, '') ?? '')
  const credential = account && !world.faults().credential ? await findCredential(world, account) : null
  if (!account || !credential) return refuse(401, 'access_denied', 'the token is not valid')
  if (credentialID !== undefined && credentialID !== credential.credentialId) {
    return refuse(400, 'invalid_request', 'Invalid parameter credentialID')
  }
  return { account, credential }
}

const list = (state: State) =>
  route({
    method: 'POST',
    path: `${base}/ras/csc/v1/credentials/list`,
    schema: Type.Object({ userID: Type.String() }),
    async answer(request) {
      const opened = await open(state, request)
      if (!('account' in opened)) return opened
      return { body: { credentialIDs: [opened.credential.credentialId] } }
    },
  })

const info = (state: State) =>
  route({
    method: 'POST',
    path: `${base}/ras/csc/v1/credentials/info`,
    schema: Type.Object({
      credentialID: Type.String(),
      certificates: Type.Literal('chain'),
      certInfo: Type.Boolean(),
      authInfo: Type.Boolean(),
    }),
    async answer(request) {
      const opened = await open(state, request, request.body.credentialID)
      if (!('account' in opened)) return opened
      const expired = state.world.faults().certificate === 'expired'
      return {
        body: {
          key: { status: 'enabled', algo: ['1.2.840.113549.1.1.1'], len: '2048', curve: null },
          cert: {
            status: expired ? 'expired' : 'valid',
            certificates: opened.credential.chain.map((der) => Buffer.from(der).toString('base64')),
            serialNumber: opened.credential.serialNumber,
          },
          authMode: 'implicit',
          SCAL: '2',
          multisign: '2147483647',
        },
      }
    },
  })

const documents = Type.Array(
  Type.Object({ document_id: Type.String(), document_name: Type.String({ maxLength: 100 }) }),
  { minItems: 1, maxItems: 500 },
)
const hash = Type.Array(Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }), { minItems: 1, maxItems: 500 })

const authorize = (state: State) =>
  route({
    method: 'POST',
    path: `${base}/ras/csc/v1/credentials/authorize`,
    schema: Type.Object({
      credentialID: Type.String(),
      numSignatures: Type.Integer({ minimum: 1 }),
      documents,
      hash,
      description: Type.Optional(Type.String({ maxLength: 100 })),
    }),
    async answer(request) {
      const { body } = request
      const opened = await open(state, request, body.credentialID)
      if (!('account' in opened)) return opened
      if (body.numSignatures !== body.hash.length) return refuse(400, 'invalid_request', 'numSignatures')
      if (state.world.faults().certificate === 'expired')
        return refuse(400, 13004, 'the certificate has expired')
      const SAD = randomBytes(24).toString('base64url')
      const words = Buffer.from(body.description ?? '', 'base64').toString()
      state.authorizations.set(SAD, { credentialID: body.credentialID, hash: body.hash, words })
      return { body: { SAD, expiresIn: 300 } }
    },
  })

const signHash = (state: State) =>
  route({
    method: 'POST',
    path: `${base}/ras/csc/v1/signatures/signHash`,
    begins: true,
    schema: Type.Object({
      credentialID: Type.String(),
      SAD: Type.String(),
      documents,
      hash,
      hashAlgo: Type.Literal('2.16.840.1.101.3.4.2.1'),
      signAlgo: Type.Literal('1.2.840.113549.1.1.1'),
      async: Type.Optional(Type.Integer()),
    }),
    async answer(request) {
      const { body } = request
      const opened = await open(state, request, body.credentialID)
      if (!('account' in opened)) return opened
      const authorized = state.authorizations.get(body.SAD)
      if (!authorized || JSON.stringify(authorized.hash) !== JSON.stringify(body.hash)) {
        return refuse(400, 'invalid_request', 'The SAD was not given for these hashes, or is used')
      }
      state.authorizations.delete(body.SAD)
      const { transactionId } = state.world.telephone.begin({
        key: body.SAD,
        ...opened,
        reason: authorized.words,
        documents: body.documents.map(({ document_id, document_name }, index) => ({
          documentId: document_id,
          name: Buffer.from(document_name, 'base64').toString(),
          sha256: Buffer.from(body.hash[index] ?? '', 'base64'),
        })),
      })
      return { body: { transactionId } }
    },
  })

const tellStatus = (state: State) =>
  route({
    method: 'POST',
    path: `${base}/requests/status`,
    schema: Type.Object({ transactionId: Type.String() }),
    async answer(request) {
      const opened = await open(state, request)
      if (!('account' in opened)) return opened
      const { telephone } = state.world
      const transaction = telephone.find(request.body.transactionId)
      if (transaction?.account !== opened.account) return refuse(400, 'invalid_request', 'no such transaction')
      const status = { waiting: '4000', expired: '4001', refused: '4002', confirmed: '1' }[
        telephone.stateOf(transaction)
      ]
      if (status !== '1') return { body: { status } }
      return {
        body: { status, signatures: telephone.sign(transaction).map((value) => value.toString('base64')) },
      }
    },
  })
