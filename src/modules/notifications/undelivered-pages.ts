import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { idPattern } from '#platform/ids'
import { cleanText } from '#platform/search-text'
import { markCalled } from './mark-called.ts'
import { notificationMessages } from './messages.ts'
import { agencyInCharge, listUndelivered } from './repository-undelivered.ts'
import { isChannel } from './rules/channels.ts'
import { sendAgain } from './send-again.ts'
import { withDeliveries } from './sent-lines.ts'
import { type UndeliveredPage, undeliveredPage, undeliveredUrl } from './undelivered-view.ts'

const pageSize = 30
const config = { permission: 'notifications.handle' } as const
const querystring = Type.Object({
  before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
  done: Type.Optional(Type.String({ maxLength: 20 })),
})
const message = Type.String({ pattern: idPattern })
const againBody = Type.Object({ message, channel: Type.String({ maxLength: 20 }) })
const calledBody = Type.Object({ message, note: Type.Optional(Type.String({ maxLength: 1000 })) })

/** `/officer/messages`: what did not arrive, to be sent again or told by telephone. */
export const undeliveredPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(undeliveredUrl, { config, schema: { hide: true, querystring } }, (request, reply) =>
      show(context, frame, request, reply, request.query),
    )

    app.post(
      `${undeliveredUrl}/again`,
      { config, schema: { hide: true, body: againBody } },
      async (request, reply) => {
        const { message: messageId, channel } = request.body
        if (!isChannel(channel)) throw requestProblem('request.not_found')
        const act = () => sendAgain(context, { messageId, channel }, officerOf(request))
        return await handle(context, frame, request, reply, 'sent', act)
      },
    )

    app.post(
      `${undeliveredUrl}/called`,
      { config, schema: { hide: true, body: calledBody } },
      async (request, reply) => {
        const { message: messageId, note = '' } = request.body
        const kept = cleanText(note).slice(0, 300) || null
        const act = () => markCalled(context, { messageId, note: kept }, officerOf(request))
        return await handle(context, frame, request, reply, 'called', act)
      },
    )
  }

/** Does it and leads back to the list; where it cannot be done, the newest list says why. */
async function handle(
  context: Context,
  frame: Frame,
  request: FastifyRequest,
  reply: FastifyReply,
  done: 'sent' | 'called',
  act: () => Promise<void>,
): Promise<FastifyReply> {
  try {
    await act()
    return await reply.redirect(`${undeliveredUrl}?done=${done}`, 303)
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('notifications.')) throw error
    return await show(context, frame, request, reply, { refused: error.code }, error.status)
  }
}

async function show(
  context: Context,
  frame: Frame,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Readonly<{ before?: number | undefined; done?: string | undefined; refused?: string }>,
  status = 200,
): Promise<FastifyReply> {
  const language = languageOf(request)
  const { before = null, done, refused } = asked
  const wanted = { agencyId: agencyInCharge(officerOf(request)), before, limit: pageSize + 1 }
  const found = await listUndelivered(context.db, wanted)
  const shown = found.slice(0, pageSize)
  const page: UndeliveredPage = {
    sent: await withDeliveries(context.db, shown),
    next: found.length > pageSize ? (shown.at(-1)?.number ?? null) : null,
    isFirst: before === null,
    said: sentenceOf(done, refused, notificationMessages(language)),
    language,
  }
  const { undelivered: title } = notificationMessages(language)
  return sendPage(reply, frame(request, { title, main: undeliveredPage(page), current: 'undelivered' }), status)
}

function sentenceOf(
  done: string | undefined,
  refused: string | undefined,
  text: ReturnType<typeof notificationMessages>,
): UndeliveredPage['said'] {
  if (refused === 'notifications.no_channel') return { tone: 'warn', text: text.noChannel }
  if (refused === 'notifications.sent_too_often') return { tone: 'warn', text: text.tooOften }
  if (refused) return { tone: 'warn', text: text.notOpen }
  if (done === 'sent') return { tone: 'done', text: text.doneSent }
  return done === 'called' ? { tone: 'done', text: text.doneCalled } : null
}
