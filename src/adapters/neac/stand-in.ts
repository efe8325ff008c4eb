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

type Credentials = Readonly<{ token: string; spId: string; spPassword: string; caName: string }>

export type StandInNeac = StandInProvider & Credentials

/** Makes a signed PDF of a whole file, as the gateway does. */
export type SignPdf = (content: Uint8Array, credential: Credential) => Promise<Uint8Array>

/** Starts the stand-in NEAC gateway; an account of its signers is `CA/personal id`. */
export async function startStandInNeac(
  options: StandInOptions & Partial<Credentials> & Readonly<{ signPdf?: SignPdf }>,
): Promise<StandInNeac> {
  const credentials: Credentials = {
    token: options.token ?? 'stand-in',
    spId: options.spId ?? 'motcua',
    spPassword: options.spPassword ?? 'stand-in',
    caName: options.caName ?? 'VNPT-CA',
  }
  const started = await startStandInProvider(makeProtocol(credentials, options.signPdf), options)
  return { ...started, ...credentials }
}

const says = (status: number, message: string, data: unknown = null): StandInAnswer => ({
  status,
  body: { status_code: status, message, data },
})

const makeProtocol = (credentials: Credentials, signPdf?: SignPdf): StandInProtocol => ({
  name: 'NEAC eSign',
  refuse: (status) => says(status, status === 404 ? 'NOT_FOUND' : 'BAD_REQUEST'),
  routes: (world) => [
    getCertificate(world, credentials),
    sign(world, credentials),
    ...(signPdf ? [signFile(world, credentials, signPdf)] : []),
  ],
  webhook: (transaction, { telephone }) => {
    const confirmed = transaction.decision === 'confirmed'
    const values = confirmed ? telephone.sign(transaction) : []
    return {
      status_code: 200,
      message: confirmed ? 'SUCCESS' : 'USER_REJECTED',
      transaction_id: transaction.key,
      signed_files: nameValues(transaction.documents, values),
    }
  },
})

const nameValues = (documents: readonly Readonly<{ documentId: string }>[], values: readonly Buffer[]) =>
  values.map((value, index) => ({
    doc_id: documents[index]?.documentId,
    signature_value: value.toString('base64'),
  }))

const signer = { user_id: Type.String(), ca_name: Type.String() }
const caller = { sp_id: Type.String(), sp_password: Type.String() }

type Who = Readonly<{ user_id: string; ca_name: string; sp_id?: string; sp_password?: string }>
type Opened = Readonly<{ account: string; credential: Credential }>

async function open(
  world: StandInWorld,
  { token, spId, spPassword }: Credentials,
  { headers, body }: Pick<StandInRequest<Who>, 'headers' | 'body'>,
): Promise<Opened | StandInAnswer> {
  const known =
    headers.authorization === `Bearer ${token}` &&
    (body.sp_id ?? spId) === spId &&
    (body.sp_password ?? spPassword) === spPassword
  if (!known || world.faults().credential) return says(401, 'SP_CREDENTIAL_INVALID')
  const account = `${body.ca_name}/${body.user_id}`
  const credential = await findCredential(world, account)
  return credential ? { account, credential } : says(404, 'CREDENTIAL_NOT_FOUND')
}

const getCertificate = (world: StandInWorld, credentials: Credentials) =>
  route({
    method: 'POST',
    path: '/get_certificate',
    schema: Type.Object({ ...signer, ...caller, transaction_id: Type.String() }),
    async answer(request) {
      const opened = await open(world, credentials, request)
      if (!('account' in opened)) return opened
      const { credentialId, serialNumber, chain } = opened.credential
      const [own, ca, root] = chain.map((der) => Buffer.from(der).toString('base64'))
      const transaction_id = request.body.transaction_id
      const certificate = {
        cert_id: credentialId,
        cert_data: own,
        chain_data: { ca_cert: ca, root_cert: root },
        serial_number: serialNumber,
        transaction_id,
      }
      return says(200, 'SUCCESS', { transaction_id, user_certificates: [certificate] })
    },
  })

const sign = (world: StandInWorld, credentials: Credentials) =>
  route({
    method: 'POST',
    path: '/sign',
    begins: true,
    schema: Type.Object({
      ...signer,
      ...caller,
      serial_number: Type.String(),
      transaction_id: Type.String({ minLength: 1 }),
      transaction_desc: Type.Optional(Type.String()),
      sign_files: Type.Array(
        Type.Object({
          doc_id: Type.String({ minLength: 1 }),
          data_to_be_signed: Type.String({ pattern: '^[0-9a-f]{64}$' }),
          file_options: Type.Object({ file_type: Type.String(), sign_type: Type.Literal('hash') }),
        }),
        { minItems: 1, maxItems: 500 },
      ),
    }),
    async answer(request) {
      const { body } = request
      const opened = await open(world, credentials, request)
      if (!('account' in opened)) return opened
      if (world.faults().certificate === 'expired') return says(403, 'CREDENTIAL_STATUS_INVALID')
      if (body.serial_number !== opened.credential.serialNumber) return says(404, 'CREDENTIAL_NOT_FOUND')
      const transaction = world.telephone.begin({
        key: body.transaction_id,
        ...opened,
        reason: body.transaction_desc ?? '',
        documents: body.sign_files.map(({ doc_id, data_to_be_signed }, index) => ({
          documentId: doc_id,
          name: `Văn bản ${index + 1} (${doc_id.slice(0, 8)})`,
          sha256: Buffer.from(data_to_be_signed, 'hex'),
        })),
      })
      return describe(transaction, world)
    },
  })

/** The signatures when the person has confirmed already; null: they come by webhook. */
function describe(transaction: StandInTransaction, { telephone }: StandInWorld): StandInAnswer {
  const answers = {
    waiting: { message: 'WAITING', signed_files: () => null },
    confirmed: {
      message: 'SUCCESS',
      signed_files: () => nameValues(transaction.documents, telephone.sign(transaction)),
    },
    refused: { message: 'USER_REJECTED', signed_files: () => [] },
    expired: { message: 'TRANSACTION_EXPIRED', signed_files: () => [] },
  }
  const { message, signed_files } = answers[telephone.stateOf(transaction)]
  return says(200, message, { transaction_id: transaction.key, signed_files: signed_files() })
}

/** Signs a whole PDF without asking the telephone. */
const signFile = (world: StandInWorld, credentials: Credentials, signPdf: SignPdf) =>
  route({
    method: 'POST',
    path: '/sign_file',
    schema: Type.Object({
      ...signer,
      cert_data: Type.String(),
      serial_number: Type.String(),
      transaction_id: Type.String(),
      sign_files: Type.Array(
        Type.Object({ doc_id: Type.String(), file_name: Type.String(), file_base64: Type.String() }),
        { minItems: 1, maxItems: 10 },
      ),
    }),
    async answer(request) {
      const opened = await open(world, credentials, request)
      if (!('account' in opened)) return { status: 200, body: { data: opened.body } }
      const signFiles: object[] = []
      for (const file of request.body.sign_files) {
        const content = new Uint8Array(Buffer.from(file.file_base64, 'base64'))
        const signed = await signPdf(content, opened.credential)
        signFiles.push({ ...file, file_base64: Buffer.from(signed).toString('base64') })
      }
      const { serial_number, transaction_id } = request.body
      return {
        body: { data: { status_code: 200, message: 'SUCCESS', serial_number, transaction_id, signFiles } },
      }
    },
  })
