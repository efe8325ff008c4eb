import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { checkboxField, selectField, textAreaField, textField } from '#components/field'
import { zone } from '#components/sheet'
import type { EditedField } from '#modules/designs'
import { type Html, html } from '#platform/html'
import { designHead, type HeadView } from './design-head.ts'
import { addressOf } from './desk.ts'
import { fieldFrom, fieldKinds, kindOf, type TypedField, writeChoices } from './field-kinds.ts'
import { formMessages } from './form-messages.ts'
import { preview } from './form-view.ts'
import { designMessages } from './messages.ts'

export type FieldView = Readonly<{
  head: HeadView
  step: string
  stepTitle: string
  /** Null: a new field. */
  name: string | null
  before: EditedField
  typed: TypedField
  problems: readonly Problem[]
}>

/** The editor of one question, with its preview. */
export function fieldView(view: FieldView): Html {
  const { head, step, stepTitle, name, before, typed, problems } = view
  const { design, language } = head
  const say = formMessages(language)
  const action = addressOf(design.id, `form/${step}${name === null ? '' : `/${name}`}`)
  const schema = fieldFrom(before, { ...typed, title: typed.title || say.title })
  const shown = { title: '', properties: { preview: schema }, ...(typed.required && { required: ['preview'] }) }
  return html`${designHead(head)}
<h2>${name === null ? say.addField(stepTitle) : `${stepTitle}: ${typed.title ?? name}`}</h2>
${name !== null && html`<p class="mc-small mc-quiet">${say.nameOf(name)}</p>`}
${errorSummary({ problems, language })}
<div class="mc-designer mc-t1">
<form class="mc-form mc-form--tight" method="post" action="${action}" novalidate data-live-preview>
<input type="hidden" name="seen" value="${design.revision}">
${fields(view)}
${actions(
  button({ text: say.saveField }),
  button({ text: say.previewNow, variant: 'secondary', name: 'step', value: 'preview' }),
  html`<a href="${addressOf(design.id, 'form')}">${designMessages(language).back}</a>`,
)}
</form>
${zone({ id: 'preview', title: say.preview, body: preview(shown, language) })}
</div>`
}

function fields(view: FieldView): Html {
  const { typed, head } = view
  const { language } = head
  const say = formMessages(language)
  const field = typedFields<keyof TypedField>({ typed, problems: view.problems }, language)
  const given = (name: keyof TypedField) => ({ ...field(name), autocomplete: 'off' })
  const kinds = fieldKinds.map((value) => ({ value, label: say.kinds()[value] }))
  const sources = Object.entries(say.sources()).map(([value, label]) => ({ value, label }))
  return html`${textField({ ...given('title'), label: say.title, size: 44 })}
${textField({ ...given('titleEn'), label: say.titleEn, size: 44, optional: true })}
${textAreaField({ ...given('description'), label: say.description, rows: 2, optional: true })}
${selectField({ ...given('kind'), label: say.kindLabel, options: kinds })}
${textAreaField({ ...given('choices'), label: say.choices, description: say.choicesHint, rows: 4, optional: true })}
${textField({ ...given('maxLength'), label: say.maxLength, description: say.maxLengthHint, size: 6, inputMode: 'numeric', optional: true })}
${checkboxField({ name: 'required', language, label: say.requiredBox, checked: typed.required === 'true' })}
${textField({ ...given('when'), label: say.when, description: say.whenHint, size: 44, spellcheck: false, optional: true })}
${selectField({ ...given('source'), label: say.source, description: say.sourceHint, options: sources, placeholder: say.sourceNone, optional: true })}`
}

/** A question as its editor shows it. */
export function typedFrom(field: EditedField, isRequired: boolean): TypedField {
  const text = (name: string): string => (field[name] === undefined ? '' : String(field[name]))
  return {
    title: text('title'),
    titleEn: text('x-titleEn'),
    description: text('description'),
    kind: kindOf(field) ?? 'text',
    required: isRequired ? 'true' : '',
    choices: writeChoices(field),
    when: text('x-when'),
    source: text('x-prefill'),
    maxLength: text('maxLength'),
  }
}
