import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { dateField, type Option, radioField, selectField, textAreaField, textField } from '#components/field'
import { messagesOf } from '#components/messages'
import { notice } from '#components/notice'
import { narrow } from '#components/sheet'
import { type CalendarRecord, formatMoment } from '#modules/calendar'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { calendarMessages } from './messages.ts'
import { fieldsOfTask, type Task, type Typed } from './read-change.ts'

export type ChangeView = Readonly<{
  task: Task
  typed: Typed
  problems: readonly Problem[]
  record: CalendarRecord
  agencies: readonly Option[]
  /** Somebody else has changed the calendar since the form was opened. */
  changedMeanwhile: boolean
  language: Language
}>

/** The form of one change; what was typed stays, also when it is wrong or somebody else was faster. */
export function changeView(view: ChangeView): Html {
  const { task, problems, record, changedMeanwhile, language } = view
  const say = calendarMessages(language)
  return html`<div class="mc-work__head"><h1>${say.tasks()[task]}</h1></div>
${narrow(html`<p class="mc-quiet">${say.taskHelp()[task]}</p>
${changedMeanwhile && notice({ tone: 'warn', live: true, body: html`<p>${say.changedMeanwhile(record.version)}</p>` })}
${errorSummary({ problems, language })}
<form class="mc-form" method="post" action="/admin/calendar/change/${task}" novalidate>
<input type="hidden" name="seen" value="${record.version}">
${taskFields[task](fieldsOf(view), view)}
${decisionPart(view)}
<p class="mc-small mc-quiet">${say.nothingYet}</p>
${actions(button({ text: say.preview, name: 'step', value: 'preview' }), html`<a href="/admin/calendar">${say.back}</a>`)}
</form>`)}`
}

/** What a field of this form is given besides its label. */
const fieldsOf = (view: ChangeView) => {
  const field = typedFields<string>(view, view.language)
  return (name: string) => ({ ...field(name), autocomplete: 'off' })
}

type Given = ReturnType<typeof fieldsOf>

function decisionPart(view: ChangeView): Html {
  const say = calendarMessages(view.language)
  const given = fieldsOf(view)
  return html`<fieldset class="ds-fieldset mc-form mc-form--tight"><legend class="mc-h">${say.decisionPart}</legend>
${textField({ ...given('number'), label: say.number, description: say.numberHint, size: 32 })}
${dayField({ ...given('signedOn'), label: say.signedOn })}
${textAreaField({ ...given('note'), label: say.noteLabel, description: say.noteHint, rows: 3 })}</fieldset>`
}

const taskFields: Readonly<Record<Task, (given: Given, view: ChangeView) => Piece>> = {
  holiday: (given, { language }) => {
    const say = calendarMessages(language)
    const options = (['holiday', 'compensatory_off'] as const).map((value) => ({
      value,
      label: say.kinds()[value],
    }))
    return [
      dayField({ ...given('from'), label: say.from }),
      dayField({ ...given('until'), label: say.until, description: say.untilHint, optional: true }),
      textField({ ...given('name'), label: say.name, size: 32 }),
      radioField({ ...given('dayKind'), label: say.dayKind, options }),
    ]
  },
  swap: (given, { language }) => {
    const say = calendarMessages(language)
    return [dayField({ ...given('off'), label: say.off }), dayField({ ...given('worked'), label: say.worked })]
  },
  remove: (given, { language }) => dayField({ ...given('on'), label: calendarMessages(language).on }),
  decide_year: (given, { language }) =>
    textField({
      ...given('year'),
      label: calendarMessages(language).yearLabel,
      inputMode: 'numeric',
      size: 6,
    }),
  hours: hoursFields,
  outage: (given, view) => {
    const say = calendarMessages(view.language)
    return [
      textField({ ...given('name'), label: say.outageName, description: say.outageNameHint, size: 44 }),
      agencyField(given, view),
      dayField({ ...given('startDay'), label: say.startDay }),
      timeField(given, 'startTime', say.startTime, view),
      dayField({ ...given('endDay'), label: say.endDay, optional: true }),
      timeField(given, 'endTime', say.endTime, view, true),
    ]
  },
  end_outage: (given, view) => {
    const { typed, record, language } = view
    const say = calendarMessages(language)
    const outage = record.interruptions.find(({ id }) => id === typed.id)
    return [
      html`<input type="hidden" name="id" value="${typed.id}">`,
      outage &&
        html`<p><strong>${outage.name}</strong><br>${say.startsAt} ${formatMoment(outage.from, language)}</p>`,
      dayField({ ...given('endDay'), label: say.endDay }),
      timeField(given, 'endTime', say.endTime, view),
    ]
  },
}

const dayField = (props: Parameters<typeof dateField>[0]): Html =>
  dateField({ description: calendarMessages(props.language).dateHint, ...props })

const timeField = (
  given: Given,
  name: string,
  label: string,
  { language }: ChangeView,
  optional = false,
): Html =>
  textField({
    ...given(name),
    label,
    description: calendarMessages(language).timeHint,
    size: 8,
    optional,
  })

const agencyField = (given: Given, { agencies, language }: ChangeView): Html => {
  const say = calendarMessages(language)
  return selectField({ ...given('agency'), label: say.agency, options: agencies, placeholder: say.everyAgency })
}

function hoursFields(given: Given, view: ChangeView): Piece {
  const { language } = view
  const say = calendarMessages(language)
  const weekdays = messagesOf(language).weekdays()
  return [
    agencyField(given, view),
    dayField({ ...given('validFrom'), label: say.validFrom }),
    html`<fieldset class="ds-fieldset mc-form mc-form--tight"><legend class="ds-label">${say.weekHours}</legend><p>${say.spansHint}</p>${weekdays.map(
      ([, long], index) => textField({ ...given(`spans${index + 1}`), label: upperFirst(long), size: 28 }),
    )}</fieldset>`,
  ]
}

const upperFirst = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1)

/** What was typed, to be carried on to the next page. */
export const hiddenFields = (task: Task, typed: Typed): Html[] =>
  ['number', 'signedOn', 'note', ...fieldsOfTask[task]].map(
    (name) => html`<input type="hidden" name="${name}" value="${typed[name]}">`,
  )
