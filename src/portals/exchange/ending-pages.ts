import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { type EndAnswer, type EndScope, endSystem, loadEnding } from '#modules/exchange'
import { officerOf } from '#modules/identity'
import { topicRights } from '#modules/topics'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { systemsUrl } from './catalogue-view.ts'
import { type EndingView, endingPage } from './ending-view.ts'
import { lifeMessagesOf } from './life-messages.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) })
const Text = Type.Optional(Type.String({ maxLength: 600 }))
const body = Type.Object({ reason: Text, seen: Text })
const guarded = { config: { permission: 'exchange.manage' } } as const

type Desk = Readonly<{ context: Context; frame: Frame }>
type Shown = Partial<Pick<EndingView, 'typed' | 'problems' | 'hasChanged'>>

async function show(
  { context, frame }: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  { scope, ...shown }: Shown & Readonly<{ scope: EndScope }>,
): Promise<FastifyReply> {
  const ending = await loadEnding({ db: context.db, topicRights }, scope, context.clock.now())
  if (!ending) throw requestProblem('request.not_found')
  const language = languageOf(request)
  const view = { scope, ending, typed: {}, problems: [], hasChanged: false, ...shown }
  const life = lifeMessagesOf(language)
  const title = scope.kind === 'member' ? life.endMember : life.endSystem
  const page = frame(request, { title, current: 'exchange', main: endingPage(view, language) })
  if (view.hasChanged) return sendPage(reply, page, 409)
  return sendPage(reply, page, view.problems.length > 0 ? 422 : 200)
}

/** A system, or a member with all of its systems, is ended: first what ends with it is shown, then it is confirmed. */
export const endingPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const desk = { context, frame }
    await app.register(endingOf(desk, 'subsystem', `${systemsUrl}/:id/end`))
    await app.register(endingOf(desk, 'member', `${systemsUrl}/members/:id/end`))
  }

const endingOf =
  (desk: Desk, kind: EndScope['kind'], url: string): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(url, { ...guarded, schema: { hide: true, params } }, (request, reply) =>
      show(desk, request, reply, { scope: { kind, id: request.params.id } }),
    )
    app.post(url, { ...guarded, schema: { hide: true, params, body } }, async (request, reply) => {
      const scope = { kind, id: request.params.id }
      const { seen = '', ...typed } = request.body
      const reason = cleanText(typed.reason ?? '').slice(0, 300)
      if (!reason) {
        const sentence = lifeMessagesOf(languageOf(request)).reasonMissing
        return await show(desk, request, reply, { scope, typed, problems: [{ field: 'reason', sentence }] })
      }
      const doing = { context: desk.context, actor: officerOf(request), topicRights }
      const answer = await endSystem(doing, scope, { reason, seen })
      if (!answer.ok && answer.code === 'changed_meanwhile')
        return await show(desk, request, reply, { scope, typed, hasChanged: true })
      return await reply.redirect(`${systemsUrl}?done=${newsOf(kind, answer)}`, 303)
    })
  }

/** What the list of systems says of it then. */
const newsOf = (kind: EndScope['kind'], answer: EndAnswer): string =>
  `${kind === 'member' ? 'member_' : ''}${answer.ok ? 'ended' : answer.code}`
