import { actions, button, linkButton } from '#components/button'
import { code } from '#components/code'
import { dueBadge } from '#components/due-badge'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { radioField, textAreaField } from '#components/field'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { type ReminderItem, reminderList } from '#components/reminder-list'
import { formatMoment } from '#modules/calendar'
import type { DossierTask, DossierView } from '#modules/dossiers'
import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { delegationMessages } from './delegation-messages.ts'
import { delegationsUrl } from './delegation-view.ts'
import { dossierHref, dossierTitle, type Remark } from './dossier-address.ts'
import { officerMessages } from './messages.ts'
import { taskMessages } from './task-messages.ts'

export const taskHref = (view: DossierView, { id }: Pick<DossierTask, 'id'>): string =>
  dossierHref(view, `/tasks/${id}`)

export const taskName = ({ name, nameEn }: Pick<DossierTask, 'name' | 'nameEn'>, language: Language): string =>
  language === 'en' ? (nameEn ?? name) : name

/**
 * The tasks of the process that wait, for the page of a dossier: who has each, by when, and the way to the officer's own.
 * Null where the decision bar says it all: one task, which ends with its buttons.
 */
export function openTasksPart(view: DossierView, language: Language): Html | null {
  const { tasks } = view
  const first = tasks[0]
  if (!first || (tasks.length === 1 && first.freeOutcomes.length === 0 && !first.isFree)) return null
  const words = taskMessages(language)
  const lines = tasks.map((task) => {
    const who = [
      task.agencyName,
      task.claimedName && words.claimedBy(task.claimedName),
      dueText(task, language),
    ]
    const way =
      task.mayDo && task.isFree
        ? html` <a href="${taskHref(view, task)}">${words.doIt}<span class="ds-sr-only">: ${taskName(task, language)}</span></a>`
        : task.barred === 'four_eyes' && html`<br><span class="mc-quiet">${words.fourEyes}</span>`
    return html`<li${attributes({ 'data-own': task.mayDo })}><strong>${taskName(task, language)}</strong>${way}<br><span class="mc-quiet mc-small">${who.filter(Boolean).join('. ')}.</span></li>`
  })
  return html`<section class="mc-tasks" aria-labelledby="open-tasks"><h2 id="open-tasks">${words.openTasks}</h2><ul>${lines}</ul></section>`
}

const dueText = ({ dueAt }: Pick<DossierTask, 'dueAt'>, language: Language): string =>
  dueAt ? taskMessages(language).due(formatMoment(dueAt, language)) : taskMessages(language).noDue

export type TaskPage = Readonly<{
  view: DossierView
  task: DossierTask
  typed: Readonly<Record<string, string>>
  problems: readonly Problem[]
  remark: Remark | null
  key: string
}>

/** One task of a dossier's process: what is to be done, how it may end, and a place for half-done work. */
export function taskPage(page: TaskPage, language: Language): Html {
  const { view, task, problems, remark } = page
  const words = taskMessages(language)
  return html`<div class="mc-narrow mc-stack">
${errorSummary({ problems, language })}
${remark && notice({ ...remark, live: true })}
<p class="mc-quiet mc-small"><a href="${dossierHref(view)}">${officerMessages(language).backToDossier}</a></p>
<h1>${taskName(task, language)}</h1>
<p>${dossierTitle(view, language)} ${code(view.dossier.code ?? view.dossier.reference)}<br><strong>${dueText(task, language)}</strong><br><span class="mc-quiet">${task.agencyName}. ${words.openedAt(formatMoment(task.openedAt, language))}. ${task.claimedName ? words.claimedBy(task.claimedName) : words.unclaimed}.</span></p>
${task.instructions && html`<p>${task.instructions}</p>`}
${task.mayDo ? form(page, language) : notice({ tone: 'warn', body: task.barred === 'four_eyes' ? words.fourEyes : officerMessages(language).notAllowed })}
</div>`
}

function form({ view, task, typed, problems, key }: TaskPage, language: Language): Html {
  const words = taskMessages(language)
  const asked = typedFields({ typed, problems }, language)
  const options = task.freeOutcomes.map((outcome) => ({
    value: outcome.key,
    label: taskName(outcome, language),
  }))
  return html`<form class="mc-form mc-form--tight mc-t2" method="post" action="${taskHref(view, task)}" novalidate>
<input type="hidden" name="revision" value="${view.dossier.revision}"><input type="hidden" name="key" value="${key}">
${options.length > 0 && radioField({ ...asked('outcome'), label: words.outcome, options })}
${textAreaField({ ...asked('note'), label: words.note, optional: options.length === 0, rows: 4, maxLength: 2000 })}
${actions(
  button({ text: words.complete, name: 'press', value: 'complete' }),
  button({ text: words.keep, variant: 'secondary', name: 'press', value: 'keep' }),
  task.claimedName
    ? button({ text: words.release, variant: 'tertiary', name: 'press', value: 'release' })
    : button({ text: words.claim, variant: 'tertiary', name: 'press', value: 'claim' }),
  linkButton({ text: officerMessages(language).backToDossier, href: dossierHref(view), variant: 'tertiary' }),
)}
</form>`
}

/** Somebody was faster: where the dossier is now, and what was typed meanwhile. */
export function taskGonePage(view: DossierView, note: string, language: Language): Html {
  const words = taskMessages(language)
  return html`<div class="mc-narrow mc-stack"><h1>${dossierTitle(view, language)}</h1>
${notice({ tone: 'warn', body: html`<p>${words.noLonger}</p>${note && html`<p class="mc-t0">${words.noteKept}: ${officerMessages(language).quoted(note)}</p>`}`, live: true })}
<p><a href="${dossierHref(view)}">${officerMessages(language).backToDossier}</a></p></div>`
}

/** A line of the worklist of tasks. */
export type TaskItem = Readonly<{
  name: string
  nameEn: string | null
  /** Code, procedure and applicant. */
  dossier: Piece
  href: string
  dueAt: DossierTask['dueAt']
  claimedName: string | null
  urgency: Parameters<typeof dueBadge>[0]['urgency'] | null
}>

export type TaskListPage = Readonly<{ items: readonly TaskItem[]; after: string | null; next: string | null }>

export const tasksUrl = '/officer/tasks'

/** The tasks of processes that wait for this officer's roles, the soonest due first. */
export function taskListPage({ items, after, next }: TaskListPage, language: Language): Html {
  const words = taskMessages(language)
  const lines = items.map(
    (item): ReminderItem => ({
      title: taskName(item, language),
      href: item.href,
      state: item.urgency ? dueBadge({ urgency: item.urgency, language }) : html``,
      due: dueText(item, language),
      detail: html`${item.dossier} ${item.claimedName ? words.claimedBy(item.claimedName) : words.unclaimed}.`,
      isNew: false,
    }),
  )
  return html`<div class="mc-work__head"><h1>${words.listTitle}</h1></div>
<p class="mc-small mc-quiet">${words.listHint} <a href="${delegationsUrl}">${delegationMessages(language).link}</a></p>
${lines.length > 0 ? reminderList(lines) : notice({ body: html`<p>${words.listEmpty}</p>` })}
${pagination({ nextHref: next && `${tasksUrl}?after=${next}`, firstHref: after && tasksUrl, language })}`
}
