import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { Temporal } from 'temporal-polyfill'
import { AppError, errorRegistry, requestProblem } from './errors.ts'
import type { Html } from './html.ts'
import { makeReference } from './ids.ts'
import type { Log } from './log.ts'
import { dropUnstorable, findUnstorableText } from './storable-text.ts'
import { compileCheck } from './validation.ts'

export type HttpApp = FastifyInstance

/** Renders an error as a page: what happened, what was kept, what to do next. `reference` finds it in the log. */
export type ErrorPage = (error: AppError, request: FastifyRequest, reference: string) => Promise<Html> | Html

export type HttpOptions = Readonly<{ log: Log; errorPage: ErrorPage; bodyLimitBytes?: number }>

/** Opens the HTTP server with what every route relies on: validation, errors, security headers, pages. */
export function openHttp({ log, errorPage, bodyLimitBytes = 1_048_576 }: HttpOptions) {
  const answer = makeErrorAnswer(errorPage)
  const app = Fastify({
    // At `info` Fastify would only repeat what the command announces.
    loggerInstance: log.child({}, log.level === 'info' ? { level: 'warn' } : {}) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => makeReference(2),
    bodyLimit: bodyLimitBytes,
    trustProxy: 'loopback',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: longestSegment },
    forceCloseConnections: 'idle',
    rewriteUrl: ({ url = '/' }) => routeOf(url),
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(compileCheck)
  // Hooks that wait for nothing answer by `done`: a promise for each costs a call of the gateway more than they do.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // A route that sends a stranger's file says something stricter itself; what a provider says passes as it came.
    if (!reply.hasHeader('content-security-policy'))
      reply.header('content-security-policy', contentSecurityPolicy)
    for (const [name, value] of securityHeaders) if (!reply.hasHeader(name)) reply.header(name, value)
    done()
  })
  app.addHook('onRequest', (request, _reply, done) => done(foreignForm(request) ?? undefined))
  app.addHook('preValidation', (request, _reply, done) => done(unstorableText(request) ?? undefined))
  app.setErrorHandler(answer)
  app.setNotFoundHandler((request, reply) => answer(requestProblem('request.not_found'), request, reply))
  return app
}

const longestSegment = 500

/** What follows `/r1/` is read, raw, by the gateway alone: the router neither decodes nor judges it. */
function routeOf(url: string): string {
  if (url.startsWith('/r1/')) return '/r1/call'
  return isReadable(url) ? url : unreadable(url)
}

function isReadable(url: string): boolean {
  const [path = ''] = url.split('?')
  if (path.split('/').some(({ length }) => length > longestSegment)) return false
  try {
    return !path.includes('%') || decodeURIComponent(path) !== ''
  } catch {
    return false
  }
}

/** An address that cannot be read is one that does not exist, and is answered like it. */
const unreadable = (url: string): string => (url.startsWith('/api/') ? '/api/unreadable' : '/unreadable')

/** What a page may load and reach, unless its route says otherwise. */
export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"

const securityHeaders = Object.entries({
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
})

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

/** Cookies are SameSite; this second lock refuses a form that another site makes a browser send to us. */
function foreignForm(request: FastifyRequest): AppError | null {
  if (isRead(request.method)) return null
  const site = request.headers['sec-fetch-site']
  const isForeign = site === undefined ? !isOwnOrigin(request) : site === 'cross-site'
  return isForeign ? requestProblem('request.foreign_origin') : null
}

/**
 * Text that PostgreSQL would refuse is refused here, with its place. From a form it is dropped instead: the person who
 * typed it could neither see nor remove it.
 */
function unstorableText(request: FastifyRequest): AppError | null {
  const { headers, params, query } = request
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    request.body = cleanForm(request.body)
  for (const [place, sent] of Object.entries({ params, querystring: query, body: request.body })) {
    const fault = findUnstorableText(sent)
    if (fault) return requestProblem('request.invalid', { in: place, fields: [fault] })
  }
  return null
}

