import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button } from '#components/button'
import { code } from '#components/code'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { textAreaField } from '#components/field'
import { notice } from '#components/notice'
import { narrow, zone } from '#components/sheet'
import type { AccessRight, Ending, EndScope } from '#modules/exchange'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { systemsUrl } from './catalogue-view.ts'
import { lifeMessagesOf } from './life-messages.ts'
import { messagesOf } from './messages.ts'
import { daysOf } from './rights-view.ts'

export type EndingView = Readonly<{
  scope: EndScope
  ending: Ending
  typed: Readonly<{ reason?: string }>
  problems: readonly Problem[]
  /** Something came or went after the page was opened. */
  hasChanged: boolean
}>

/** Where a system, or a member, is ended. */
export const endingUrl = ({ kind, id }: EndScope): string =>
  kind === 'member' ? `${systemsUrl}/members/${id}/end` : `${systemsUrl}/${id}/end`

/** `/admin/exchange/:id/end`: all that ends with a system or a member, before it is confirmed. */
export function endingPage(view: EndingView, language: Language): Html {
  const { scope, ending, problems, hasChanged } = view
  const say = messagesOf(language)
  const life = lifeMessagesOf(language)
  const { member, systems, versions } = ending
  const [system] = systems
  const title = scope.kind === 'member' ? life.endMember : life.endSystem
  const name = scope.kind === 'member' ? member.name : (system?.name ?? '')
  const held = new Set(systems.map(({ id }) => id))
  const own = ending.rights.filter(({ subsystemId }) => held.has(subsystemId))
  const others = ending.rights.filter(({ subsystemId }) => !held.has(subsystemId))
  const whole = scope.kind === 'subsystem' && endingUrl({ kind: 'member', id: member.id })
  return html`${breadcrumbs([{ text: say.systems, href: systemsUrl }], title, language)}
<div class="mc-work__head"><h1>${title}: ${name}</h1></div>
${errorSummary({ problems, language })}
${hasChanged && notice({ tone: 'warn', live: true, body: html`<p>${life.ending_changed_meanwhile}</p>` })}
<p class="mc-prose">${life.endHint}</p>
<div class="mc-stack mc-t2">
${part(
  'systems',
  life.systemsEnd,
  systems.map((one) => html`${one.name} ${code(`${one.class}/${one.member}/${one.code}`)}`),
  language,
)}
${part('keys', life.keysEnd, keysOf(ending, language), language)}
${part(
  'held',
  life.rightsHeldEnd,
  own.map((right) => html`${code(right.offeringCode)} ${daysOf(right, language)}`),
  language,
)}
${part(
  'offered',
  life.versionsEnd,
  versions.map((one) => html`${one.title} ${code(one.code)}`),
  language,
)}
${part(
  'given',
  life.rightsGivenEnd,
  others.map((right) => otherRight(right, language)),
  language,
)}
${part(
  'topics',
  life.topicRightsEnd,
  ending.topicRights.map(
    (right) =>
      html`${code(right.topic)} ${life[`topic_${right.act}`]} <span class="mc-small mc-quiet">${daysOf(right, language)}</span>`,
  ),
  language,
)}
${zone({ id: 'confirm', title: confirmOf(scope, language), body: narrow(confirmForm(view, language)) })}
${whole && html`<p><a href="${whole}">${life.endWholeMember}</a></p>`}
</div>`
}

const keysOf = ({ keys }: Ending, language: Language): Html[] =>
  keys.map(({ clientId, certificateSubject, sandboxOfferingId }) => {
    const sandbox = sandboxOfferingId && messagesOf(language).sandboxKey
    return html`${code(clientId)} <span class="mc-small mc-quiet">${certificateSubject} ${sandbox}</span>`
  })

const otherRight = (right: AccessRight, language: Language): Html =>
  html`${right.memberName} ${code(`${right.member}/${right.subsystem}`)} → ${code(right.offeringCode)} <span class="mc-small mc-quiet">${right.contact}; ${daysOf(right, language)}</span>`

const part = (id: string, title: string, items: readonly Piece[], language: Language): Html =>
  zone({
    id,
    title: `${title} (${messagesOf(language).number(items.length)})`,
    body:
      items.length > 0
        ? html`<ul class="mc-list">${items.map((item) => html`<li>${item}</li>`)}</ul>`
        : html`<p class="mc-quiet">${lifeMessagesOf(language).nothing}</p>`,
  })

const confirmOf = ({ kind }: EndScope, language: Language): string =>
  lifeMessagesOf(language)[kind === 'member' ? 'confirmEndMember' : 'confirmEnd']

function confirmForm({ scope, ending, typed, problems }: EndingView, language: Language): Html {
  const life = lifeMessagesOf(language)
  const field = typedFields<'reason'>({ typed, problems }, language)
  const reason = { label: life.reason, description: life.reasonHint, rows: 2, maxLength: 300 }
  const end = button({ text: confirmOf(scope, language), color: 'danger' })
  const cancel = scope.kind === 'member' ? life.cancelMember : life.cancel
  return html`<form class="mc-form mc-form--tight" method="post" action="${endingUrl(scope)}" novalidate>
<input type="hidden" name="seen" value="${ending.mark}">
${textAreaField({ ...field('reason'), ...reason })}
${actions(end, html`<a href="${systemsUrl}">${cancel}</a>`)}</form>`
}
