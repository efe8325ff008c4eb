import type { Pack, Scenario } from '#modules/packs'

export type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The answers of a scenario: what it says, laid field by field over the ordinary dossier; null takes an answer away. */
export function completeAnswers({ scenarios }: Pick<Pack, 'scenarios'>, { given }: Scenario): Answers {
  const sample = scenarios?.sample ?? {}
  const own = given.answers ?? {}
  const steps = new Set([...Object.keys(sample), ...Object.keys(own)])
  return Object.fromEntries(
    [...steps].map((step) => {
      const fields = Object.entries({ ...sample[step], ...own[step] })
      return [step, Object.fromEntries(fields.filter(([, value]) => value !== null))]
    }),
  )
}
