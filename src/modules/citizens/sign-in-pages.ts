import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { cookieOptions, safeReturnPath, seal, unseal } from '#modules/identity'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { answerFailure, answerSignIn } from './answer-sign-in.ts'
import { linkPages } from './link-pages.ts'
import { messagesOf } from './messages.ts'
import type { IdentityProvider, SignInSecrets } from './ports.ts'
import { noteFailedSignIn } from './sign-in.ts'
import { citizenSignInView } from './sign-in-views.ts'
import { signOutPages } from './sign-out-pages.ts'

export type CitizenPagesOptions = Readonly<{ frame: Frame; provider: IdentityProvider }>

/** What this browser must remember while the citizen is at the provider; each sign-in has a cookie of its own. */
type Journey = Readonly<{ secrets: SignInSecrets; back: string; level: 1 | 2; until: number }>

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

/** `/sign-in`, the way to the identity provider and back, and every way of signing out. */
export const citizenSignInPages =
  (context: Context, { frame, provider }: CitizenPagesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(signOutPages(context, { frame, provider }))
    await app.register(linkPages(context, frame, { finish: answerSignIn(context, frame) }))
    await app.register(setOutPages(context, { frame, provider }))
    await app.register(callbackPage(context, { frame, provider }))
  }

const setOutPages =
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
      const level = request.query.level === '2' ? 2 : 1
      const begun = await provider.begin(level)
      const back = safeReturnPath(request.query.return, '/')
      if (!begun.ok) return answerFailure(frame, request, reply, { code: begun.code, back })
      const until = context.clock.now().add({ seconds: journeySeconds }).epochMilliseconds
      const journey: Journey = { secrets: begun.secrets, back, level, until }
      reply.setCookie(cookieFor(begun.secrets.state), seal(context.secret, purpose, journey), {
        ...cookieOptions(context),
        path: callbackPath,
        maxAge: journeySeconds,
      })
      return await reply.header('cache-control', 'no-store').redirect(begun.url, 303)
    })
  }

const callbackPage =
  (context: Context, { frame, provider }: CitizenPagesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const signIn = answerSignIn(context, frame)

    app.get(callbackPath, open, async (request, reply) => {
      const { state = '' } = request.query as { state?: string }
      const journey = takeJourney(request, reply, String(state))
      const query = request.url.slice(request.url.indexOf('?') + 1)
      const finished = journey
        ? await provider.finish(query, journey.secrets)
        : ({ ok: false, code: 'answer_not_ours' } as const)
      const back = journey?.back ?? '/'
      if (!finished.ok && journey) await noteFailedSignIn(context, finished.code, { address: request.ip })
      if (!finished.ok) return answerFailure(frame, request, reply, { code: finished.code, back })
      return await signIn(request, reply, { ...finished, back, level: journey?.level ?? 1 })
    })

    /** The journey of this state, once: its cookie is taken away whatever comes of it. */
    function takeJourney(request: FastifyRequest, reply: FastifyReply, state: string): Journey | null {
      const sealed = request.cookies[cookieFor(state)]
      reply.clearCookie(cookieFor(state), { path: callbackPath })
      const journey = sealed ? (unseal(context.secret, purpose, sealed) as Journey | null) : null
      return journey && journey.until > context.clock.now().epochMilliseconds ? journey : null
    }
  }

const hasLevel2 = ({ actor }: FastifyRequest): boolean => actor.kind === 'citizen' && actor.assuranceLevel === 2
