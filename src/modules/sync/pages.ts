import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { listTitles } from '#modules/dossiers'
import { may, officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { idPattern } from '#platform/ids'
import { cleanText } from '#platform/search-text'
import { readStanding } from './check-lag.ts'
import {
  holdDestination,
  hurryDestination,
  releaseDestination,
  replayAll,
  replayDelivery,
} from './hold-destination.ts'
import { destinationName, syncMessages } from './messages.ts'
import { listDead } from './repository.ts'
import { listFailures } from './repository-destination.ts'
import { setAsidePages } from './set-aside-pages.ts'
import { type BesideDestination, destinationPage, destinationUrl, type SyncOverview, syncUrl } from './view.ts'

const params = Type.Object({ destination: Type.String({ maxLength: 60 }) })
const querystring = Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) })
const holdBody = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 400 })) })
const count = Type.String({ pattern: '^\\d{1,6}$' })
const replayBody = Type.Object({
  dossier: Type.String({ pattern: idPattern }),
  number: count,
  repeat: count,
})

const deeds = ['held', 'released', 'hurry', 'replay', 'replay_all', 'set_aside'] as const

/** `/admin/sync/:destination`: its health, what waits, what differs; held and replayed here. */
export const syncPages =
  (
    context: Context,
    frame: Frame,
    destinations: readonly string[],
    beside: BesideDestination,
  ): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = context
    const reading = { permission: 'sync.read' } as const

    const known = (code: string): string => {
      if (!destinations.includes(code)) throw requestProblem('request.not_found')
      return code
    }
    const showing = { config: reading, schema: { hide: true, params, querystring } }
    app.get(`${syncUrl}/:destination`, showing, async (request, reply) => {
      const done = doneSentence(request.query.done, languageOf(request))
      return await show(request, reply, known(request.params.destination), { done, problems: [] })
    })

    async function show(
      request: FastifyRequest,
      reply: FastifyReply,
      code: string,
      said: Readonly<{ done: string | null; problems: readonly Problem[] }>,
    ): Promise<FastifyReply> {
      const language = languageOf(request)
      const [overview, dead, failures, section] = await Promise.all([
        readOverview(context, beside, code, language),
        listDead(db, code),
        listFailures(db, code),
        beside.section(code, request),
      ])
      const titles = await listTitles(db, [...new Set(failures.map(({ dossierId }) => dossierId))])
      const codes = new Map([...titles].map(([id, one]) => [id, one.code ?? one.reference]))
      const mayManage = may(request.actor, 'sync.manage')
      const main = destinationPage(
        { ...overview, dead, failures, section, codes, ...said, mayManage },
        language,
      )
      const content = { title: destinationName(code, language), current: 'operations', main }
      return sendPage(reply, frame(request, content), said.problems.length > 0 ? 422 : 200)
    }

    deedRoutes(app, context, known, show)
    await app.register(setAsidePages(context, frame, known))
  }

const back = (reply: FastifyReply, code: string, done: (typeof deeds)[number]) =>
  reply.redirect(destinationUrl(code, `?done=${done}`), 303)

type Show = (
  request: FastifyRequest,
  reply: FastifyReply,
  code: string,
  said: Readonly<{ done: string | null; problems: readonly Problem[] }>,
) => Promise<FastifyReply>

/** What an administrator may do to a destination; each answers with its page. */
function deedRoutes(
  app: Parameters<FastifyPluginAsyncTypebox>[0],
  context: Context,
  known: (code: string) => string,
  show: Show,
): void {
  const managing = { permission: 'sync.manage' } as const
  const holding = { config: managing, schema: { hide: true, params, body: holdBody } }
  app.post(`${syncUrl}/:destination/hold`, holding, async (request, reply) => {
    const code = known(request.params.destination)
    const reason = cleanText(request.body.reason ?? '').slice(0, 300)
    const sentence = syncMessages(languageOf(request)).reasonMissing
    if (!reason)
      return await show(request, reply, code, { done: null, problems: [{ field: 'reason', sentence }] })
    await holdDestination(context, code, reason, officerOf(request))
    return await back(reply, code, 'held')
  })

  const doing = { config: managing, schema: { hide: true, params } }
  app.post(`${syncUrl}/:destination/release`, doing, async (request, reply) => {
    const code = known(request.params.destination)
    await releaseDestination(context, code, officerOf(request))
    return await back(reply, code, 'released')
  })

  app.post(`${syncUrl}/:destination/hurry`, doing, async (request, reply) => {
    const code = known(request.params.destination)
    await hurryDestination(context, code, officerOf(request))
    return await back(reply, code, 'hurry')
  })

  const replaying = { config: managing, schema: { hide: true, params, body: replayBody } }
  app.post(`${syncUrl}/:destination/replay`, replaying, async (request, reply) => {
    const destination = known(request.params.destination)
    const { dossier: dossierId, number, repeat } = request.body
    const key = { destination, dossierId, number: Number(number), repeat: Number(repeat) }
    await replayDelivery(context, key, officerOf(request))
    return await back(reply, destination, 'replay')
  })

  app.post(`${syncUrl}/:destination/replay-all`, doing, async (request, reply) => {
    const destination = known(request.params.destination)
    await replayAll(context, destination, officerOf(request))
    return await back(reply, destination, 'replay_all')
  })
}

function doneSentence(done: string | undefined, language: Language): string | null {
  const deed = deeds.find((one) => one === done)
  return deed ? syncMessages(language)[`${deed}Done`] : null
}

async function readOverview(
  context: Context,
  beside: BesideDestination,
  code: string,
  language: Language,
): Promise<SyncOverview> {
  const [standing, fact] = await Promise.all([readStanding(context, code), beside.fact(code, language)])
  return { standing, fact }
}
