import { createHash, randomBytes } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Temporal } from 'temporal-polyfill'
import { Type } from 'typebox'
import { button } from '#components/button'
import type { Frame } from '#components/frame'
import { notice } from '#components/notice'
import { narrow } from '#components/sheet'
import { formatMoment } from '#modules/calendar'
import { explainRefusal } from '#modules/papers'
import type { Context } from '#platform/context'
import { type Html, html, type Piece } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { digitisationProblem } from './errors.ts'
import { scanMessages } from './messages.ts'
import { findSession, type ScanSession } from './repository.ts'
import { findLink, insertLink } from './repository-copies.ts'
import { takeForm } from './take-files.ts'

/** How long a telephone may send pages without being shown the code again. */
const lifeMinutes = 20

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** An address for the officer's telephone: whoever has it sends pages into this session, and sees nothing of it. */
export async function makePhoneLink(
  { db, clock, publicUrl }: Pick<Context, 'db' | 'clock' | 'publicUrl'>,
  session: ScanSession,
): Promise<Readonly<{ url: string; expiresAt: Temporal.Instant }>> {
  if (session.closedAt) throw digitisationProblem('digitisation.closed')
  const token = randomBytes(24).toString('base64url')
  const madeAt = clock.now()
  const expiresAt = madeAt.add({ minutes: lifeMinutes })
  const link = { tokenSha256: hashOf(token), sessionId: session.id, madeAt, expiresAt }
  await db.transaction().execute((tx) => insertLink(tx, link))
  return { url: `${publicUrl}/scan/${token}`, expiresAt }
}

type OpenLink = Readonly<{ token: string; session: ScanSession; expiresAt: Temporal.Instant }>

/** The open session a telephone's address leads to. */
async function openPhoneLink({ db, clock }: Pick<Context, 'db' | 'clock'>, token: string): Promise<OpenLink> {
  const link = /^[\w-]{32}$/.test(token) ? await findLink(db, hashOf(token)) : null
  const session = link && (await findSession(db, link.sessionId))
  if (!link || !session) throw digitisationProblem('digitisation.not_found')
  const isOver = session.closedAt !== null || link.expiresAt.epochMilliseconds <= clock.now().epochMilliseconds
  if (isOver) throw digitisationProblem('digitisation.link_expired')
  return { token, session, expiresAt: link.expiresAt }
}

/** `/scan/:token`: the camera of a telephone sends pages into the session that is open on the desk. */
export const phonePages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const config = { permission: 'digitisation.send_by_phone' } as const
    const params = Type.Object({ token: Type.String({ maxLength: 100 }) })
    const querystring = Type.Object({ sent: Type.Optional(Type.String({ maxLength: 10 })) })
    app.get('/scan/:token', { config, schema: { hide: true, params, querystring } }, async (request, reply) => {
      const link = await openPhoneLink(context, request.params.token)
      const language = languageOf(request)
      const say = scanMessages(language)
      const sent = Number(request.query.sent)
      const remark = sent > 0 && notice({ tone: 'done', live: true, body: html`<p>${say.phoneSent(sent)}</p>` })
      const content = { title: say.phoneTitle, main: phonePage(link, remark, language), styles: ['scan.css'] }
      return sendPage(reply, frame(request, content))
    })
    app.post('/scan/:token', { config, schema: { hide: true, params } }, async (request, reply) => {
      const link = await openPhoneLink(context, request.params.token)
      const language = languageOf(request)
      const say = scanMessages(language)
      const { session } = link
      const { taken, refused } = await takeForm(context, request, () => ({
        session,
        source: 'phone',
        byName: session.accountName,
        actor: null,
      }))
      if (taken > 0 && refused.length === 0) return reply.redirect(`/scan/${link.token}?sent=${taken}`, 303)
      const told = refused.map((refusal) => html`<p>${explainRefusal(refusal, language)}</p>`)
      const body = html`${taken > 0 ? html`<p>${say.phoneSent(taken)}</p>` : told.length === 0 && html`<p>${say.phoneNothing}</p>`}${told}`
      const main = phonePage(link, notice({ tone: 'warn', live: true, body }), language)
      return sendPage(reply, frame(request, { title: say.phoneTitle, main, styles: ['scan.css'] }), 422)
    })
  }

function phonePage({ token, session, expiresAt }: OpenLink, remark: Piece, language: Language): Html {
  const say = scanMessages(language)
  return narrow(
    html`<h1>${say.phoneTitle}</h1>`,
    html`<p>${say.phoneFor(session.title)}</p>`,
    remark,
    html`<form method="post" action="/scan/${token}" enctype="multipart/form-data" class="mc-stack mc-gap2">
<div class="ds-field"><label class="ds-label" for="f-file">${say.phoneTake}</label><div data-field="description" id="f-file-hint">${say.phoneHint}</div><input class="ds-input mc-file" id="f-file" name="file" type="file" accept="image/*" capture="environment" aria-describedby="f-file-hint"></div>
${button({ text: say.phoneSend, icon: 'scan', start: true, fullWidth: true })}</form>`,
    html`<p class="mc-small mc-quiet">${say.phoneUntil(formatMoment(expiresAt, language))}</p>`,
  )
}
