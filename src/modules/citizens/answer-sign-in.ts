import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Frame } from '#components/frame'
import { giveSessionCookie, hasParkedForm, sessionTokenOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { askToLink } from './link-pages.ts'
import { messagesOf } from './messages.ts'
import type { Identified } from './ports.ts'
import { signInCitizen } from './sign-in.ts'
import { type FailureCode, signInFailureView } from './sign-in-views.ts'

/** Somebody who comes back proved: from where they set out, and the level that was asked for there. */
export type Arriving = Readonly<{ identified: Identified; back: string; level: 1 | 2; confirmed?: boolean }>

/** Opens the session and leads on: to the page that was wanted, to a question, or to what is still missing. */
export const answerSignIn =
  (context: Context, frame: Frame) =>
  async (request: FastifyRequest, reply: FastifyReply, arriving: Arriving): Promise<FastifyReply> => {
    const { identified, back, level, confirmed = false } = arriving
    const where = { address: request.ip, before: sessionTokenOf(context, request), confirmed }
    const signedIn = await signInCitizen(context, identified, where)
    const fail = (code: FailureCode) => answerFailure(frame, request, reply, { code, back })
    if (!signedIn.ok && signedIn.decision !== 'confirm') return fail(signedIn.decision)
    if (!signedIn.ok) {
      await askToLink(context, reply, { identified, back })
      return await reply.redirect('/sign-in/link', 303)
    }
    giveSessionCookie(context, reply, signedIn.token)
    if (level === 2 && identified.citizen.assuranceLevel === 1) return fail('level_too_low')
    const next = signedIn.chooses ? `/my/acting?${new URLSearchParams({ return: back })}` : back
    return await reply.redirect(next, 303)
  }

/** The page that says why nobody is signed in; what was typed into a form before is kept all the same. */
export function answerFailure(
  frame: Frame,
  request: FastifyRequest,
  reply: FastifyReply,
  { code, back }: Readonly<{ code: FailureCode; back: string }>,
): FastifyReply {
  const language = languageOf(request)
  const isLow = code === 'level_too_low'
  const say = messagesOf(language)
  const page = {
    title: isLow ? say.lowTitle : say.failureTitle,
    main: signInFailureView({ code, back, language, isKept: hasParkedForm(request) }),
  }
  const isTheirs = code === 'provider_unavailable' || code === 'provider_garbled'
  const refused = isTheirs ? 503 : 400
  return sendPage(reply, frame(request, page), isLow ? 403 : refused)
}
