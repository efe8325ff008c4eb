import { answers } from '#components/answers'
import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button } from '#components/button'
import { code } from '#components/code'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { textField } from '#components/field'
import { narrow } from '#components/sheet'
import { formatShortDay, localDay } from '#modules/calendar'
import type { KeyLine, SubsystemLine } from '#modules/exchange'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { systemsUrl } from './catalogue-view.ts'
import { lifeMessagesOf } from './life-messages.ts'
import { messagesOf } from './messages.ts'

export type RevokingView = Readonly<{
  key: KeyLine
  system: SubsystemLine | undefined
  typed: Readonly<{ reason?: string }>
  problems: readonly Problem[]
}>

/** Where a key is revoked. */
export const revokingUrl = (clientId: string): string => `${systemsUrl}/keys/${clientId}/revoke`

/** `/admin/exchange/keys/:clientId/revoke`: whose key it is, before it is revoked for good. */
export function revokingPage({ key, system, typed, problems }: RevokingView, language: Language): Html {
  const say = messagesOf(language)
  const life = lifeMessagesOf(language)
  const field = typedFields<'reason'>({ typed, problems }, language)
  const { clientId, certificateSubject, sandboxOfferingId, expiresAt } = key
  const about = [
    { term: say.system, answer: system ? `${system.memberName}: ${system.name}` : '' },
    { term: say.clientId, answer: code(clientId) },
    ...(certificateSubject ? [{ term: life.certificateOf, answer: certificateSubject }] : []),
    ...(sandboxOfferingId ? [{ term: life.keyFor, answer: say.sandboxKey }] : []),
    { term: say.expires, answer: formatShortDay(localDay(expiresAt)) },
  ]
  return html`${breadcrumbs([{ text: say.systems, href: systemsUrl }], life.revokeKey, language)}
<div class="mc-work__head"><h1>${life.revokeKey}</h1></div>
${errorSummary({ problems, language })}
<p class="mc-prose">${life.revokeHint}</p>
${narrow(html`<div class="mc-t1">${answers(about, 'tight')}</div>
<form class="mc-form mc-form--tight mc-t2" method="post" action="${revokingUrl(clientId)}" novalidate>
${textField({ ...field('reason'), label: life.reason, description: life.reasonHint, maxLength: 300 })}
${actions(button({ text: life.confirmRevoke, color: 'danger' }), html`<a href="${systemsUrl}">${life.cancelRevoke}</a>`)}</form>`)}`
}
