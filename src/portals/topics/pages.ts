import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { withFormAddresses } from '#components/navigation'
import { may, officerOf } from '#modules/identity'
import { enterTopic, loadTopics, topicAdminUrl, topicsUrl, topicUrl } from '#modules/topics'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { topicCataloguePage } from './catalogue-view.ts'
import { topicMessages } from './messages.ts'
import { topicPages } from './topic-pages.ts'
import { type TopicsView, topicsPage } from './topics-view.ts'
import { readWords } from './words-form.ts'

const Text = Type.Optional(Type.String({ maxLength: 4000 }))
const wordsBody = Type.Object({
  code: Text,
  title: Text,
  summary: Text,
  contact: Text,
  schemaText: Type.Optional(Type.String({ maxLength: 200_000 })),
})

/** The pages of topics: the officers' list, and what administrators do about them. */
export const topicsPages = (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  withFormAddresses(async (app) => {
    const reading = { config: { permission: 'topics.read' }, schema: { hide: true } } as const
    app.get(topicsUrl, reading, async (request, reply) => {
      const language = languageOf(request)
      const lines = await loadTopics(context)
      const reader = { publicUrl: context.publicUrl, mayManage: may(request.actor, 'topics.manage') }
      const main = topicCataloguePage(lines, reader, language)
      return sendPage(
        reply,
        frame(request, { title: topicMessages(language).events, current: 'exchange', main }),
      )
    })

    const show = async (
      request: FastifyRequest,
      reply: FastifyReply,
      shown: Partial<Pick<TopicsView, 'typed' | 'problems'>> = {},
    ) => {
      const language = languageOf(request)
      const view = { lines: await loadTopics(context), typed: {}, problems: [], ...shown }
      const main = topicsPage(view, language)
      const page = frame(request, { title: topicMessages(language).topics, current: 'exchange', main })
      return sendPage(reply, page, view.problems.length > 0 ? 422 : 200)
    }
    const guarded = { config: { permission: 'topics.manage' } } as const
    app.get(topicAdminUrl, { ...guarded, schema: { hide: true } }, (request, reply) => show(request, reply))

    const entering = { ...guarded, schema: { hide: true, body: wordsBody } }
    app.post(topicAdminUrl, entering, async (request, reply) => {
      const typed = request.body
      const read = readWords(typed, languageOf(request))
      if (!read.ok) return await show(request, reply, { typed, problems: read.problems })
      if (await enterTopic({ context, actor: officerOf(request) }, read.words))
        return await reply.redirect(`${topicUrl(read.words.code)}?done=entered`, 303)
      const sentence = topicMessages(languageOf(request)).codeTaken
      return await show(request, reply, { typed, problems: [{ field: 'code', sentence }] })
    })

    await app.register(topicPages(context, frame))
  })
