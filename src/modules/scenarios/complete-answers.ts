import { type Answers, sampleAnswers, settleAnswers } from '#modules/eforms'
import type { Pack, Scenario } from '#modules/packs'

/**
 * The answers of a scenario: what it says, laid field by field over the ordinary dossier (null takes an answer away), then
 * settled as the form settles them. Without a sample in the file one is made that fits the form. `on`: YYYY-MM-DD.
 */
export function completeAnswers({ scenarios, content }: Pack, { given }: Scenario, on: string): Answers {
  const { form } = content
  const made = form && !scenarios?.sample ? sampleAnswers(form, { today: on }) : null
  const answers = lay(scenarios?.sample ?? made ?? {}, given.answers ?? {})
  return form ? settleAnswers(form, answers, { today: on }).answers : answers
}

type Given = Readonly<Record<string, Readonly<Record<string, unknown>>>>

function lay(sample: Given, own: Given): Answers {
  const steps = new Set([...Object.keys(sample), ...Object.keys(own)])
  const laid = [...steps].map((step) => {
    const fields = Object.entries({ ...sample[step], ...own[step] })
    return [step, Object.fromEntries(fields.filter(([, value]) => value !== null))]
  })
  return Object.fromEntries(laid) as Answers
}
