import { Type } from 'typebox'

/** Answers of the remote signing of VGCA: unverified, so no more is expected than what is used. */
export const tokenAnswer = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  expires_in: Type.Optional(Type.Integer()),
})

export const certificateAnswer = Type.Object({
  keyId: Type.String({ minLength: 1 }),
  certificate: Type.String(),
  chain: Type.Optional(Type.Array(Type.String(), { maxItems: 10 })),
})

/** What was asked to be signed, done at once or under way; a transaction asked after looks the same. */
export const signAnswer = Type.Object({
  status: Type.String(),
  transactionId: Type.String({ minLength: 1 }),
  signatures: Type.Optional(Type.Union([Type.Null(), Type.Array(Type.String(), { maxItems: 1000 })])),
  code: Type.Optional(Type.String()),
})
