import { Type } from 'typebox'

/** Answers of SmartCA, sp769 v4.1: only what is used; the rest of an answer is not read. */
export const certificatesAnswer = Type.Object({
  status_code: Type.Literal(200),
  data: Type.Object({
    user_certificates: Type.Array(
      Type.Object({
        cert_id: Type.String(),
        serial_number: Type.String(),
        cert_data: Type.String(),
        chain_data: Type.Object({
          ca_cert: Type.Union([Type.String(), Type.Null()]),
          root_cert: Type.Union([Type.String(), Type.Null()]),
        }),
      }),
      { maxItems: 100 },
    ),
  }),
})

export const signAnswer = Type.Object({
  status_code: Type.Literal(200),
  data: Type.Object({ transaction_id: Type.String(), tran_code: Type.String() }),
})

const signedFile = Type.Object({
  doc_id: Type.String(),
  signature_value: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  timestamp_signature: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})

export const statusAnswer = Type.Object({
  status_code: Type.Integer(),
  message: Type.String(),
  data: Type.Optional(
    Type.Union([
      Type.Null(),
      Type.Object({
        transaction_id: Type.Optional(Type.String()),
        signatures: Type.Optional(Type.Union([Type.Null(), Type.Array(signedFile, { maxItems: 1000 })])),
      }),
    ]),
  ),
})

export const webhookBody = Type.Object({
  sp_id: Type.String(),
  status_code: Type.Integer(),
  message: Type.String(),
  transaction_id: Type.String(),
  signed_files: Type.Optional(Type.Union([Type.Null(), Type.Array(signedFile, { maxItems: 1000 })])),
})
