import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say } from '#components/say'
import { formatMoment } from '#modules/calendar'
import type { Context } from '#platform/context'
import { type Html, html, type Piece } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { messageStateNames, notificationMessages } from './messages.ts'
import { listMessages } from './repository.ts'
import { hideAddress, hidePersonalIds } from './rules/discretion.ts'
import { deliveryLines, type SentMessages, toneOfMessage, withDeliveries } from './sent-lines.ts'

const pageSize = 30

/** `GET /demo/messages`: what the system has sent, for people who try the demonstration. Never registered outside it. */
export const demoMessagePages =
  (frame: Frame) =>
  (context: Context): FastifyPluginAsync => {
    const querystring = Type.Object({
      before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
    })
    const routes: FastifyPluginAsyncTypebox = async (app) => {
      app.get(
        '/demo/messages',
        { config: { permission: 'notifications.read_demo' }, schema: { hide: true, querystring } },
        async (request, reply) => {
          const { before = null } = request.query
          const messages = await listMessages(context.db, { before, limit: pageSize })
          const sent = await withDeliveries(context.db, messages)
          const language = languageOf(request)
          const main = renderMessages(sent, language, context.publicUrl, before !== null)
          return sendPage(reply, frame(request, { title: notificationMessages(language).demoTitle, main }))
        },
      )
    }
    return routes as FastifyPluginAsync
  }

function renderMessages(
  messages: SentMessages,
  language: Language,
  publicUrl: string,
  isLaterPage: boolean,
): Html {
  const text = notificationMessages(language)
  const last = messages.length === pageSize ? messages.at(-1)?.message : undefined
  const list = html`<ul class="mc-list mc-t2">${messages.map((message) => item(message, language, publicUrl))}</ul>`
  return html`<div class="mc-narrow"><h1>${text.demoTitle}</h1>
${notice({ body: html`<p>${text.intro}</p>` })}
${messages.length > 0 ? list : html`<p>${text.empty}</p>`}
${pagination({ nextHref: last ? `/demo/messages?before=${last.number}` : null, firstHref: isLaterPage ? '/demo/messages' : null, language })}</div>`
}

/** One message as it was written: what about, when and to whom, how it stands, its words. */
function item({ message, deliveries }: SentMessages[number], language: Language, publicUrl: string): Html {
  const text = notificationMessages(language)
  const to = [message.recipientName, message.email && hideAddress(message.email)].filter(Boolean).join(', ')
  const lines = hidePersonalIds(message.body)
    .split('\n')
    .filter((line) => line !== '')
  const state = say(toneOfMessage[message.state], messageStateNames(language)[message.state])
  return html`<li><h2 class="mc-h">${hidePersonalIds(message.subject)}</h2>
<p class="mc-small mc-quiet"><time datetime="${message.queuedAt.toString()}">${formatMoment(message.queuedAt, language)}</time>, ${text.to(to)}</p>
<p class="mc-small">${state}${deliveryLines(deliveries, language)}</p>
${lines.map((line) => html`<p class="mc-t0">${linkOwn(line, publicUrl)}</p>`)}</li>`
}

/** Addresses of our own become links; no other does. */
function linkOwn(line: string, publicUrl: string): Piece {
  const start = line.indexOf(`${publicUrl}/`)
  if (start < 0) return line
  const address = line.slice(start).match(/^\S*[^\s.,;:!?)]/)?.[0] ?? ''
  return html`${line.slice(0, start)}<a href="${address.slice(publicUrl.length)}">${address}</a>${line.slice(start + address.length)}`
}
