/** What a choice or a case of the procedure fills in: answers of the form, by step, then field. */
export type KnownAnswers = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>

/** One way to answer a question of the guide; `answers`: what the form then knows. */
export type GuideChoice = Readonly<{ value: string; title: string; titleEn?: string; answers?: KnownAnswers }>

/**
 * A question before the form. `when`: FEEL over `guide` (the choices made before, by question): asked only then. `from`:
 * FEEL over `answers` of the form, giving the value of a choice: so a dossier tells its case without being asked.
 */
export type GuideQuestion = Readonly<{
  key: string
  title: string
  titleEn?: string
  hint?: string
  hintEn?: string
  when?: string
  from?: string
  choices: readonly GuideChoice[]
}>

/** A time limit of one case, laid over the procedure's. */
export type VariantTimeLimit = Readonly<{
  amount: number
  unit: string
  text: string
  textEn?: string
  law: string | null
}>

/**
 * Trường hợp: where the choices lead. `apply`: to the form of this procedure; `elsewhere`: to `procedure`, another one;
 * `not_eligible`: nowhere, and `text` says why. `when` is FEEL over `guide`; without it always. The first that holds counts.
 */
export type GuideOutcome = Readonly<{
  key: string
  kind: 'apply' | 'elsewhere' | 'not_eligible'
  when?: string
  name: string
  nameEn?: string
  text?: string
  textEn?: string
  law?: string | null
  /** Keys of papers: those that this case must have, and those that it is not asked for. */
  components?: Readonly<{ required?: readonly string[]; notAsked?: readonly string[] }>
  timeLimit?: VariantTimeLimit
  answers?: KnownAnswers
  /** Of `elsewhere`: the code of the other procedure. */
  procedure?: string
}>

/** A few questions that lead to the right case of a procedure. */
export type Guide = Readonly<{
  intro?: string
  introEn?: string
  questions: readonly GuideQuestion[]
  outcomes: readonly GuideOutcome[]
}>

/** Choices by question: `{ who: 'parent' }`. */
export type Choices = Readonly<Record<string, string>>

/** Answers laid one over the other, field by field; a later one counts. */
export function mergeAnswers(all: readonly (KnownAnswers | undefined)[]): KnownAnswers {
  const merged: Record<string, Record<string, string | number | boolean>> = {}
  for (const [step, fields] of all.flatMap((answers) => Object.entries(answers ?? {}))) {
    merged[step] = { ...merged[step], ...fields }
  }
  return merged
}
