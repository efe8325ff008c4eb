import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { localDay } from '#modules/calendar'
import { listPlaced } from '#modules/events'
import { listSubsystems } from '#modules/exchange'
import { officerOf } from '#modules/identity'
import {
  changeTopic,
  changeTopicState,
  grantTopicRight,
  listOverRights,
  loadTopics,
  topicUrl,
  withdrawTopicRight,
} from '#modules/topics'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { explainEnd, readEnd } from './end-form.ts'
import { topicMessages } from './messages.ts'
import { readRight } from './right-form.ts'
import { type TopicView, topicPage } from './topic-view.ts'
import { readWords } from './words-form.ts'

const latestAtOnce = 20

const Text = Type.Optional(Type.String({ maxLength: 4000 }))
const params = Type.Object({ code: Type.String({ maxLength: 60 }) })
const querystring = Type.Object({
  done: Type.Optional(Type.String({ maxLength: 20 })),
  right: Type.Optional(Type.String({ format: 'uuid' })),
})
const wordsBody = Type.Object({
  title: Text,
  summary: Text,
  contact: Text,
  schemaText: Type.Optional(Type.String({ maxLength: 200_000 })),
})
const rightBody = Type.Object({ system: Text, act: Text, fromOn: Text, untilOn: Text, basis: Text })
const endBody = Type.Object({ right: Text, lastOn: Text, endReason: Text })

type Desk = Readonly<{ context: Context; frame: Frame }>
type Shown = Partial<Pick<TopicView, 'typedWords' | 'typedRight' | 'typedEnd' | 'problems' | 'done'>>

async function show(
  { context, frame }: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  { code, ...shown }: Shown & Readonly<{ code: string }>,
): Promise<FastifyReply> {
  const { db, clock } = context
  const [line] = await loadTopics(context, code)
  if (!line) throw requestProblem('request.not_found')
  const { title, summary, contact, schemaText } = line.topic
  const [latest, systems, over] = await Promise.all([
    listPlaced(db, code, Math.max(0, line.last - latestAtOnce), latestAtOnce),
    listSubsystems(db),
    listOverRights(context, code),
  ])
  const language = languageOf(request)
  const view = {
    ...{ line, systems, over, latest: latest.reverse(), today: localDay(clock.now()).toString() },
    ...{ typedWords: { title, summary, contact, schemaText }, typedRight: {}, typedEnd: {} },
    ...{ problems: [], done: '' },
    ...shown,
  }
  const page = frame(request, { title, current: 'exchange', main: topicPage(view, language) })
  return sendPage(reply, page, view.problems.length > 0 ? 422 : 200)
}

/** `/admin/exchange/topics/:code`: one topic; what is done about it is posted below it. */
export const topicPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const desk = { context, frame }
    const here = topicUrl(':code').replace('%3A', ':')
    const guarded = { config: { permission: 'topics.manage' } } as const
    app.get(here, { ...guarded, schema: { hide: true, params, querystring } }, (request, reply) => {
      const { done = '', right = '' } = request.query
      return show(desk, request, reply, { code: request.params.code, done, typedEnd: { right } })
    })

    const changing = { ...guarded, schema: { hide: true, params, body: wordsBody } }
    app.post(`${here}/words`, changing, async (request, reply) => {
      const { code } = request.params
      const read = readWords({ ...request.body, code }, languageOf(request))
      if (!read.ok)
        return await show(desk, request, reply, { code, typedWords: request.body, problems: read.problems })
      await changeTopic({ context, actor: officerOf(request) }, read.words)
      return await reply.redirect(`${topicUrl(code)}?done=entered`, 303)
    })

    for (const [act, state] of [
      ['stop', 'withdrawn'],
      ['resume', 'in_force'],
    ] as const)
      app.post(`${here}/${act}`, { ...guarded, schema: { hide: true, params } }, async (request, reply) => {
        const { code } = request.params
        await changeTopicState({ context, actor: officerOf(request) }, code, state)
        return await reply.redirect(`${topicUrl(code)}?done=${act === 'stop' ? 'stopped' : 'resumed'}`, 303)
      })

    await app.register(rightPages(desk, here))
  }

/** Rights given and ended. */
const rightPages =
  (desk: Desk, here: string): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { context } = desk
    const guarded = { config: { permission: 'topics.manage' } } as const
    const granting = { ...guarded, schema: { hide: true, params, body: rightBody } }
    app.post(`${here}/rights`, granting, async (request, reply) => {
      const { code } = request.params
      const language = languageOf(request)
      const typedRight = request.body
      const today = localDay(context.clock.now()).toString()
      const read = readRight(code, typedRight, { systems: await listSubsystems(context.db), today }, language)
      if (!read.ok) return await show(desk, request, reply, { code, typedRight, problems: read.problems })
      const given = await grantTopicRight({ context, actor: officerOf(request) }, read.wish)
      if (given.ok) return await reply.redirect(`${topicUrl(code)}?done=granted`, 303)
      const say = topicMessages(language)
      const sentence = say[`grant_${given.code}`]
      return await show(desk, request, reply, { code, typedRight, problems: [{ field: 'system', sentence }] })
    })

    const ending = { ...guarded, schema: { hide: true, params, body: endBody } }
    app.post(`${here}/rights/end`, ending, async (request, reply) => {
      const { code } = request.params
      const language = languageOf(request)
      const typedEnd = request.body
      const read = readEnd(typedEnd, language)
      if (!read.ok) return await show(desk, request, reply, { code, typedEnd, problems: read.problems })
      const doing = { context, actor: officerOf(request) }
      const answer = await withdrawTopicRight(doing, { topic: code, ...read.wish })
      if (answer.ok) return await reply.redirect(`${topicUrl(code)}?done=ended`, 303)
      return await show(desk, request, reply, { code, typedEnd, problems: [explainEnd(answer, language)] })
    })
  }
