import { actions, button, linkButton } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { textField } from '#components/field'
import { notice } from '#components/notice'
import { narrow, sheet } from '#components/sheet'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import type { SignInFailure } from './sign-in-citizen.ts'

type Arrival = Readonly<{
  /** The page to go to afterwards. */
  back: string
  ended?: string | undefined
  kept?: string | undefined
  language: Language
}>

const arrivalNotices = ({ ended, kept, language }: Arrival) => [
  ended && notice({ tone: 'warn', body: html`<p>${messagesOf(language).sessionEnded}</p>` }),
  kept && notice({ tone: 'done', body: html`<p>${messagesOf(language).formKept}</p>` }),
]

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

/** The officers' door: name and password. */
export function officerSignInView(
  view: Arrival & Readonly<{ username?: string | undefined; problems: readonly Problem[]; demo?: Html | null }>,
): Html {
  const { language, problems } = view
  const say = messagesOf(language)
  const problemOf = (field: string) => problems.find((problem) => problem.field === field)?.sentence
  return narrow(
    errorSummary({ problems, language }),
    html`<h1>${say.officerTitle}</h1>`,
    arrivalNotices(view),
    html`<form class="mc-form" method="post" action="/officer/sign-in" novalidate>
<input type="hidden" name="return" value="${view.back}">
${textField({
  name: 'username',
  label: say.username,
  language,
  value: view.username,
  problem: problemOf('username'),
  autocomplete: 'username',
  spellcheck: false,
  size: 32,
})}
${textField({
  name: 'password',
  label: say.password,
  language,
  type: 'password',
  problem: problemOf('password'),
  autocomplete: 'current-password',
  size: 32,
})}
${actions(button({ text: say.officerStart }))}
</form>`,
    html`<p class="mc-quiet">${say.officerHelp}</p>`,
    html`<p><a href="/sign-in">${say.toCitizen}</a></p>`,
    view.demo,
  )
}
