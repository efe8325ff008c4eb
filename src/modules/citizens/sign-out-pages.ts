import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { actions, linkButton } from '#components/button'
import type { Frame } from '#components/frame'
import { narrow } from '#components/sheet'
import { cookieOptions, findSignInOf, seal, signOut, unseal } from '#modules/identity'
import type { Context } from '#platform/context'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import type { IdentityProvider } from './ports.ts'
import { obeyLogout } from './sign-out.ts'

const cookieName = 'mc_signed_out'
const purpose = 'signed-out'
const path = '/signed-out'

/**
 * `/sign-out` for everybody, `/signed-out`, and the address at which the provider tells that somebody signed out there
 * (OpenID Connect Back-Channel Logout 1.0, 2.8).
 */
export const signOutPages =
  (
    context: Context,
    { frame, provider }: Readonly<{ frame: Frame; provider: IdentityProvider }>,
  ): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post('/sign-out', { config: { permission: 'identity.sign_out' } }, async (request, reply) => {
      const isOfficer = request.actor.kind === 'officer'
      const signIn = await findSignInOf(context, request)
      await signOut(context, request, reply)
      if (isOfficer) return await reply.redirect('/officer/sign-in', 303)
      if (!signIn?.idToken) return await reply.redirect('/', 303)
      // A form may lead nowhere but here: the way on to the provider is a link on the next page.
      const there = await provider.endSession({ idToken: signIn.idToken, logoutUrl: signIn.logoutUrl })
      reply.setCookie(cookieName, seal(context.secret, purpose, { there }), {
        ...cookieOptions(context),
        ...{ path, maxAge: 300 },
      })
      return await reply.redirect(path, 303)
    })

    const Query = Type.Object({ link: Type.Optional(Type.String()) })
    const open = { config: { permission: 'identity.sign_in' }, schema: { querystring: Query } } as const
    app.get(path, open, async (request, reply) => {
      const sealed = request.cookies[cookieName]
      const kept = sealed ? (unseal(context.secret, purpose, sealed) as { there: string | null } | null) : null
      reply.clearCookie(cookieName, { path }).header('cache-control', 'no-store')
      const language = languageOf(request)
      const isDeclined = request.query.link === 'declined'
      const main = isDeclined ? declinedView(language) : signedOutView(kept, language)
      return sendPage(reply, frame(request, { title: messagesOf(language).signedOutTitle, main }))
    })

    const body = Type.Object({ logout_token: Type.String({ minLength: 1, maxLength: 16_384 }) })
    const told = {
      config: { permission: 'identity.provider_logout', foreignCallers: true },
      schema: { hide: true, body },
    } as const
    app.post('/sign-in/back-channel-logout', told, async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const read = await provider.readLogoutToken(request.body.logout_token)
      if (!read.ok) {
        request.log.warn({ reason: read.reason }, 'a logout token was refused')
        const status = read.reason === 'keys_unavailable' ? 503 : 400
        return reply.code(status).send({ error: 'invalid_request', error_description: read.reason })
      }
      const ended = await obeyLogout(context, read)
      if (ended === null)
        return reply.code(400).send({ error: 'invalid_request', error_description: 'seen_before' })
      return reply.code(200).send()
    })
  }

/** Signed out here; and where one signs out of the provider, too, as far as that is known. */
function signedOutView(kept: Readonly<{ there: string | null }> | null, language: Language): Html {
  const say = messagesOf(language)
  return narrow(
    html`<h1>${say.signedOutTitle}</h1>`,
    html`<p class="mc-lead">${say.signedOutLead}</p>`,
    kept && html`<p>${kept.there ? say.signedOutThere : say.signedOutAway}</p>`,
    actions(
      kept?.there && linkButton({ text: say.signOutThere, href: kept.there }),
      linkButton({ text: say.toHome, href: '/', variant: kept?.there ? 'secondary' : 'primary' }),
    ),
  )
}

function declinedView(language: Language): Html {
  const say = messagesOf(language)
  return narrow(
    html`<h1>${say.failureTitle}</h1>`,
    html`<p class="mc-lead">${say.linkDeclined}</p>`,
    html`<p>${say.linkDeclinedNext}</p>`,
    actions(linkButton({ text: say.toHome, href: '/', variant: 'secondary' })),
  )
}
