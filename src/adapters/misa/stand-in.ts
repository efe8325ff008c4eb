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
  type StandInTransaction,
  type StandInWorld,
  startStandInProvider,
} from '#adapters/remote-signing'

type Credentials = Readonly<{ clientId: string; clientKey: string }>

export type StandInMisa = StandInProvider & Credentials

/** Starts the stand-in MISA eSign, and the telephone of the signers at `/telephone`. */
export async function startStandInMisa(options: StandInOptions & Partial<Credentials>): Promise<StandInMisa> {
  const credentials = {
    clientId: options.clientId ?? 'motcua',
    clientKey: options.clientKey ?? 'stand-in',
  }
  const started = await startStandInProvider(makeProtocol(credentials), options)
  return { ...started, ...credentials }
}

const refuse = (status: number, devMsg: string): StandInAnswer => ({
  status,
  body: { error: true, errorCode: status, devMsg, userMsg: 'Yêu cầu không thực hiện được' },
})

type State = Readonly<{ world: StandInWorld; credentials: Credentials; tokens: Map<string, string> }>

const makeProtocol = (credentials: Credentials): StandInProtocol => ({
  name: 'MISA eSign',
  refuse: (status) => refuse(status, 'not as described'),
  routes: (world) => {
    const state: State = { world, credentials, tokens: new Map() }
    return [login(state), listCertificates(state), sign(state), tellStatus(state)]
  },
  webhook: (transaction, world) => describe(transaction, world),
})

function isOurs({ world, credentials }: State, { headers }: Pick<StandInRequest, 'headers'>): boolean {
  const { 'x-clientid': id, 'x-clientkey': key } = headers
  return id === credentials.clientId && key === credentials.clientKey && !world.faults().credential
}

const userIdOf = (account: string): string => `misa-${account}`

const login = (state: State) =>
  route({
    method: 'POST',
    path: '/api/auth/api/v1/auth/login-api',
    schema: Type.Object({ userName: Type.String(), password: Type.String() }),
    answer(request) {
      const { userName, password } = request.body
      const signer = state.world.keys.signers.find(({ account }) => account === userName)
      if (!isOurs(state, request) || !signer || (signer.password ?? '') !== password) {
        return { status: 401, body: { status: { code: 401, error: true, errorCode: 103 }, data: null } }
      }
      const token = randomBytes(24).toString('base64url')
      state.tokens.set(token, userName)
      return {
        body: {
          status: { type: 'success', code: 200, message: '', error: false, errorCode: 0 },
          data: {
            accessToken: randomBytes(24).toString('base64url'),
            remoteSigningAccessToken: token,
            tokenType: 'Bearer',
            expiresIn: 3600,
            refreshToken: '',
            user: { id: userIdOf(userName), username: userName },
          },
        },
      }
    },
  })

type Opened = Readonly<{ account: string; credential: Credential }>

async function open(state: State, request: Pick<StandInRequest, 'headers'>): Promise<Opened | null> {
  const given = request.headers.authorizationrm
  const account = typeof given === 'string' ? state.tokens.get(given.replace(/^Bearer /, '')) : undefined
  if (!account || !isOurs(state, request)) return null
  const credential = await findCredential(state.world, account)
  return credential && { account, credential }
}

const listCertificates = (state: State) =>
  route({
    method: 'GET',
    path: '/external/esrm/service/general/api/v1/Certificates/by-userId',
    schema: Type.Unknown(),
    async answer(request) {
      const opened = await open(state, request)
      if (!opened) return refuse(401, 'the token is not valid')
      const { account, credential } = opened
      const chain = credential.chain.map((der) => Buffer.from(der).toString('base64'))
      const certificate = {
        userId: userIdOf(account),
        keyAlias: credential.credentialId,
        appName: 'motcua',
        keyStatus: 'ACTIVE',
        certificate: chain[0],
        certiticateChain: chain,
        certStatus: 'ACTIVE',
        isAutoSign: false,
      }
      return { body: [certificate] }
    },
  })

const sign = (state: State) =>
  route({
    method: 'POST',
    path: '/external/esrm/service/signing/api/v1/Signing/hash',
    begins: true,
    schema: Type.Object({
      DataToBeDisplayed: Type.String(),
      UserId: Type.String(),
      CertAlias: Type.String(),
      Documents: Type.Array(
        Type.Object({
          DocumentId: Type.String({ minLength: 1, maxLength: 36 }),
          FileToSign: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }),
          DocumentName: Type.String({ maxLength: 100 }),
        }),
        { minItems: 1, maxItems: 500 },
      ),
    }),
    async answer(request) {
      const opened = await open(state, request)
      const { body } = request
      if (!opened || body.UserId !== userIdOf(opened.account)) return refuse(401, 'the token is not valid')
      if (body.CertAlias !== opened.credential.credentialId) return refuse(404, 'no such certificate')
      const { transactionId } = state.world.telephone.begin({
        key: randomBytes(12).toString('hex'),
        ...opened,
        reason: body.DataToBeDisplayed,
        documents: body.Documents.map(({ DocumentId, DocumentName, FileToSign }) => ({
          documentId: DocumentId,
          name: DocumentName,
          sha256: Buffer.from(FileToSign, 'base64'),
        })),
      })
      return { body: { transactionId } }
    },
  })

const tellStatus = (state: State) =>
  route({
    method: 'GET',
    path: '/external/esrm/service/signing/api/v1/Signing/status/*',
    schema: Type.Unknown(),
    async answer(request) {
      const opened = await open(state, request)
      if (!opened) return refuse(401, 'the token is not valid')
      const transaction = state.world.telephone.find(request.rest)
      if (transaction?.account !== opened.account) return refuse(404, 'no such transaction')
      return { body: describe(transaction, state.world) }
    },
  })

function describe(transaction: StandInTransaction, { telephone, faults }: StandInWorld) {
  const state = telephone.stateOf(transaction)
  const expired = faults().certificate === 'expired'
  const { transactionId, documents } = transaction
  const answer = { transactionId, errorCode: '', errorDescription: '', signatures: [] as object[] }
  if (expired) return { ...answer, status: 'FAILED', errorCode: 'CERT_EXPIRED' }
  if (state === 'expired') return { ...answer, status: 'FAILED', errorCode: 'TRANSACTION_TIMEOUT' }
  if (state === 'refused') return { ...answer, status: 'CANCELLED', errorCode: 'USER_CANCELLED' }
  if (state === 'waiting') return { ...answer, status: 'PENDING' }
  const values = telephone.sign(transaction)
  const signatures = documents.map(({ documentId }, index) => ({
    documentId,
    signature: values[index]?.toString('base64'),
  }))
  return { ...answer, status: 'SUCCESS', signatures }
}
