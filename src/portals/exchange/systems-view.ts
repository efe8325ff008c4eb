import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button } from '#components/button'
import { code } from '#components/code'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { checkboxField, selectField, textAreaField, textField } from '#components/field'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { narrow, zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment, formatShortDay, localDay } from '#modules/calendar'
import type { EndedSubsystem, KeyLine, SubsystemLine } from '#modules/exchange'
import { topicAdminUrl } from '#modules/topics'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { catalogueUrl, systemsUrl } from './catalogue-view.ts'
import { type KeyExample, keyNotice } from './key-view.ts'
import { lifeMessagesOf } from './life-messages.ts'
import { messagesOf } from './messages.ts'
import { revokingUrl } from './revoking-view.ts'

export type SystemField =
  | 'memberClass'
  | 'memberCode'
  | 'memberName'
  | 'renamesMember'
  | 'systemCode'
  | 'systemName'
  | 'contact'
  | 'minuteLimit'
  | 'dayLimit'
  | 'certificateSystem'
  | 'certificate'
export type TypedSystem = Readonly<Partial<Record<SystemField, string>>>

export type SystemsView = Readonly<{
  systems: readonly SubsystemLine[]
  /** Those that have ended, the last one first. */
  ended: readonly EndedSubsystem[]
  keys: readonly KeyLine[]
  typed: TypedSystem
  problems: readonly Problem[]
  news: string
  key: KeyExample | null
}>

/** `/admin/exchange`: whose systems meet here, with which keys and limits. */
export function systemsPage(view: SystemsView, language: Language): Html {
  const { systems, ended, problems, news, key } = view
  const say = messagesOf(language)
  const life = lifeMessagesOf(language)
  const told = {
    ...{
      entered: say.done_entered,
      revoked: say.done_revoked,
      revoked_before: say.done_revoked_before,
      registered: say.done_registered,
    },
    ...{ ended: life.done_ended, ended_before: life.ended_before },
    ...{ member_ended: life.done_member_ended, member_ended_before: life.member_ended_before },
  }[news]
  const columns = [say.system, say.limits, say.keys, say.issueKey, say.edit, life.endSystem].map((title) => ({
    title,
  }))
  const rows = systems.map((system) => rowOf(system, view, language))
  return html`${breadcrumbs([{ text: say.catalogue, href: catalogueUrl }], say.systems, language)}
<div class="mc-work__head"><h1>${say.systems}</h1></div>
${errorSummary({ problems, language })}
<p class="mc-prose mc-quiet">${say.systemsHint}</p>
<p class="mc-t1"><a href="${topicAdminUrl}">${say.toTopics}</a></p>
${told && notice({ tone: news.endsWith('_before') ? 'warn' : 'done', live: true, body: html`<p>${told}</p>` })}${key && keyNotice(key, language)}
<div class="mc-t2">${table({ caption: say.systems, columns, rows, stack: true })}</div>
${ended.length > 0 && html`<div class="mc-t2">${endedList(ended, language)}</div>`}
<div class="mc-t3">${zone({ id: 'enter', title: say.enterSystem, body: narrow(form(view, language)) })}</div>
<div class="mc-t3">${zone({ id: 'register', title: say.registerCertificate, body: narrow(certificateForm(view, language)) })}</div>`
}

function rowOf(system: SubsystemLine, { keys }: SystemsView, language: Language) {
  const say = messagesOf(language)
  const own = keys.filter(({ subsystemId }) => subsystemId === system.id)
  return [
    html`${system.name}<br><span class="mc-small mc-quiet">${code(`${system.class}/${system.member}/${system.code}`)} ${system.memberName}<br>${system.contact}</span>`,
    html`${say.perMinute(say.number(system.callsPerMinute))}<br>${say.perDay(say.number(system.callsPerDay))}`,
    own.length === 0
      ? html`<span class="mc-quiet">${say.noKeys}</span>`
      : html`<ul class="mc-keylist">${own.map((key) => keyLine(key, language))}</ul>`,
    html`<form method="post" action="${systemsUrl}/${system.id}/keys">${button({ text: say.issueKey, variant: 'secondary', about: system.name })}</form>`,
    html`<a href="${systemsUrl}?edit=${system.id}#enter">${say.edit}<span class="ds-sr-only"> ${system.name}</span></a>`,
    html`<a href="${systemsUrl}/${system.id}/end">${lifeMessagesOf(language).endSystem}<span class="ds-sr-only"> ${system.name}</span></a>`,
  ]
}

