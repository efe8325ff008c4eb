import { actions, button } from '#components/button'
import { code } from '#components/code'
import { dueBadge } from '#components/due-badge'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { type ReminderItem, reminderList } from '#components/reminder-list'
import { say as stated } from '#components/say'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { mostUnseen } from './count-reminders.ts'
import { describeAlarm } from './describe-alarm.ts'
import { taskMessages } from './messages.ts'
import type { OwnAlarm } from './repository-alarms.ts'

export const remindersUrl = '/officer/reminders'

export type RemindersView = Readonly<{
  alarms: readonly OwnAlarm[]
  unseen: number
  /** The cursor this page was asked with, and that of the next one. */
  before: string | null
  next: string | null
}>

/** A bounded count as people read it: '7', '99+'. */
export const boundedText = (count: number): string =>
  count < mostUnseen ? String(count) : `${mostUnseen - 1}+`

/** What rang for this officer, newest first, each with its dossier. */
export function remindersPage({ alarms, unseen, before, next }: RemindersView, language: Language): Html {
  const say = taskMessages(language)
  const [newest] = alarms
  const markAll =
    unseen > 0 &&
    newest &&
    html`<form method="post" action="${remindersUrl}/seen"><input type="hidden" name="alarm" value="${newest.id}"><input type="hidden" name="all" value="yes">${actions(button({ text: say.markAllSeen, variant: 'secondary' }))}</form>`
  const count = unseen > 0 && html`<p class="mc-quiet">${say.unseen(boundedText(unseen))}</p>`
  const list = alarms.length > 0 ? reminderList(alarms.map((alarm) => itemOf(alarm, before, language))) : null
  return html`<div class="mc-work__head"><h1>${say.reminders}</h1>${count}${markAll}</div>
<p class="mc-small mc-quiet">${say.remindersHint}</p>
${list ?? notice({ body: html`<p>${say.noReminders}</p>` })}
${pagination({
  nextHref: next && `${remindersUrl}?before=${next}`,
  firstHref: before && remindersUrl,
  language,
})}`
}

/** Red is for lateness alone; the sentence says the rest. */
const lateness = ({ kind, offsetMinutes }: OwnAlarm, language: Language): Html | null =>
  kind !== 'draft_apology' && offsetMinutes > 0 ? dueBadge({ urgency: 'overdue', language }) : null

function itemOf(alarm: OwnAlarm, before: string | null, language: Language): ReminderItem {
  const say = taskMessages(language)
  const isNew = alarm.seenAt === null
  return {
    title: describeAlarm(alarm, language),
    href: `/officer/dossiers/${alarm.dossierCode}`,
    state: html`${lateness(alarm, language)} ${stated('mute', isNew ? say.unseenOne : say.seen)}`,
    due: say.dueAt(formatMoment(alarm.dueAt, language)),
    detail: html`${code(alarm.dossierCode)} ${alarm.procedureName}. ${say.rungAt} ${formatMoment(alarm.rungAt, language)}.`,
    isNew,
    action:
      isNew &&
      html`<form method="post" action="${remindersUrl}/seen"><input type="hidden" name="alarm" value="${alarm.id}">${before && html`<input type="hidden" name="before" value="${before}">`}${button({ text: say.markSeen, variant: 'secondary', about: alarm.dossierCode })}</form>`,
  }
}
