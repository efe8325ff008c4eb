/**
 * What a register says of one field (TT 136/2026/TT-BCA Đ3): trùng khớp, không trùng khớp, không có thông tin, chưa đủ căn cứ.
 * The last two are no reason to refuse: they lead to asking the person.
 */
export type Outcome = 'match' | 'mismatch' | 'no_data' | 'insufficient_grounds'

export const allOutcomes: readonly Outcome[] = ['match', 'mismatch', 'no_data', 'insufficient_grounds']

/** The outcome of each field that was asked. */
export type Outcomes = Readonly<Record<string, Outcome>>

/** What an officer does next: nothing, look at what does not agree, or ask the person for what nobody could confirm. */
export type NextStep = 'nothing' | 'ask_person' | 'look_closer'

/** What follows from a field. A mismatch is looked at by a person too: a register can be wrong (NĐ 118/2025 Đ17 k2.a). */
export const nextStepOf: Readonly<Record<Outcome, NextStep>> = {
  match: 'nothing',
  mismatch: 'look_closer',
  no_data: 'ask_person',
  insufficient_grounds: 'ask_person',
}

/** What follows from all of them: the gravest. */
export function nextStepOfAll(outcomes: Outcomes): NextStep {
  const steps = Object.values(outcomes).map((outcome) => nextStepOf[outcome])
  if (steps.includes('look_closer')) return 'look_closer'
  return steps.includes('ask_person') ? 'ask_person' : 'nothing'
}
