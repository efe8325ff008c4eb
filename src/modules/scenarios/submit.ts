import { localDay } from '#modules/calendar'
import { checkAnswers } from '#modules/eforms'
import { listMissingPapers } from '#modules/procedures'
import type { Ground } from './ground.ts'

/** Why a dossier like this is not taken in: the code of the refusal, and the fields or papers it names. */
export type SubmissionRefusal = Readonly<{ code: string; fields: readonly string[] }>

/** Checks a submission as the real one is: channel, answers, papers. Null: it is taken in. */
export function findSubmissionRefusal(ground: Ground): SubmissionRefusal | null {
  const { procedure, channel, answers, scenario, filing } = ground
  if (!procedure.channels.includes(channel)) return { code: 'channel_closed', fields: [channel] }
  const today = localDay(filing.submittedAt).toString()
  const problems = procedure.form ? checkAnswers(procedure.form, answers, { today }) : []
  if (problems.length > 0) return { code: 'answers_invalid', fields: problems.map(({ path }) => path) }
  const { papers } = scenario.given
  const missing = papers ? listMissingPapers(procedure, papers) : []
  return missing.length > 0 ? { code: 'components_missing', fields: missing.map(({ key }) => key) } : null
}
