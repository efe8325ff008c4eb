import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync } from 'fastify'
import type { Temporal } from 'temporal-polyfill'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say, type Tone } from '#components/say'
import { table } from '#components/table'
import type { Context } from '#platform/context'
import { type Html, html, type Piece } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { notificationMessages } from './messages.ts'
import { listMessages, type Message, type MessageState } from './repository.ts'
import { hideAddress, hidePersonalIds } from './rules/discretion.ts'

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
          const language = languageOf(request)
          const main = renderMessages(messages, language, context.publicUrl, before !== null)
          return sendPage(reply, frame(request, { title: notificationMessages(language).title, main }))
        },
      )
    }
    return routes as FastifyPluginAsync
  }

function renderMessages(
  messages: readonly Message[],
  language: Language,
  publicUrl: string,
  isLaterPage: boolean,
): Html {
  const text = notificationMessages(language)
  const last = messages.length === pageSize ? messages.at(-1) : undefined
  const list = table({
    caption: text.title,
    columns: [text.when, text.to, text.content, text.state].map((title) => ({ title })),
    rows: messages.map((message) => row(message, language, publicUrl)),
  })
  return html`<h1>${text.title}</h1>
${notice({ body: html`<p>${text.intro}</p>` })}
${messages.length > 0 ? list : html`<p>${text.empty}</p>`}
${pagination({ nextHref: last ? `/demo/messages?before=${last.number}` : null, firstHref: isLaterPage ? '/demo/messages' : null, language })}`
}

const toneOf: Readonly<Record<MessageState, Tone>> = {
  queued: 'warn',
  sent: 'ok',
  in_app: 'mute',
  undeliverable: 'bad',
}

function row(message: Message, language: Language, publicUrl: string): readonly Piece[] {
  const text = notificationMessages(language)
  const tries = message.state === 'queued' && message.attempt > 0
  return [
    html`<time datetime="${message.queuedAt.toString()}">${formatTime(message.queuedAt)}</time>`,
    html`${message.recipientName}${message.email && html`<br>${hideAddress(message.email)}`}`,
    html`<strong>${hidePersonalIds(message.subject)}</strong>${hidePersonalIds(message.body)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => html`<br>${linkOwn(line, publicUrl)}`)}`,
    html`${say(toneOf[message.state], text[message.state])}${tries && html` (${text.triedTimes(message.attempt)})`}`,
  ]
}

/** Addresses of our own become links; no other does. */
function linkOwn(line: string, publicUrl: string): Piece {
  const start = line.indexOf(`${publicUrl}/`)
  if (start < 0) return line
  const address = line.slice(start).match(/^\S*[^\s.,;:!?)]/)?.[0] ?? ''
  return html`${line.slice(0, start)}<a href="${address.slice(publicUrl.length)}">${address}</a>${line.slice(start + address.length)}`
}

/** `09:41 26/11/2026`. */
function formatTime(at: Temporal.Instant): string {
  const local = at.toZonedDateTimeISO('Asia/Ho_Chi_Minh')
  const [year, month, day] = local.toPlainDate().toString().split('-')
  return `${local.toPlainTime().toString({ smallestUnit: 'minute' })} ${day}/${month}/${year}`
}
