import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { actions, button } from '#components/button'
import type { Frame } from '#components/frame'
import { narrow } from '#components/sheet'
import { cookieOptions, hashToken, makeSecretToken } from '#modules/identity'
import { instantOf } from '#platform/clock'
import type { Context } from '#platform/context'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import type { Identified } from './ports.ts'
import {
  appendPendingSignIn,
  findPendingSignIn,
  listProviderAccounts,
  type ProviderAccount,
  removePendingSignIn,
} from './repository.ts'
import { noteFailedSignIn } from './sign-in.ts'

const cookieName = 'mc_link'
const path = '/sign-in/link'
const pendingMinutes = 10
const open = { config: { permission: 'identity.sign_in' } } as const

type Pending = Readonly<{ identified: Identified; back: string }>

/** Keeps a proved sign-in until its person has said whether the account is theirs, too. */
export async function askToLink(context: Context, reply: FastifyReply, pending: Pending): Promise<void> {
  const token = makeSecretToken()
  const expiresAt = context.clock.now().add({ minutes: pendingMinutes })
  await appendPendingSignIn(context.db, { hash: hashToken(token), ...pending, expiresAt })
  reply.setCookie(cookieName, token, { ...cookieOptions(context), path, maxAge: pendingMinutes * 60 })
}

type Finish = (
  request: FastifyRequest,
  reply: FastifyReply,
  come: Pending & Readonly<{ level: 1 | 2; confirmed: boolean }>,
) => Promise<FastifyReply>

/** `/sign-in/link`: another account of VNeID with a personal id that is known here. Nothing is joined before a yes. */
export const linkPages =
  (context: Context, frame: Frame, { finish }: Readonly<{ finish: Finish }>): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(path, open, async (request, reply) => {
      const pending = await findPending(request)
      if (!pending) return await reply.redirect('/sign-in', 303)
      const language = languageOf(request)
      const known = await listProviderAccounts(context.db, pending.identified.citizen.personalId)
      const main = linkView(pending.identified, known, language)
      return sendPage(reply, frame(request, { title: messagesOf(language).linkTitle, main }))
    })

    const body = Type.Object({ answer: Type.Optional(Type.String()) })
    app.post(path, { ...open, schema: { body } }, async (request, reply) => {
      const pending = await findPending(request)
      const hash = hashToken(request.cookies[cookieName] ?? '')
      reply.clearCookie(cookieName, { path })
      if (!pending) return await reply.redirect('/sign-in', 303)
      await context.db.transaction().execute((tx) => removePendingSignIn(tx, hash, context.clock.now()))
      if (request.body.answer === 'yes')
        return await finish(request, reply, { ...pending, level: 2, confirmed: true })
      await noteFailedSignIn(context, 'not_mine', { address: request.ip })
      return await reply.redirect('/signed-out?link=declined', 303)
    })

    async function findPending(request: FastifyRequest): Promise<Pending | null> {
      const token = request.cookies[cookieName]
      return token ? await findPendingSignIn(context.db, hashToken(token), context.clock.now()) : null
    }
  }

function linkView(identified: Identified, known: readonly ProviderAccount[], language: Language): Html {
  const say = messagesOf(language)
  const day = (at: Date): string =>
    instantOf(at)
      .toZonedDateTimeISO('Asia/Ho_Chi_Minh')
      .toPlainDate()
      .toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB')
  const { fullName, personalId } = identified.citizen
  return narrow(
    html`<h1>${say.linkTitle}</h1>`,
    html`<p class="mc-lead">${say.linkLead(fullName, personalId)}</p>`,
    html`<ul class="mc-list">${known.map(
      ({ linkedAt, lastUsedAt, unlinkedAt }) =>
        html`<li>${say.linkKnown(day(linkedAt), day(lastUsedAt))}${unlinkedAt && html`, ${say.linkUnlinked(day(unlinkedAt))}`}</li>`,
    )}</ul>`,
    html`<p>${say.linkMeans}</p>`,
    html`<form method="post" action="${path}">${actions(
      button({ text: say.linkYes, name: 'answer', value: 'yes' }),
      button({ text: say.linkNo, name: 'answer', value: 'no', variant: 'secondary' }),
    )}</form>`,
  )
}
