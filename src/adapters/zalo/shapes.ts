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

/** Codes of Zalo, as we say why. */
export const whyOf = (code: number): string =>
  ({
    '-108': 'no_such_address',
    '-118': 'no_such_address',
    '-114': 'blocked',
    '-119': 'blocked',
    '-115': 'account',
  })[String(code)] ?? 'refused'

export const wireNumber = (number: string): string => number.replace(/^0/, '84')
export const ownNumber = (number: string): string => number.replace(/^84/, '0')

export const signatureHeader = 'x-zevent-signature'

/** `mac=` and the SHA-256 of app id, body, moment and secret, in hex. */
export const signatureOf = (body: string, timestamp: string, appId: string, secret: string): string =>
  `mac=${createHash('sha256').update(`${appId}${body}${timestamp}${secret}`).digest('hex')}`
