import { createHash } from 'node:crypto'
import { Type } from 'typebox'

// The words of Zalo's message API by template. UNVERIFIED against a contract: address, template and secrets are settings.

export const sentShape = Type.Object({
  /** 0: taken; below zero: why not. */
  error: Type.Integer(),
  data: Type.Optional(Type.Object({ msg_id: Type.String({ maxLength: 80 }) })),
})

export const statusShape = Type.Object({
  error: Type.Integer(),
  data: Type.Optional(
    Type.Object({
      /** -1: there is none; 0: Zalo has it; 1: it is on the telephone. */
      status: Type.Integer(),
    }),
  ),
})

export const tokenShape = Type.Object({
  access_token: Type.String({ minLength: 1, maxLength: 4000 }),
  refresh_token: Type.String({ minLength: 1, maxLength: 4000 }),
})

export const reportShape = Type.Object({
  event_name: Type.Literal('user_received_message'),
  timestamp: Type.String({ maxLength: 40 }),
  message: Type.Object({
    msg_id: Type.String({ maxLength: 80 }),
    tracking_id: Type.String({ maxLength: 80 }),
    delivery_time: Type.String({ maxLength: 40 }),
  }),
})

/** Codes by which Zalo says that an access token is over. */
export const tokenIsOver: readonly number[] = [-124, -216]

/** Codes of Zalo that speak of the person it would reach, as we say why: asked again, it would refuse again. */
const ofThePerson: Readonly<Record<string, string>> = {
  '-108': 'no_such_address',
  '-110': 'refused', // Their Zalo is too old.
  '-118': 'no_such_address',
  '-114': 'blocked',
  '-119': 'blocked',
}

/** Why a person is not reached for good; null: the code speaks of something else. */
export const refusalOf = (code: number): string | null => ofThePerson[String(code)] ?? null

/** Nothing is left of what we have paid for. */
export const accountTrouble = -115

export const wireNumber = (number: string): string => number.replace(/^0/, '84')
export const ownNumber = (number: string): string => number.replace(/^84/, '0')

export const signatureHeader = 'x-zevent-signature'

/** `mac=` and the SHA-256 of app id, body, moment and secret, in hex. */
export const signatureOf = (body: string, timestamp: string, appId: string, secret: string): string =>
  `mac=${createHash('sha256').update(`${appId}${body}${timestamp}${secret}`).digest('hex')}`
