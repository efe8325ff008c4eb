/**
 * Trạng thái hồ sơ: the states the nation counts, `nationalStates` has the number of each; waiting for the applicant's
 * papers and for a confirmation in VNeID are one of its.
 */
export type DossierState =
  | 'registered'
  | 'accepted'
  | 'refused'
  | 'in_progress'
  | 'supplement_requested'
  | 'payment_requested'
  | 'confirmation_requested'
  | 'withdrawn'
  | 'stopped'
  | 'resolved'
  | 'delivered'

/** Bước xử lý: who has it in hand. Reception and delivery are the one-stop's, the two between the competent agency's. */
export type Step = 'reception' | 'appraisal' | 'approval' | 'delivery'

/** Kênh thực hiện: how it was submitted. */
export type Channel = 'online' | 'counter' | 'post'

/** What the law's decision turned out to be: the thing asked for, or a reasoned rejection (từ chối giải quyết). */
export type Outcome = 'granted' | 'rejected'

/** Hồ sơ: one citizen's request under one procedure, as far as its lifecycle needs to know it. */
export type Dossier = Readonly<{
  state: DossierState
  step: Step
  /** The state to go back to when the applicant has supplemented or paid. */
  resumeState: DossierState | null
  /** How often papers have been asked for since submission. The law allows one time. */
  supplementCount: number
  outcome: Outcome | null
}>

/** What can be done to a dossier, with what the law wants to be said. */
export type Command =
  | Readonly<{ type: 'accept' }> // tiếp nhận
  | Readonly<{ type: 'refuse'; reason: string }> // từ chối tiếp nhận
  | Readonly<{ type: 'transfer' }> // chuyển cơ quan giải quyết
  | Readonly<{ type: 'request_papers'; reason: string; components: readonly string[]; unseenReason?: string }>
  | Readonly<{ type: 'supplement' }> // bổ sung hồ sơ
  | Readonly<{ type: 'request_payment'; amountVnd: number; reason: string }>
  | Readonly<{ type: 'confirm_payment'; method: 'cash' | 'transfer' | 'online'; receiptReference: string }>
  | Readonly<{ type: 'request_confirmation'; reason: string }> // chờ xác nhận trên VNeID
  | Readonly<{ type: 'record_confirmation'; note: string }>
  | Readonly<{ type: 'submit_for_approval'; note: string }> // trình duyệt
  | Readonly<{ type: 'return_to_appraisal'; reason: string }>
  | Readonly<{ type: 'approve'; note: string }> // phê duyệt
  | Readonly<{ type: 'reject'; reason: string }> // từ chối giải quyết
  | Readonly<{ type: 'stop'; reason: string }> // dừng giải quyết
  | Readonly<{ type: 'withdraw'; reason: string }> // rút hồ sơ
  | Readonly<{ type: 'deliver' }> // trả kết quả
  | Readonly<{ type: 'extend'; reason: string; until: string }> // xin lỗi và gia hạn, đến hết ngày YYYY-MM-DD
  | Readonly<{ type: 'assign'; officer: string }> // phân công thụ lý: an officer's account
  | Readonly<{ type: 'complete_task'; task: string; outcome: string | null; note: string }> // một bước của quy trình

export type CommandType = Command['type']

/**
 * The commands that finish a task of the dossier's process: they are given only while the process offers one of them. The
 * others are the law's at any step.
 */
export const taskCommands: readonly CommandType[] = [
  'accept',
  'refuse',
  'transfer',
  'submit_for_approval',
  'return_to_appraisal',
  'approve',
  'reject',
  'deliver',
  'complete_task',
]

/** The commands that bring papers, and what those papers are; all others bring none. */
export const paperStages: Readonly<Partial<Record<CommandType, 'supplement' | 'result'>>> = {
  supplement: 'supplement',
  submit_for_approval: 'result',
  approve: 'result',
  reject: 'result',
}

/** Why a command is refused: the state does not allow it, or the law wants something more. */
export type Refusal =
  | 'wrong_state'
  | 'wrong_step'
  | 'reason_missing'
  | 'components_missing'
  | 'already_requested'
  | 'amount_missing'
  | 'result_exists'

/**
 * Where the process of a dossier has it after a command. `handsOver`: accepted, and still to be given to the competent
 * agency. Null: the process waits for nobody (for a message, a moment, another system): the dossier stays where it was.
 */
export type Route = Readonly<{ step: Step; handsOver: boolean }> | null

export type Decision = Readonly<{ ok: true; next: Dossier } | { ok: false; code: Refusal }>

/** A dossier as it is when it has just been submitted. */
export const submittedDossier: Dossier = {
  state: 'registered',
  step: 'reception',
  resumeState: null,
  supplementCount: 0,
  outcome: null,
}

/** TrangThaiHoSo: the number by which the national portal counts each state. Exactly one for every state of ours. */
export const nationalStates: Readonly<Record<DossierState, number>> = {
  registered: 1,
  accepted: 2,
  refused: 3,
  in_progress: 4,
  supplement_requested: 5,
  payment_requested: 6,
  confirmation_requested: 5,
  withdrawn: 7,
  stopped: 8,
  resolved: 9,
  delivered: 10,
}

/** Where nothing more will happen to a dossier. */
export const closedStates: readonly DossierState[] = ['refused', 'withdrawn', 'stopped', 'delivered']

/** Where the clock stands because the applicant has something to do. */
export const waitingStates: readonly DossierState[] = [
  'supplement_requested',
  'payment_requested',
  'confirmation_requested',
]
