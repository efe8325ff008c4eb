import type { Db } from '#platform/db'
import type { Answers, FormSchema, StepSchema } from './rules/form-schema.ts'
import { settleAnswers } from './settle-answers.ts'
import { asksPlace, listPlaceOptions, loadPlaces, type PlaceOptions, showChoices } from './show-choices.ts'
import { listWatched } from './watched-fields.ts'

/** What a page needs to ask one step. Names are those within the step: `guardian`, `children.0.school`. */
export type AskedStep = Readonly<{
  /** With the words of its choices. */
  schema: StepSchema
  unasked: ReadonlySet<string>
  places: Readonly<Record<string, PlaceOptions>>
  /** Questions on whose answers it depends what this step asks, reckons, or offers. */
  watched: readonly string[]
}>

export type Asking = Readonly<{
  /** Everything that was answered so far. */
  answers: Answers
  /** YYYY-MM-DD. */
  today: string
  /** What was typed, by step and then by the name under which it is posted. */
  typed: Readonly<Record<string, Readonly<Record<string, string>> | undefined>>
  /** The province that is offered until another one is chosen; '' for none. */
  home: string
}>

/** Makes what each step of the form asks, by step; a step of which nothing is asked is left out. */
export async function askSteps(
  db: Db,
  form: FormSchema,
  { answers, today, typed, home }: Asking,
): Promise<Record<string, AskedStep>> {
  const { unasked } = settleAnswers(form, answers, { today })
  const shown = await showChoices(db, form, answers)
  const units = asksPlace(form) ? await loadPlaces(db) : null
  const steps = Object.entries(shown.properties).filter(([step]) => !unasked.has(step))
  return Object.fromEntries(
    steps.map(([step, schema]) => {
      const places = units ? listPlaceOptions(units, schema, typed[step] ?? {}, home) : {}
      const watched = [...new Set([...listWatched(form, step), ...listProvinces(schema)])]
      return [step, { schema, unasked: namesWithin(unasked, step), places, watched } satisfies AskedStep]
    }),
  )
}

/** The paths of a step without the step. */
export const namesWithin = (paths: ReadonlySet<string>, step: string): ReadonlySet<string> =>
  new Set([...paths].flatMap((path) => (path.startsWith(`${step}.`) ? [path.slice(step.length + 1)] : [])))

/** The communes that are offered go by the province. */
const listProvinces = ({ properties }: StepSchema): string[] =>
  Object.entries(properties).flatMap(([name, field]) =>
    field['x-choices'] === 'place.province' || field['x-choices'] === 'place.commune' ? [name] : [],
  )
