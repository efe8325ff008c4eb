import type { Problem } from '#components/error-summary'
import {
  type CommandType,
  commandNames,
  type DossierState,
  dossierMessages,
  officerStateNames,
} from '#modules/dossiers'
import { AppError } from '#platform/errors'
import type { Language } from '#platform/i18n'
import { officerMessages } from './messages.ts'
import { taskMessages } from './task-messages.ts'

/** A refusal that the officer can do something about; `field` where it belongs to one. */
export type Refusal = Readonly<{ code: string; status: number; sentence: string; field: string | null }>

/** What the law, or somebody faster, refused, in words; null for what is no refusal but an error. */
export function explainRefusedCommand(error: unknown, type: CommandType, language: Language): Refusal | null {
  if (!(error instanceof AppError)) return null
  const { code, status, detail } = error
  const words = officerMessages(language)
  const state = officerStateNames[detail.state as DossierState]?.[language] ?? ''
  const wrongState = words.wrongState(commandNames[type][language].toLowerCase(), state)
  const known: Readonly<Record<string, readonly [sentence: string, field?: string]>> = {
    'dossiers.changed_meanwhile': [dossierMessages(language).changedMeanwhile],
    'dossiers.wrong_state': [wrongState],
    'dossiers.wrong_step': [wrongState],
    'dossiers.result_exists': [words.resultExists],
    'dossiers.unpaid': [words.unpaid],
    'dossiers.paid_already': [words.paidAlready],
    'dossiers.not_allowed': [words.notAllowed],
    'dossiers.four_eyes': [taskMessages(language).fourEyes],
    'dossiers.reason_missing': [words.reasonNeeded, 'reason'],
    'dossiers.components_missing': [words.componentsNeeded, 'component'],
    'dossiers.already_requested': [words.unseenNeeded, 'unseenReason'],
    'dossiers.amount_missing': [words.amountNeeded, 'amount'],
    'payments.wrong_amount': [words.amountNeeded, 'amount'],
    'dossiers.papers_unknown': [words.paperUnknown],
    'dossiers.until_invalid': [words.untilNeeded, 'until'],
    'dossiers.extended_twice': [words.extendedTwice],
    'dossiers.extended_too_late': [words.extendedTooLate],
    'dossiers.extended_not_later': [words.extendedNotLater, 'until'],
    'dossiers.extended_to_day_off': [words.extendedToDayOff, 'until'],
    'dossiers.officer_unknown': [words.officerNeeded, 'officer'],
    'request.key_reused': [words.keyReused],
  }
  const found = known[code]
  return found ? { code, status, sentence: found[0], field: found[1] ?? null } : null
}

/** The same as a problem of the form, where it has a field. */
export const problemsOf = ({ field, sentence }: Refusal): Problem[] => (field ? [{ field, sentence }] : [])
