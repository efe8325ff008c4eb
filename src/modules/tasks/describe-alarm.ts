import { formatDuration } from '#modules/calendar'
import { stepNames } from '#modules/dossiers'
import type { Language } from '#platform/i18n'
import { taskMessages } from './messages.ts'
import type { AlarmKind, MeasuredFrom } from './rules/alarms.ts'

type Told = Readonly<{ kind: AlarmKind; measuredFrom: MeasuredFrom; offsetMinutes: number; step: string }>

/** What an alarm says, as a sentence without its full stop: 'Bước thẩm định quá hạn 1 ngày làm việc'. */
export function describeAlarm({ kind, measuredFrom, offsetMinutes, step }: Told, language: Language): string {
  const say = taskMessages(language)
  if (kind === 'draft_apology') return say.apology
  const time = formatDuration(offsetMinutes, language)
  const side = Math.sign(offsetMinutes)
  if (measuredFrom === 'step_due') {
    const name = stepName(step, language)
    if (side === 0) return say.stepDue(name)
    return side < 0 ? say.stepSoon(name) : say.stepOverdue(name, time)
  }
  if (measuredFrom === 'last_day_before_due' || side < 0) return say.dossierSoon
  return side === 0 ? say.dossierDue : say.dossierOverdue(time)
}

/** The name of a step inside a sentence. */
export const stepName = (step: string, language: Language): string =>
  step === 'transfer' ? taskMessages(language).transfer : nameOf(step, language)

const nameOf = (step: string, language: Language): string =>
  (stepNames as Readonly<Record<string, Readonly<Record<Language, string>>>>)[step]?.[language].toLowerCase() ??
  step
