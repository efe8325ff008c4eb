import type { Problem } from '#components/error-summary'
import { readDay } from '#components/read-step'
import type { Language } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import type { Typed } from './admin-view.ts'
import { mirrorMessages } from './messages.ts'
import type { MinistrySystem } from './repository.ts'
import type { HandOverRule } from './repository-mapping.ts'
import { readFieldMap } from './rules/field-map.ts'
import { type CodeMapping, codeKinds, isOurCode } from './rules/mapping.ts'

/** What was typed into a form, read; or what is wrong, by field. */
export type Read<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; problems: readonly Problem[] }>

const answer = <T>(value: T, checks: readonly (readonly [boolean, string, string])[]): Read<T> => {
  const problems = checks.flatMap(([ok, field, sentence]) => (ok ? [] : [{ field, sentence }]))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value }
}

const short = (text: string | undefined, most = 60): string => cleanText(text ?? '').slice(0, most)

export type TypedSystem = Pick<MinistrySystem, 'code' | 'name' | 'member' | 'orderedBy'>

export function readSystem(typed: Typed, language: Language): Read<TypedSystem> {
  const words = mirrorMessages(language)
  const code = short(typed.systemCode)
  const name = short(typed.systemName, 200)
  const member = short(typed.member, 130) || null
  const orderedBy = typed.orderedBy === 'time' ? 'time' : 'sequence'
  return answer({ code, name, member, orderedBy }, [
    [/^[a-z][a-z0-9_]{1,39}$/.test(code), 'systemCode', words.wrongSystemCode],
    [name !== '', 'systemName', words.wrongName],
    [member === null || /^[\w.-]{1,40}(\/[\w.-]{1,40}){2}$/.test(member), 'member', words.wrongMember],
  ])
}

/** A first and a last day as typed; '' where the first cannot be read. */
function readDays(from: string | undefined, until: string | undefined) {
  const fromOn = readDay(from ?? '') ?? ''
  const untilOn = until?.trim() ? readDay(until) : null
  const isUntilRead = !until?.trim() || untilOn !== null
  return { fromOn, untilOn, isUntilRead, isInOrder: untilOn === null || fromOn <= untilOn }
}

export function readMapping(
  typed: Typed,
  language: Language,
): Read<CodeMapping & Readonly<{ decision: string }>> {
  const words = mirrorMessages(language)
  const kind = codeKinds.find((one) => one === typed.kind)
  const theirCode = short(typed.theirCode)
  const ourCode = short(typed.ourCode)
  const decision = short(typed.decision, 300)
  const { fromOn, untilOn, isUntilRead, isInOrder } = readDays(typed.fromOn, typed.untilOn)
  return answer({ kind: kind ?? 'state', theirCode, ourCode, fromOn, untilOn, decision }, [
    [kind !== undefined, 'kind', words.wrongKind],
    [theirCode !== '', 'theirCode', words.wrongCode],
    [kind === undefined || isOurCode(kind, ourCode), 'ourCode', words.wrongOurCode],
    [fromOn !== '', 'fromOn', words.wrongDay],
    [isUntilRead, 'untilOn', words.wrongDay],
    [isInOrder, 'untilOn', words.wrongUntil],
    [decision !== '', 'decision', words.wrongDecision],
  ])
}

export function readRule(typed: Typed, system: string, language: Language): Read<Omit<HandOverRule, 'id'>> {
  const words = mirrorMessages(language)
  const procedureCode = short(typed.procedureCode)
  const decision = short(typed.ruleDecision, 300)
  const map = readFieldMap(typed.fields ?? '')
  const { fromOn, untilOn, isUntilRead, isInOrder } = readDays(typed.ruleFromOn, typed.ruleUntilOn)
  const rule = { system, procedureCode, fields: map.ok ? map.fields : {}, fromOn, untilOn, decision }
  return answer(rule, [
    [isOurCode('procedure', procedureCode), 'procedureCode', words.wrongProcedure],
    [map.ok, 'fields', map.ok ? '' : words.wrongFields(String(map.wrongLine))],
    [fromOn !== '', 'ruleFromOn', words.wrongDay],
    [isUntilRead, 'ruleUntilOn', words.wrongDay],
    [isInOrder, 'ruleUntilOn', words.wrongUntil],
    [decision !== '', 'ruleDecision', words.wrongDecision],
  ])
}
