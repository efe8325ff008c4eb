import { Type } from 'typebox'
import {
  findCredential,
  route,
  type StandInAnswer,
  type StandInOptions,
  type StandInProtocol,
  type StandInProvider,
  type StandInTransaction,
  type StandInWorld,
  startStandInProvider,
} from '#adapters/remote-signing'

export type StandInSmartca = StandInProvider & Readonly<{ spId: string; spPassword: string }>

type Credentials = Readonly<{ spId: string; spPassword: string }>

const caller = { sp_id: Type.String(), sp_password: Type.String() }

/** Starts the stand-in SmartCA: sp769 v4 under `/sca/sp769`, and the telephone of the signers at `/telephone`. */
export async function startStandInSmartca(
  options: StandInOptions & Partial<Credentials>,
): Promise<StandInSmartca> {
  const credentials = { spId: options.spId ?? 'motcua', spPassword: options.spPassword ?? 'stand-in' }
  const started = await startStandInProvider(makeProtocol(credentials), options)
  return { ...started, ...credentials, url: `${started.url}/sca/sp769` }
}

const says = (status: number, message: string, data: unknown = null): StandInAnswer => ({
  status,
  body: { status_code: status, message, data },
})

const makeProtocol = (credentials: Credentials): StandInProtocol => ({
  name: 'VNPT SmartCA',
  refuse: (status) => says(status, status === 404 ? 'NOT_FOUND' : 'BAD_REQUEST'),
  routes: (world) => [
    getCertificate(world, credentials),
    sign(world, credentials),
    tellStatus(world, credentials),
  ],
  webhook: (transaction, { telephone }) => {
    const confirmed = transaction.decision === 'confirmed'
    return {
      sp_id: credentials.spId,
      status_code: 200,
      message: confirmed ? 'SUCCESS' : 'USER_REJECTED',
      transaction_id: transaction.key,
      signed_files: confirmed ? describeSignatures(transaction, telephone) : [],
    }
  },
})

/** Null when the caller may ask. */
function refuseCaller(
  { faults }: StandInWorld,
  { spId, spPassword }: Credentials,
  body: Readonly<{ sp_id: string; sp_password: string }>,
): StandInAnswer | null {
  const known = body.sp_id === spId && body.sp_password === spPassword
  return known && !faults().credential ? null : says(401, 'SP_CREDENTIAL_INVALID')
}

const getCertificate = (world: StandInWorld, credentials: Credentials) =>
  route({
    method: 'POST',
    path: '/sca/sp769/v1/credentials/get_certificate',
    schema: Type.Object({
      ...caller,
      user_id: Type.String(),
      serial_number: Type.Optional(Type.String()),
      transaction_id: Type.String(),
    }),
    async answer({ body }) {
      const refused = refuseCaller(world, credentials, body)
      if (refused) return refused
      const credential = await findCredential(world, body.user_id)
      if (!credential) return says(403, 'CREDENTIAL_STATUS_INVALID')
      const [own, ca, root] = credential.chain.map((der) => Buffer.from(der).toString('base64'))
      const certificate = {
        service_type: 'SMARTCA',
        service_name: 'SMARTCA PERSONAL PRO',
        cert_id: credential.credentialId,
        cert_status: 'Đang hoạt động',
        serial_number: credential.serialNumber,
        cert_data: own,
        chain_data: { ca_cert: ca, root_cert: root },
        transaction_id: body.transaction_id,
      }
      return says(200, 'Success', { user_certificates: [certificate] })
    },
  })

const sign = (world: StandInWorld, credentials: Credentials) =>
  route({
    method: 'POST',
    path: '/sca/sp769/v1/signatures/sign',
    begins: true,
    schema: Type.Object({
      ...caller,
      user_id: Type.String(),
      serial_number: Type.Optional(Type.String()),
      transaction_id: Type.String({ minLength: 1 }),
      transaction_desc: Type.Optional(Type.String()),
      time_stamp: Type.Optional(Type.String({ pattern: '^\\d{14}Z?$' })),
      sign_files: Type.Array(
        Type.Object({
          doc_id: Type.String({ minLength: 1 }),
          file_type: Type.String(),
          sign_type: Type.Literal('hash'),
          data_to_be_signed: Type.String({ pattern: '^[0-9a-f]{64}$' }),
        }),
        { minItems: 1, maxItems: 500 },
      ),
    }),
    async answer({ body }) {
      const refused = refuseCaller(world, credentials, body)
      if (refused) return refused
      if (world.faults().certificate === 'expired') {
        return says(403, 'CREDENTIAL_STATUS_INVALID: certificate expired')
      }
      const credential = await findCredential(world, body.user_id)
      if (!credential || (body.serial_number && body.serial_number !== credential.serialNumber)) {
        return says(403, 'CREDENTIAL_STATUS_INVALID')
      }
      if (world.telephone.find(body.transaction_id)) return says(400, 'BAD_REQUEST: transaction_id is taken')
      const { transactionId } = world.telephone.begin({
        key: body.transaction_id,
        account: body.user_id,
        credential,
        reason: body.transaction_desc ?? '',
        documents: body.sign_files.map(({ doc_id, data_to_be_signed }, index) => ({
          documentId: doc_id,
          name: `Văn bản ${index + 1} (${doc_id.slice(0, 8)})`,
          sha256: Buffer.from(data_to_be_signed, 'hex'),
        })),
      })
      return says(200, 'sig_wait_for_user_confirm', {
        transaction_id: body.transaction_id,
        tran_code: transactionId,
      })
    },
  })

const tellStatus = (world: StandInWorld, credentials: Credentials) =>
  route({
    method: 'POST',
    path: '/sca/sp769/v1/signatures/sign/*/status',
    schema: Type.Object(caller),
    answer({ body, rest }) {
      const refused = refuseCaller(world, credentials, body)
      if (refused) return refused
      const { telephone } = world
      const transaction = telephone.find(rest)
      if (!transaction) return says(400, 'BAD_REQUEST: no such transaction')
      const state = telephone.stateOf(transaction)
      if (state === 'expired') return says(200, 'TRANSACTION_EXPIRED')
      if (state === 'refused') return says(200, 'USER_REJECTED')
      if (state === 'waiting') {
        return says(200, 'sig_wait_for_user_confirm', { transaction_id: transaction.key, signatures: [] })
      }
      const signatures = describeSignatures(transaction, telephone)
      return says(200, 'SUCCESS', { transaction_id: transaction.key, signatures })
    },
  })

function describeSignatures(transaction: StandInTransaction, telephone: StandInWorld['telephone']) {
  const values = telephone.sign(transaction)
  return transaction.documents.map(({ documentId }, index) => ({
    doc_id: documentId,
    signature_value: values[index]?.toString('base64') ?? null,
    timestamp_signature: null,
  }))
}