function cleanForm(body: unknown): unknown {
  const clean = (value: unknown) => (typeof value === 'string' ? dropUnstorable(value) : value)
  const cleanField = (value: unknown) => (Array.isArray(value) ? value.map(clean) : clean(value))
  return Object.fromEntries(
    Object.entries(body ?? {}).map(([name, value]) => [dropUnstorable(name), cleanField(value)]),
  )
}

function isOwnOrigin({ headers }: FastifyRequest): boolean {
  if (!headers.origin) return true
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host
}

/** Sends a page; pages of a person are never kept by a cache. */
export function sendPage(reply: FastifyReply, page: Html, status = 200): FastifyReply {
  return reply
    .status(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(page.text)
}

/** Answers every error as RFC 9457 problem details, or as a page; what we did not mean to throw says nothing of itself. */
function makeErrorAnswer(errorPage: ErrorPage) {
  return async (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const known = toAppError(error)
    const trace = { err: error, reference: request.id, url: request.routeOptions.url }
    if (known.status >= 500) request.log.error(trace)
    else if (isUnreadableValue(error)) request.log.warn(trace)
    tellWhenAgain(known, reply)
    if (!wantsPage(request))
      return reply.status(known.status).type('application/problem+json').send(toProblemDetails(known, request))
    const page = await errorPage(known, request, request.id)
    return sendPage(reply, page, known.status)
  }
}

/** Says in the header `Retry-After` when it makes sense to come again, where the error knows. */
export function tellWhenAgain({ detail: { retryAfterSeconds } }: AppError, reply: FastifyReply): void {
  if (typeof retryAfterSeconds === 'number') reply.header('retry-after', String(retryAfterSeconds))
}

/** An error as problem details (RFC 9457). */
export function toProblemDetails(error: AppError, request: FastifyRequest): Record<string, unknown> {
  const title = errorRegistry.get(error.code)?.[1] ?? error.code
  return {
    type: 'about:blank',
    title,
    status: error.status,
    code: error.code,
    ...error.detail,
    instance: request.id,
    at: Temporal.Now.instant().toString({ smallestUnit: 'second' }),
  }
}

function wantsPage({ url, headers }: FastifyRequest): boolean {
  return !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html')
}

const byFastifyCode: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_REQ_FILE_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.unsupported_media_type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'request.unsupported_media_type',
}

/** Codes of Node and PostgreSQL that mean the database is away, not that our statement is wrong. */
const outage = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|57P0[123]|53300|08\w{3})$/

/** The disk is full, or our share of it; PostgreSQL says 53100 of its own. */
const noSpace = /^(ENOSPC|EDQUOT|53100)$/

/** SQLSTATE class 22: PostgreSQL could not read a value, such as a cursor that was made up. */
const isUnreadableValue = (error: unknown): boolean =>
  /^22\w{3}$/.test(String((error as { code?: unknown } | null)?.code))

/** What is answered for whatever was thrown; a validation error of a route names its fields. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { code = '', statusCode = 500, validation, validationContext } = error as FastifyError
  if (validation)
    return requestProblem('request.invalid', { in: validationContext, fields: validation.map(describeField) })
  if (byFastifyCode[code]) return requestProblem(byFastifyCode[code] as 'request.too_large')
  if (noSpace.test(code)) return requestProblem('no_space', {}, { cause: error })
  if (outage.test(code)) return requestProblem('unavailable', {}, { cause: error })
  if (isUnreadableValue(error)) {
    const fields = [{ field: '(request)', expected: 'values as this address gave or describes them' }]
    return requestProblem('request.invalid', { fields })
  }
  if (statusCode >= 400 && statusCode < 500) {
    return requestProblem('request.invalid', {
      fields: [{ field: '(body)', expected: (error as Error).message }],
    })
  }
  return requestProblem('internal')
}

function describeField({ instancePath, message, params }: NonNullable<FastifyError['validation']>[number]) {
  const missing = params as { missingProperty?: string; requiredProperties?: string[] }
  const name = missing.missingProperty ?? missing.requiredProperties?.join(', ')
  return {
    field: [instancePath.slice(1), name].filter(Boolean).join('/') || '(body)',
    expected: message ?? 'another value',
  }
}
