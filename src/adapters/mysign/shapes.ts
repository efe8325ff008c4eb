import { Type } from 'typebox'

/** Answers of MySign, which has the shape of the CSC API 1.0.4: only what is used. */
export const loginAnswer = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  expires_in: Type.Optional(Type.Union([Type.Integer(), Type.String({ pattern: '^\\d+$' })])),
})

export const listAnswer = Type.Object({ credentialIDs: Type.Array(Type.String(), { maxItems: 100 }) })

export const infoAnswer = Type.Object({
  key: Type.Optional(Type.Object({ status: Type.Optional(Type.String()) })),
  cert: Type.Object({
    status: Type.Optional(Type.String()),
    certificates: Type.Array(Type.String(), { minItems: 1, maxItems: 10 }),
  }),
})

export const authorizeAnswer = Type.Object({ SAD: Type.String({ minLength: 1 }) })

const signatures = Type.Array(Type.String(), { maxItems: 1000 })

export const signAnswer = Type.Union([
  Type.Object({ transactionId: Type.String({ minLength: 1 }) }),
  Type.Object({ signatures }),
])

export const statusAnswer = Type.Object({
  status: Type.Union([Type.String(), Type.Integer()]),
  signatures: Type.Optional(Type.Union([Type.Null(), signatures])),
})

/** How the older calls say no with a 200. */
export const errorAnswer = Type.Object({
  error: Type.Union([Type.String(), Type.Integer()]),
  error_description: Type.Optional(Type.String()),
})

export const webhookBody = Type.Object({
  meta_data: Type.Object({
    transaction_id: Type.String(),
    status: Type.Union([Type.String(), Type.Integer()]),
  }),
  data: Type.Optional(
    Type.Union([
      Type.Null(),
      Type.Object({
        results: Type.Array(Type.Object({ document_id: Type.String(), signature: Type.String() }), {
          maxItems: 1000,
        }),
      }),
    ]),
  ),
})
