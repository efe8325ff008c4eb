import { askAgain } from '#components/ask-field'
import type { Problem } from '#components/error-summary'
import { reckonedAnswers, startRows } from '#components/read-step'
import { schemaForm } from '#components/schema-form'
import { type StepSchema, titleOf } from '#components/step-schema'
import { type AskedStep, askSteps, type FormSchema } from '#modules/eforms'
import type { Procedure } from '#modules/procedures'
import type { Db } from '#platform/db'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { officerMessages } from './messages.ts'
import { answeredBy, answersOf, fieldsOfStep, type TypedIntake } from './read-intake.ts'

/** What the declaration asks after the answers given so far, by step. */
export type AskedSteps = Readonly<Record<string, AskedStep>>

type Part = Readonly<{
  typed: TypedIntake
  procedure: Procedure
  problems: readonly Problem[]
  asked: AskedSteps
}>

/** Makes what the declaration asks; `home` is the province that is offered first. */
export async function askDeclaration(
  db: Db,
  typed: TypedIntake,
  procedure: Procedure | null,
  home: string,
): Promise<AskedSteps> {
  const form = procedure?.form
  if (!form) return {}
  const fields = Object.keys(form.properties).map((step) => [step, fieldsOfStep(typed, step)])
  const answers = answersOf(typed, procedure)
  return await askSteps(db, form, { answers, today: typed.today, typed: Object.fromEntries(fields), home })
}

/** Questions on whose answers it depends what the page asks, as they are named there. */
export const watchedIn = (asked: AskedSteps): string[] =>
  Object.entries(asked).flatMap(([step, { watched }]) => watched.map((name) => `${step}-${name}`))

/** The pages of the declaration, without the questions that the person's own fields answer. */
export function declarationPart(part: Part, language: Language): Html | null {
  const { procedure, asked } = part
  const { form } = procedure
  if (!form) return null
  const pages = Object.keys(asked).map((step) => drawStep(part, form, step, language))
  return html`<div class="mc-form mc-form--tight" data-questions="declaration">${pages}${watchedIn(asked).length > 0 && askAgain(language)}</div>`
}

function drawStep(
  { typed, procedure, problems, asked }: Part,
  form: FormSchema,
  step: string,
  language: Language,
): Piece {
  const page = asked[step]
  if (!page) return null
  const schema = namedByStep(
    step,
    page.schema,
    (name) => answeredBy(form, `${step}.${name}`, typed.person) === null,
  )
  const unasked = new Set([...page.unasked].map((name) => `${step}-${name}`))
  if (Object.keys(schema.properties ?? {}).every((name) => unasked.has(name))) return null
  const reckoned = reckonedAnswers(page.schema, answersOf(typed, procedure)[step] ?? {})
  const values = {
    ...prefixed(step, startRows(page.schema)),
    ...typed.fields,
    ...prefixed(step, reckoned),
  }
  const source = officerMessages(language).fromCard
  const places = prefixed(step, page.places)
  return html`<fieldset class="ds-fieldset mc-form mc-form--tight"><legend class="ds-label">${titleOf(page.schema, language, step)}</legend>
${schemaForm({ schema, values, problems, language, source, unasked, places })}${kept(typed, unasked)}</fieldset>`
}

const prefixed = <T>(step: string, named: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [`${step}-${name}`, value]))

/** What was typed for questions that are not asked now is there again when they are. */
function kept({ fields }: TypedIntake, unasked: ReadonlySet<string>): Html[] {
  const isHidden = (name: string) => [...unasked].some((one) => name === one || name.startsWith(`${one}.`))
  const hidden = Object.entries(fields).filter(([name, text]) => text !== '' && isHidden(name))
  return hidden.map(([name, text]) => html`<input type="hidden" name="${name}" value="${text}">`)
}

/** A page of the form with its fields named `<step>-<field>`: several pages stand in one form here. */
function namedByStep(
  step: string,
  schema: AskedStep['schema'],
  isAsked: (name: string) => boolean,
): StepSchema {
  const named = (names: readonly string[]) => names.map((name) => `${step}-${name}`)
  const fields = Object.entries(schema.properties).filter(([name]) => isAsked(name))
  return {
    properties: Object.fromEntries(
      fields.map(([name, { 'x-prefill': _, ...field }]) => [`${step}-${name}`, field]),
    ),
    required: named(schema.required ?? []),
    'x-order': named(schema['x-order'] ?? []),
    'x-sections': (schema['x-sections'] ?? []).map((section) => ({
      ...section,
      fields: named(section.fields),
    })),
  }
}