/** What is no more, by whom and why; a member of which no system is left can be ended from here. */
function endedList(ended: readonly EndedSubsystem[], language: Language): Html {
  const say = messagesOf(language)
  const life = lifeMessagesOf(language)
  const caption = life.endedSystems(say.number(ended.length))
  const columns = [say.system, life.endedAt, life.reason].map((title) => ({ title }))
  const rows = ended.map((one) => [
    html`${one.name}<br><span class="mc-small mc-quiet">${code(`${one.class}/${one.member}/${one.code}`)} ${one.memberName}</span>`,
    html`${formatMoment(one.endedAt, language)}<br><span class="mc-small mc-quiet">${one.endedName}</span>`,
    html`${one.endReason}${!one.memberHasEnded && html`<br><a class="mc-small" href="${systemsUrl}/members/${one.memberId}/end">${life.endMember}<span class="ds-sr-only"> ${one.memberName}</span></a>`}`,
  ])
  return fold({
    summary: caption,
    look: 'plain',
    body: table({ caption, columns, rows, stack: true, clear: true }),
  })
}

function keyLine(
  { clientId, sandboxOfferingId, certificateSubject, expiresAt }: KeyLine,
  language: Language,
): Html {
  const say = messagesOf(language)
  const until = formatShortDay(localDay(expiresAt))
  return html`<li><span>${code(clientId)}<br><span class="mc-small mc-quiet">${certificateSubject && `${certificateSubject}, `}${sandboxOfferingId && `${say.sandboxKey}, `}${say.expires} ${until}</span></span><a href="${revokingUrl(clientId)}">${say.revoke}<span class="ds-sr-only"> ${clientId}</span></a></li>`
}

function form({ typed, problems }: SystemsView, language: Language): Html {
  const say = messagesOf(language)
  const field = typedFields<SystemField>({ typed, problems }, language)
  const classes = (['GOV', 'COM', 'NGO'] as const).map((value) => ({ value, label: say[`class_${value}`] }))
  const codeField = { maxLength: 40, autocomplete: 'off', spellcheck: false }
  const renaming = typed.renamesMember !== undefined || problems.some((one) => one.field === 'renamesMember')
  const number = { inputMode: 'numeric', size: 12, maxLength: 12, autocomplete: 'off' }
  return html`<form class="mc-form mc-form--tight" method="post" action="${systemsUrl}" novalidate>
<p class="mc-small mc-quiet">${say.enterHint}</p>
${selectField({ ...field('memberClass'), label: say.memberClass, options: classes })}
${textField({ ...field('memberCode'), ...codeField, label: say.memberCode, description: say.memberCodeHint })}
${textField({ ...field('memberName'), label: say.memberName, maxLength: 200 })}
${renaming && checkboxField({ ...field('renamesMember'), label: say.renamesMember, value: 'yes', checked: typed.renamesMember === 'yes' })}
${textField({ ...field('systemCode'), ...codeField, label: say.systemCode, description: say.systemCodeHint })}
${textField({ ...field('systemName'), label: say.systemName, maxLength: 200 })}
${textField({ ...field('contact'), label: say.contact, maxLength: 200 })}
${textField({ ...field('minuteLimit'), ...number, label: say.minuteLimit, description: say.minuteLimitHint })}
${textField({ ...field('dayLimit'), ...number, label: say.dayLimit, description: say.dayLimitHint })}
${actions(button({ text: say.save }))}</form>`
}

/** A certificate lets its holder call over mutual TLS, without a secret. */
function certificateForm({ systems, typed, problems }: SystemsView, language: Language): Html {
  const say = messagesOf(language)
  const field = typedFields<SystemField>({ typed, problems }, language)
  const options = systems.map(({ id, member, code: name, name: title }) => ({
    value: id,
    label: `${member}/${name}: ${title}`,
  }))
  return html`<form class="mc-form mc-form--tight" method="post" action="${systemsUrl}/certificates" novalidate>
<p class="mc-small mc-quiet">${say.certificateHint}</p>
${selectField({ ...field('certificateSystem'), label: say.certificateSystem, options })}
${textAreaField({ ...field('certificate'), label: say.certificate, description: say.certificatePem, rows: 6, maxLength: 20_000 })}
${actions(button({ text: say.register }))}</form>`
}
