import { actions, linkButton } from '#components/button'
import { notice } from '#components/notice'
import { narrow, sheet } from '#components/sheet'
import { type Arrival, arrivalNotices } from '#modules/identity'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import type { SignInFailure } from './ports.ts'

/** Why nobody is signed in, or not surely enough. */
export type FailureCode = SignInFailure | 'level_too_low' | 'speaks_for_another' | 'second_needs_level_2'

/** The citizens' door: one button. */
export function citizenSignInView(
  view: Arrival & Readonly<{ level?: string | undefined; isDemo: boolean }>,
): Html {
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
export function signInFailureView({
  code,
  back,
  language,
  isKept,
}: Readonly<{ code: FailureCode; back: string; language: Language; isKept: boolean }>): Html {
  const say = messagesOf(language)
  const isLow = code === 'level_too_low'
  const again = new URLSearchParams({ return: back, ...(isLow && { level: '2' }) })
  return narrow(
    html`<h1>${isLow ? say.lowTitle : say.failureTitle}</h1>`,
    html`<p class="mc-lead">${say[`failure_${code}`]}</p>`,
    html`<p>${isLow ? say.lowLead : say.failureLead}</p>`,
    isKept && notice({ tone: 'done', body: html`<p>${say.typedKept}</p>` }),
    html`<p>${say[`next_${code}`]}</p>`,
    actions(
      linkButton({ text: say.tryAgain, href: `/sign-in?${again}` }),
      linkButton({ text: say.toHome, href: '/', variant: 'secondary' }),
    ),
  )
}
