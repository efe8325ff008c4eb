import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { actions, linkButton } from '#components/button'
import type { Frame } from '#components/frame'
import { notice } from '#components/notice'
import { narrow, sheet } from '#components/sheet'
import type { Context } from '#platform/context'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import { type Arrival, arrivalNotices } from './refused-pages.ts'
import { safeReturnPath } from './rules/return-path.ts'
import { cookieOptions, giveSessionCookie, sessionTokenOf, signOut } from './sessions.ts'
import {
  type IdentityProvider,
  noteFailedSignIn,
  type SignInFailure,
  type SignInSecrets,
  signInCitizen,
} from './sign-in-citizen.ts'
import { seal, unseal } from './token.ts'

export type CitizenPagesOptions = Readonly<{ frame: Frame; provider: IdentityProvider }>

/** What this browser must remember while the citizen is at the provider; each sign-in has a cookie of its own. */
type Journey = Readonly<{ secrets: SignInSecrets; back: string; until: number }>

const callbackPath = '/sign-in/callback'
const purpose = 'sign-in'
const journeySeconds = 600
const cookieFor = (state: string): string =>
  `mc_sign_in_${createHash('sha256').update(state).digest('hex').slice(0, 12)}`

const Query = Type.Object({
  return: Type.Optional(Type.String()),
  ended: Type.Optional(Type.String()),
  kept: Type.Optional(Type.String()),
  level: Type.Optional(Type.String()),
})
const open = { config: { permission: 'identity.sign_in' } } as const

/** `/sign-in`, the way to the identity provider and back, and `/sign-out` for everybody. */
export const citizenSignInPages =
  (context: Context, { frame, provider }: CitizenPagesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/sign-in', { ...open, schema: { querystring: Query } }, async (request, reply) => {
      const back = safeReturnPath(request.query.return, '/')
      const needsMore = request.query.level === '2' && !hasLevel2(request)
      if (request.actor.kind === 'citizen' && !needsMore) return await reply.redirect(back, 303)
      const language = languageOf(request)
      const view = { ...request.query, back, isDemo: context.config.MOTCUA_DEMO === 'on', language }
      const title = messagesOf(language).citizenTitle
      return sendPage(reply, frame(request, { title, main: citizenSignInView(view) }))
    })

    app.get('/sign-in/start', { ...open, schema: { querystring: Query } }, async (request, reply) => {
      const begun = await provider.begin(request.query.level === '2' ? 2 : 1)
      const back = safeReturnPath(request.query.return, '/')
      if (!begun.ok) return answerFailure(request, reply, begun.code, back)
      const until = context.clock.now().add({ seconds: journeySeconds }).epochMilliseconds
      const journey: Journey = { secrets: begun.secrets, back, until }
      reply.setCookie(cookieFor(begun.secrets.state), seal(context.secret, purpose, journey), {
        ...cookieOptions(context),
        path: callbackPath,
        maxAge: journeySeconds,
      })
      return await reply.header('cache-control', 'no-store').redirect(begun.url, 303)
    })

    app.get(callbackPath, open, async (request, reply) => {
      const { state = '' } = request.query as { state?: string }
      const journey = takeJourney(request, reply, String(state))
      const query = request.url.slice(request.url.indexOf('?') + 1)
      const finished = journey
        ? await provider.finish(query, journey.secrets)
        : ({ ok: false, code: 'answer_not_ours' } as const)
      const back = journey?.back ?? '/'
      if (!finished.ok && journey) await noteFailedSignIn(context, finished.code, { address: request.ip })
      if (!finished.ok) return answerFailure(request, reply, finished.code, back)
      const before = sessionTokenOf(context, request)
      giveSessionCookie(
        context,
        reply,
        await signInCitizen(context, finished.citizen, { address: request.ip, before }),
      )
      return await reply.redirect(back, 303)
    })

    app.post('/sign-out', { config: { permission: 'identity.sign_out' } }, async (request, reply) => {
      await signOut(context, request, reply)
      return await reply.redirect(request.actor.kind === 'officer' ? '/officer/sign-in' : '/', 303)
    })

    /** The journey of this state, once: its cookie is taken away whatever comes of it. */
    function takeJourney(request: FastifyRequest, reply: FastifyReply, state: string): Journey | null {
      const sealed = request.cookies[cookieFor(state)]
      reply.clearCookie(cookieFor(state), { path: callbackPath })
      const journey = sealed ? (unseal(context.secret, purpose, sealed) as Journey | null) : null
      return journey && journey.until > context.clock.now().epochMilliseconds ? journey : null
    }

    function answerFailure(
      request: FastifyRequest,
      reply: FastifyReply,
      code: SignInFailure,
      back: string,
    ): FastifyReply {
      const language = languageOf(request)
      const page = {
        title: messagesOf(language).failureTitle,
        main: signInFailureView({ code, back, language }),
      }
      return sendPage(reply, frame(request, page), code === 'provider_unavailable' ? 503 : 400)
    }
  }

const hasLevel2 = ({ actor }: FastifyRequest): boolean => actor.kind === 'citizen' && actor.assuranceLevel === 2

/** The citizens' door: one button. */
function citizenSignInView(view: Arrival & Readonly<{ level?: string | undefined; isDemo: boolean }>): Html {
  const say = messagesOf(view.language)
  const level = view.level === '2' ? '2' : '1'
  const href = `/sign-in/start?${new URLSearchParams({ return: view.back, level })}`
  return narrow(
    html`<h1>${say.citizenTitle}</h1>`,
    arrivalNotices(view),
    html`<p class="mc-lead">${say.citizenLead}</p>`,
    level === '2' && notice({ body: html`<p>${say.citizenLevel2}</p>` }),
    html`<p>${linkButton({ text: say.citizenStart, href, start: true })}</p>`,
    view.isDemo && html`<p class="mc-quiet">${say.citizenDemo}</p>`,
    html`<p class="mc-quiet">${say.citizenKept}</p>`,
    sheet({
      id: 'no-account',
      title: say.citizenNoAccount,
      body: html`<p>${say.citizenNoAccountHelp}</p>`,
    }),
  )
}

/** What happened at the provider, what was kept, what to do next. */
function signInFailureView({
  code,
  back,
  language,
}: Readonly<{ code: SignInFailure; back: string; language: Language }>): Html {
  const say = messagesOf(language)
  return narrow(
    html`<h1>${say.failureTitle}</h1>`,
    html`<p class="mc-lead">${say[`failure_${code}`]}</p>`,
    html`<p>${say.failureLead}</p>`,
    html`<p>${say[`next_${code}`]}</p>`,
    actions(
      linkButton({ text: say.tryAgain, href: `/sign-in?${new URLSearchParams({ return: back })}` }),
      linkButton({ text: say.toHome, href: '/', variant: 'secondary' }),
    ),
  )
}
