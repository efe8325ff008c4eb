import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Context } from '#platform/context'
import { type AppError, requestProblem } from '#platform/errors'
import { tellWhenAgain, toAppError, toProblemDetails } from '#platform/http'
import { makeRateLimit } from '#platform/rate-limit'
import { issueClientToken } from './authenticate-client.ts'
import { problem } from './errors.ts'

type Sent = Readonly<{ grant_type: string; client_id?: string; client_secret?: string }>

const Text = Type.Optional(Type.String({ maxLength: 200 }))

const takingToken = {
  summary: 'Take an access token for the gateway (OAuth2 client credentials)',
  description:
    'RFC 6749 section 4.4. The client id and its secret come in HTTP Basic, or in the body. The body may be a form or JSON. Errors are JSON with `error` in the words of OAuth2 beside those of this API.',
  tags: ['exchange'],
  body: Type.Object({
    grant_type: Type.String({ maxLength: 60, description: '`client_credentials`' }),
    client_id: Text,
    client_secret: Text,
    scope: Text,
  }),
  response: {
    200: Type.Object({
      access_token: Type.String(),
      token_type: Type.Literal('Bearer'),
      expires_in: Type.Integer({ description: 'Seconds' }),
      scope: Type.Literal('default', {
        description: 'All that the agreements of the system allow; there is no other',
      }),
    }),
  },
} as const

/** `POST /exchange/token`: in its own words, which are those of OAuth2. */
export const tokenRoute =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    const limit = makeRateLimit({ most: 60, windowMs: 60_000 })
    const config = { permission: 'exchange.take_token' } as const
    const taking = { config, schema: takingToken, attachValidation: true } as const
    app.setErrorHandler(answerError)
    app.post('/exchange/token', taking, async (request, reply) => {
      const { body, headers, ip } = request
      const refusal = refusalOf(request.validationError, body)
      if (refusal) throw refusal
      const given = readBasic(headers.authorization) ?? readFields(body)
      const wait = limit(`${ip} ${given.clientId}`)
      if (wait !== null) throw requestProblem('request.too_many', { retryAfterSeconds: wait })
      const issued = await issueClientToken(context, given)
      if (!issued) throw problem('exchange.client_refused', { error: 'invalid_client' })
      reply.header('cache-control', 'no-store')
      return {
        access_token: issued.accessToken,
        token_type: 'Bearer' as const,
        expires_in: issued.expiresInSeconds,
        scope: 'default' as const,
      }
    })
  }

/** What OAuth2 calls an error that is none of its own. */
const wordOf = ({ status }: AppError): string => {
  if (status === 429 || status >= 500) return 'temporarily_unavailable'
  return 'invalid_request'
}

/** An error as RFC 6749 5.2 has it, with what this API says of errors beside it. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toAppError(error)
  if (known.status >= 500) request.log.error({ err: error, reference: request.id })
  const told: Record<string, unknown> = { error: wordOf(known), ...toProblemDetails(known, request) }
  tellWhenAgain(known, reply)
  if (told.error === 'invalid_client') reply.header('www-authenticate', 'Basic realm="exchange"')
  return reply
    .status(known.status)
    .headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ ...told, error_description: told.title }))
}

/** Why no token is given, before anybody looks at the key (RFC 6749 5.2). */
function refusalOf(invalid: unknown, sent: Sent): AppError | null {
  if (invalid)
    return requestProblem('request.invalid', { ...toAppError(invalid).detail, error: 'invalid_request' })
  if (sent.grant_type === 'client_credentials') return null
  return problem('exchange.grant_refused', { error: 'unsupported_grant_type' })
}

type Given = Readonly<{ clientId: string; clientSecret: string }>

const readFields = ({ client_id: clientId = '', client_secret: clientSecret = '' }: Sent): Given => ({
  clientId,
  clientSecret,
})

/** What nobody was given. */
const nobody: Given = { clientId: '', clientSecret: '' }

/** Client id and secret of `Authorization: Basic`, each form-encoded as RFC 6749 2.3.1 has it. */
function readBasic(authorization = ''): Given | null {
  const encoded = /^basic +([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1]
  if (encoded === undefined) return null
  const pair = Buffer.from(encoded, 'base64').toString()
  const middle = pair.indexOf(':')
  if (middle < 0) return nobody
  try {
    return {
      clientId: readForm(pair.slice(0, middle)),
      clientSecret: readForm(pair.slice(middle + 1)),
    }
  } catch {
    return nobody
  }
}

/** Throws `URIError` for what is not encoded as a form is. */
const readForm = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))
