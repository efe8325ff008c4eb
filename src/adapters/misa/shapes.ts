import { Type } from 'typebox'

/** Answers of MISA eSign RemoteSigning, V2: only what is used. */
export const loginAnswer = Type.Object({
  data: Type.Object({
    remoteSigningAccessToken: Type.String({ minLength: 1 }),
    expiresIn: Type.Optional(Type.Integer()),
    user: Type.Object({ id: Type.String({ minLength: 1 }) }),
  }),
})

export const certificatesAnswer = Type.Array(
  Type.Object({
    keyAlias: Type.String({ minLength: 1 }),
    keyStatus: Type.String(),
    certificate: Type.String(),
    // Written so in MISA's description.
    certiticateChain: Type.Array(Type.String(), { maxItems: 10 }),
  }),
  { maxItems: 100 },
)

export const signAnswer = Type.Object({ transactionId: Type.String({ minLength: 1 }) })

/** The status of a signing; its webhook has the same shape. */
export const statusAnswer = Type.Object({
  status: Type.String(),
  errorCode: Type.Optional(Type.Union([Type.String(), Type.Integer(), Type.Null()])),
  transactionId: Type.String(),
  signatures: Type.Optional(
    Type.Union([
      Type.Null(),
      Type.Array(Type.Object({ documentId: Type.String(), signature: Type.String() }), { maxItems: 1000 }),
    ]),
  ),
})
