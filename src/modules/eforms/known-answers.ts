import { compileField } from './plain-schema.ts'
import {
  type AnswerSource,
  type FormSchema,
  type PlainAnswer,
  type SourceKind,
  sourcesOf,
} from './rules/form-schema.ts'

/** Whose answers are looked up: the person who applies, and for which procedure. */
export type KnownOf = Readonly<{ accountId: string; personalId: string; procedure: string }>

/** What a source knows. `label`: "the national population database", or the dossier it was read from. */
export type Known = Readonly<{ value: PlainAnswer; label: Readonly<{ vi: string; en: string }> }>

/**
 * A place that knows answers: a register, the account, earlier dossiers. `fixed`: what it says is shown and not asked;
 * else it is filled in and may be changed. `disputable`: who finds it wrong may say so, and it is asked after all. It is asked
 * once for all a form wants of it.
 */
export type KnownAnswers = Readonly<{
  from: SourceKind
  fixed: boolean
  disputable?: boolean
  find: (of: KnownOf, asked: readonly AnswerSource[]) => Promise<ReadonlyMap<AnswerSource, Known>>
}>

export type KnownField = Known & Readonly<{ fixed: boolean; disputable?: boolean }>
/** What is known by step, then by field. */
export type KnownFields = Readonly<Record<string, Readonly<Record<string, KnownField>>>>

type Wanted = Readonly<{ step: string; name: string; source: AnswerSource }>

/**
 * What the places know of the answers of a form. Of several sources the first that knows wins; what the form would not
 * accept is not used, and a place that does not answer (`onSilent` is told) is as one that knows nothing: then it is asked.
 */
export async function findKnownAnswers(
  form: FormSchema,
  places: readonly KnownAnswers[],
  of: KnownOf,
  onSilent: (from: SourceKind, error: unknown) => void = () => undefined,
): Promise<KnownFields> {
  const wanted = listWanted(form)
  const found = new Map<AnswerSource, KnownField>()
  await Promise.all(
    places.map(async ({ from, fixed, disputable, find }) => {
      const asked = wanted.flatMap(({ source }) => (source.from === from ? [source] : []))
      if (asked.length === 0) return
      try {
        for (const [source, known] of await find(of, asked))
          found.set(source, { ...known, fixed, ...(disputable && { disputable }) })
      } catch (error) {
        onSilent(from, error)
      }
    }),
  )
  const fields: Record<string, Record<string, KnownField>> = {}
  for (const { step, name, source } of wanted) {
    const known = found.get(source)
    if (!known || fields[step]?.[name] || !accepts(form, step, name, known.value)) continue
    fields[step] = { ...fields[step], [name]: known }
  }
  return fields
}

const listWanted = (form: FormSchema): Wanted[] =>
  Object.entries(form.properties).flatMap(([step, { properties }]) =>
    Object.entries(properties).flatMap(([name, field]) =>
      sourcesOf(field).map((source) => ({ step, name, source })),
    ),
  )

/** Whether the answer alone is accepted: one that is not would be shown, wrong, and nobody could change it. */
const accepts = (form: FormSchema, step: string, name: string, value: PlainAnswer): boolean => {
  const field = form.properties[step]?.properties[name]
  return field ? compileField(field)(value) : false
}
