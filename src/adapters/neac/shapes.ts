import { Type } from 'typebox'

const texts = Type.Union([Type.String(), Type.Null()])

/** Answers of the NEAC gateway: only what is used. */
export const certificatesAnswer = Type.Object({
  status_code: Type.Literal(200),
  data: Type.Object({
    user_certificates: Type.Array(
      Type.Object({
        cert_id: Type.String(),
        serial_number: Type.String(),
        cert_data: Type.String(),
        chain_data: Type.Optional(
          Type.Object({ ca_cert: Type.Optional(texts), root_cert: Type.Optional(texts) }),
        ),
      }),
      { maxItems: 100 },
    ),
  }),
})

const signedFile = Type.Object({ doc_id: Type.String(), signature_value: Type.String() })

export const signAnswer = Type.Object({
  status_code: Type.Literal(200),
  message: Type.Optional(Type.String()),
  data: Type.Object({
    transaction_id: Type.String(),
    signed_files: Type.Optional(Type.Union([Type.Null(), Type.Array(signedFile, { maxItems: 1000 })])),
  }),
})

export const signFileAnswer = Type.Object({
  data: Type.Object({
    status_code: Type.Literal(200),
    signFiles: Type.Array(
      Type.Object({ doc_id: Type.String(), file_name: Type.String(), file_base64: Type.String() }),
      { minItems: 1, maxItems: 100 },
    ),
  }),
})

export const webhookBody = Type.Object({
  status_code: Type.Integer(),
  message: Type.String(),
  transaction_id: Type.String(),
  signed_files: Type.Optional(Type.Union([Type.Null(), Type.Array(signedFile, { maxItems: 1000 })])),
})
