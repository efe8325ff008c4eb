import { formatDuration } from '#modules/calendar'
import type { Language } from '#platform/i18n'
import { stepName } from './describe-alarm.ts'
import { taskMessages } from './messages.ts'
import type { AlarmRule } from './rules/alarms.ts'

/** A rule as a sentence: 'Khi một bước đến hạn, báo cấp trên trực tiếp.' */
export function describeRule(rule: AlarmRule, language: Language): string {
  const say = taskMessages(language)
  const sentence = say.sentence(momentOf(rule, language), say[`do_${rule.kind}`](say[rule.recipient]))
  return rule.step === null ? sentence : `${sentence} ${say.onlyStep(stepName(rule.step, language))}`
}

function momentOf({ measuredFrom, offsetMinutes }: AlarmRule, language: Language): string {
  const say = taskMessages(language)
  if (offsetMinutes === 0) return say[`at_${measuredFrom}`]
  const time = formatDuration(Math.abs(offsetMinutes), language)
  const said = say[`${offsetMinutes < 0 ? 'before' : 'after'}_${measuredFrom}`](time)
  return said.charAt(0).toUpperCase() + said.slice(1)
}
