import type { FastifyRequest } from 'fastify'
import { linkButton } from '#components/button'
import { displayOf } from '#components/display'
import type { Frame } from '#components/frame'
import { hasPage } from '#components/navigation'
import { threeAnswers } from '#components/three-answers'
import type { AppError } from '#platform/errors'
import { type Html, html } from '#platform/html'
import type { ErrorPage } from '#platform/http'
import type { Language } from '#platform/i18n'
import { type ErrorWords, messagesOf } from './error-messages.ts'

const isOfficers = (url: string): boolean => /^\/(officer|admin)(\/|$|\?)/.test(url)

/** Every error as a page of its portal: what happened, what was kept, what to do next, and the reference. */
export const makeErrorPage =
  (frames: Readonly<{ citizen: Frame; officer: Frame }>): ErrorPage =>
  (error, request, reference) => {
    const { language } = displayOf(request)
    const words = wordsFor(error, language)
    const body = threeAnswers({
      title: words.title,
      happened: words.happened,
      kept: [{ tone: error.status >= 500 ? 'mute' : 'ok', text: words.kept }],
      next: words.next,
      actions: wayOut(error, request, language),
      reference: error.status >= 500 ? reference : null,
      language,
    })
    const officers = isOfficers(request.url)
    const frame = officers ? frames.officer : frames.citizen
    return frame(request, {
      title: words.title,
      main: officers ? html`<div class="mc-t2">${body}</div>` : body,
    })
  }

function wordsFor({ code, status }: AppError, language: Language): ErrorWords {
  const messages = messagesOf(language)
  const byCode: Readonly<Record<string, ErrorWords>> = {
    'request.not_found': messages.notFound(),
    'request.not_signed_in': messages.notSignedIn(),
    'request.not_allowed': messages.notAllowed(),
    'request.foreign_origin': messages.foreignOrigin(),
    'request.too_large': messages.tooLarge(),
    'request.too_many': messages.tooMany(),
    unavailable: messages.unavailable(),
    no_space: messages.noSpace(),
    'papers.quarantined': messages.notScanned(),
    'papers.infected': messages.infected(),
    'papers.content_unavailable': messages.contentAway(),
  }
  return byCode[code] ?? wordsByStatus(status, language)
}

function wordsByStatus(status: number, language: Language): ErrorWords {
  const messages = messagesOf(language)
  if (status >= 500) return messages.internal()
  if (status === 404) return messages.nothingHere()
  if (status === 403) return messages.notAllowed()
  return status === 409 ? messages.changedMeanwhile() : messages.invalid()
}

/** One way on that leads somewhere. */
function wayOut({ code }: AppError, request: FastifyRequest, language: Language): Html {
  const messages = messagesOf(language)
  const officers = isOfficers(request.url)
  const signIn = officers ? '/officer/sign-in' : '/sign-in'
  if (code === 'request.not_signed_in' && hasPage(request, signIn))
    return linkButton({ text: messages.signIn, href: signIn })
  const home = officers && hasPage(request, '/officer/worklist') ? '/officer/worklist' : '/'
  return linkButton({ text: officers ? messages.toWork : messages.toHome, href: home, variant: 'secondary' })
}
