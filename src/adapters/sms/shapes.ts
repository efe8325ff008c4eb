import { type Static, Type } from 'typebox'

// The words of the gateway. UNVERIFIED: each contract has its own; these are of the usual shape.

export const sentShape = Type.Object({
  /** 0: taken. */
  code: Type.Integer(),
  messageId: Type.Optional(Type.String({ maxLength: 80 })),
})

export const statusWords = Type.Union([
  Type.Literal('NOT_FOUND'),
  Type.Literal('QUEUED'),
  Type.Literal('SENT'),
  Type.Literal('DELIVERED'),
  Type.Literal('FAILED'),
])

export const statusShape = Type.Object({
  code: Type.Integer(),
  status: statusWords,
  error: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
})

export const reportShape = Type.Object({
  requestId: Type.String({ maxLength: 80 }),
  messageId: Type.String({ maxLength: 80 }),
  status: statusWords,
  error: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  time: Type.String({ maxLength: 40 }),
})
export type SmsReport = Static<typeof reportShape>

/** Codes of the gateway that speak of the number it was given, as we say why: sent again, it would be refused again. */
const ofTheNumber: Readonly<Record<number, string>> = {
  10: 'no_such_address',
  11: 'blocked',
  12: 'not_reached',
}

/** Our account is not taken, or empty: nothing was sent, and will be once that is mended. */
export const accountTrouble = 20

/** Why a number is refused for good; null: the code speaks of something else. */
export const refusalOf = (code: number): string | null => ofTheNumber[code] ?? null

/** Why a message that was taken failed. */
export const whyFailed = (code: number | null | undefined): string =>
  code === accountTrouble ? 'account' : (refusalOf(code ?? 0) ?? 'refused')

/** A telephone as the gateway has it: `84900000001`. */
export const wireNumber = (number: string): string => number.replace(/^0/, '84')
export const ownNumber = (number: string): string => number.replace(/^84/, '0')

/** The header of a report that holds its signature. */
export const signatureHeader = 'x-signature'
