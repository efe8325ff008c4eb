import { Readable } from 'node:stream'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { type AdmittedCall, admitCall, type CallNames } from './admit-call.ts'
import { type CarriedAnswer, carryCall } from './carry-call.ts'
import { figuresOf, type GatewayFigures } from './figures.ts'
import { isOnTrial, type Limits, makeLimits } from './limits.ts'
import { NotRecorded } from './log-call.ts'
import { AnswerBroken } from './provider-answer.ts'
import { openProviders, type Providers } from './providers.ts'
import { answerFault, type Fault, type FaultCode } from './rules/faults.ts'
import { Trickle } from './slow-watch.ts'
import { certificateOf } from './tls-door.ts'
import { tlsFilesOf } from './tls-files.ts'
import { type CallOutcome, openTrafficTally, type TrafficTally } from './traffic-tally.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** `/r1/…`: calls between systems by the X-Road Message Protocol for REST. Callers are known by their own keys. */
export const gatewayRoutes =
  (context: Context): FastifyPluginAsync =>
  async (app) => {
    const providers = openProviders(tlsFilesOf(context), { clock: context.clock })
    const limits = makeLimits(context)
    const tally = openTrafficTally(context)
    figuresOf(context).watch(providers)
    app.addHook('onClose', async () => {
      providers.close()
      await tally.close()
    })
    await app.register(callRoutes({ context, providers, limits, tally }), { prefix: '/r1' })
  }

/** The calls themselves. Whatever stands under `/r1` is answered in the words of X-Road, and by nobody else. */
const callRoutes =
  (gateway: Gateway): FastifyPluginAsync =>
  async (app) => {
    // Bodies are not read here: they stream from one side to the other.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', (_request, _payload, done) => done(null))
    // What is said of a call names its reference itself: a logger for each costs more than deciding about it.
    app.setChildLoggerFactory((logger) => logger)
    app.setErrorHandler((error, request, reply) => sendFault(reply, faultOfError(error, request)))
    const config = { permission: 'gateway.call', foreignCallers: true } as const
    // Its types do not say that Fastify takes a `config` here as at a route.
    const elsewhere = { config } as object
    app.setNotFoundHandler(elsewhere, (request, reply) => {
      const code = methods.includes(request.method) ? 'bad_address' : 'bad_method'
      figuresOf(gateway.context).countRefusal(code)
      return sendFault(reply, { code })
    })
    app.route({
      ...{ method: methods, url: '/*', compress: false, config, schema: { hide: true } },
      handler: (request, reply) => handleCall(gateway, request, reply),
    })
  }

type Gateway = Readonly<{ context: Context; providers: Providers; limits: Limits; tally: TrafficTally }>

async function handleCall(
  { context, providers, limits, tally }: Gateway,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const startedMs = performance.now()
  const figures = figuresOf(context)
  const { method, originalUrl: target, headers, raw } = request
  const incoming = { method, target, headers, certificate: certificateOf(raw) }
  const admission = await admitCall(context, limits, incoming)
  if (!admission.ok) {
    const { names, fault } = admission
    figures.countRefusal(fault.code)
    if (names && !isOnTrial(names.caller)) countRefusal(tally, names)
    return sendFault(reply, fault)
  }
  const { call } = admission
  // A caller that goes while its provider thinks is counted too.
  const closed = new Promise<void>((done) => reply.raw.once('close', done))
  const carried = await carryCall({ context, providers }, call, raw, incoming).catch((error) =>
    faultOfError(error, request),
  )
  const isFault = 'code' in carried
  if (isFault) figures.countRefusal(carried.code)
  void closed.then(() => countCall({ tally, figures }, call, { reply, startedMs, carried }))
  return isFault ? sendFault(reply, carried) : sendCarried(reply, carried)
}

/** What a body that breaks before its first piece went out is answered with; a later break breaks the connection. */
const brokenCodes: Readonly<Record<string, FaultCode>> = {
  ECONNRESET: 'unreachable',
  ERR_STREAM_PREMATURE_CLOSE: 'unreachable',
  unavailable: 'not_logged',
}

function faultOfError(error: unknown, request: FastifyRequest): Fault {
  const { code = '', statusCode } = error as { code?: string; statusCode?: number }
  const status = error instanceof AppError ? error.status : statusCode
  if (status !== undefined && status < 500) return { code: 'bad_request' }
  if (error instanceof Trickle) return { code: 'timeout' }
  if (error instanceof NotRecorded) return { code: 'answer_withheld' }
  if (error instanceof AnswerBroken) return { code: 'unreachable' }
  const known = brokenCodes[code]
  if (!known) request.log.error({ err: error, reference: request.id }, 'a call through the gateway failed')
  return { code: known ?? 'internal' }
}

/** A caller whose request was not read to its end cannot send another on the same connection. */
function sendFault(reply: FastifyReply, fault: Fault): FastifyReply {
  const { status, headers, body } = answerFault(fault, reply.request.id)
  if (!reply.request.raw.complete) reply.header('connection', 'close')
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer realm="exchange"' } : {}
  return reply
    .status(status)
    .headers({ ...headers, ...challenge, 'cache-control': 'no-store' })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body))
}

const sendCarried = (reply: FastifyReply, { status, headers, body }: CarriedAnswer): FastifyReply =>
  reply
    .status(status)
    .headers(headers as Record<string, string>)
    .send(body ?? undefined)

const countRefusal = (tally: TrafficTally, names: CallNames): void =>
  tally.count({
    ...{ subsystemId: names.caller.subsystemId, offeringId: names.offeringId },
    ...{ outcome: 'refused', durationMs: 0, bytesIn: 0, bytesOut: 0 },
  })

/** What we refuse by ourselves once a call is admitted: the provider has no part in it. */
const ownRefusals: ReadonlySet<FaultCode> = new Set(['circuit_open', 'no_certificate', 'not_logged'])
/** What a caller breaks off is a call of its own, and no failure of the provider. */
const callersFaults: ReadonlySet<FaultCode> = new Set(['broken_off', 'too_large'])

type Ending = Readonly<{ reply: FastifyReply; startedMs: number; carried: CarriedAnswer | Fault }>

function outcomeOf({ carried, reply }: Ending): CallOutcome['outcome'] {
  if ('code' in carried) {
    if (ownRefusals.has(carried.code)) return 'refused'
    return callersFaults.has(carried.code) ? 'answered' : 'failed'
  }
  const { status, body } = carried
  const isBroken = body instanceof Readable && body.errored !== null && !reply.raw.writableFinished
  return status >= 500 || isBroken ? 'failed' : 'answered'
}

/** Counts a call when its answer has gone out, or broken off; one of a sandbox shows in the figures of this process alone. */
function countCall(
  { tally, figures }: Readonly<{ tally: TrafficTally; figures: GatewayFigures }>,
  call: AdmittedCall,
  ending: Ending,
): void {
  const outcome = outcomeOf(ending)
  const isTrial = isOnTrial(call.caller)
  const durationMs = outcome === 'refused' ? 0 : performance.now() - ending.startedMs
  if (outcome !== 'refused')
    figures.countCall(isTrial ? `${call.target}/sandbox` : call.target, durationMs / 1000)
  if (isTrial) return
  const { carried } = ending
  const passed = 'code' in carried ? null : carried
  tally.count({
    ...{ subsystemId: call.caller.subsystemId, offeringId: call.offeringId, outcome, durationMs },
    ...{ bytesIn: passed?.bytesIn() ?? 0, bytesOut: passed?.bytesOut() ?? 0 },
  })
}
