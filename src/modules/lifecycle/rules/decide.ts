import {
  type Command,
  type CommandType,
  type Decision,
  type Dossier,
  type DossierState,
  type Refusal,
  type Route,
  taskCommands,
} from './dossier.ts'

/**
 * Where a command leads. `resume` is the state that was left when the applicant was asked for papers or money. Which step
 * has the dossier then, and who takes part in between, the process of its procedure says.
 */
type Transition = Readonly<{
  from: readonly DossierState[]
  to: DossierState | 'same' | 'resume'
  law: string
}>

const underway: readonly DossierState[] = ['accepted', 'in_progress']
const waiting: readonly DossierState[] = ['supplement_requested', 'payment_requested', 'confirmation_requested']

/** The whole life of a dossier at a glance: in which states a command is lawful, where it leads, and by which text. */
export const transitions: Readonly<Record<CommandType, Transition>> = {
  accept: { from: ['registered'], to: 'accepted', law: 'NĐ 118/2025 Đ17 k3' },
  refuse: { from: ['registered'], to: 'refused', law: 'NĐ 118/2025 Đ17; NĐ 61/2018 Đ17 k1.b' },
  transfer: { from: ['accepted'], to: 'in_progress', law: 'NĐ 118/2025 Đ18 k2' },
  request_papers: {
    from: ['registered', 'accepted', 'in_progress'],
    to: 'supplement_requested',
    law: 'NĐ 118/2025 Đ17 k2.a',
  },
  supplement: { from: ['supplement_requested'], to: 'resume', law: 'NĐ 61/2018 Đ19 k4' },
  request_payment: { from: underway, to: 'payment_requested', law: 'NĐ 118/2025 Đ24' },
  confirm_payment: { from: ['payment_requested'], to: 'resume', law: 'NĐ 118/2025 Đ24' },
  request_confirmation: { from: ['in_progress'], to: 'confirmation_requested', law: 'NĐ 63/2024 Đ4 k7, Đ8' },
  record_confirmation: { from: ['confirmation_requested'], to: 'resume', law: 'NĐ 63/2024 Đ4 k7, Đ8' },
  submit_for_approval: {
    from: ['in_progress'],
    to: 'same',
    law: 'NĐ 61/2018 Đ19',
  },
  return_to_appraisal: {
    from: ['in_progress'],
    to: 'same',
    law: 'NĐ 61/2018 Đ19',
  },
  approve: {
    from: ['in_progress'],
    to: 'resolved',
    law: 'NĐ 61/2018 Đ20',
  },
  reject: {
    from: ['in_progress'],
    to: 'resolved',
    law: 'NĐ 61/2018 Đ19 k8',
  },
  stop: { from: [...underway, ...waiting], to: 'stopped', law: 'NĐ 118/2025 Đ21; TT 03/2025 Đ7' },
  withdraw: { from: ['registered', ...underway, ...waiting], to: 'withdrawn', law: 'NĐ 118/2025 Đ21' },
  deliver: { from: ['resolved'], to: 'delivered', law: 'NĐ 61/2018 Đ20' },
  extend: { from: underway, to: 'same', law: 'NĐ 61/2018 Đ19 k9' },
  assign: { from: ['registered', ...underway, ...waiting], to: 'same', law: 'NĐ 118/2025 Đ19' },
  complete_task: {
    from: ['registered', ...underway, ...waiting, 'resolved'],
    to: 'same',
    law: 'TT 01/2018 Đ8',
  },
}

/** What a command does to a dossier whose process then has it at `route`. Pure: no clock, no database, nothing thrown. */
export function decide(dossier: Dossier, command: Command, route: Route): Decision {
  const code = findRefusal(dossier, command)
  if (code) return { ok: false, code }
  const { to } = transitions[command.type]
  const asks = waiting.includes(to as DossierState)
  const next = {
    state: stateAfter(dossier, to),
    step: dossier.step,
    resumeState: asks ? dossier.state : resumeAfter(dossier, to),
    supplementCount: dossier.supplementCount + (command.type === 'request_papers' ? 1 : 0),
    outcome: outcomeOf(command) ?? dossier.outcome,
  }
  return { ok: true, next: arrive(next, route) }
}

/**
 * A dossier where its process has it. One that was accepted and has not to be handed over is in progress (NĐ 118/2025 Đ18
 * k2: who accepts it and who resolves it are the same).
 */
export function arrive(dossier: Dossier, route: Route): Dossier {
  if (!route) return dossier
  const { step, handsOver } = route
  const begins = !handsOver && step !== 'reception'
  const on = (state: DossierState | null) => (begins && state === 'accepted' ? 'in_progress' : state)
  return { ...dossier, step, state: on(dossier.state) ?? dossier.state, resumeState: on(dossier.resumeState) }
}

/**
 * Which commands the state of the dossier allows now; who may give them is asked elsewhere. `offered`: those that finish a
 * task its process has open.
 */
export function listLawfulCommands(dossier: Dossier, offered: readonly CommandType[]): CommandType[] {
  const types = Object.keys(transitions) as CommandType[]
  return types.filter(
    (type) => isOpenTo(dossier, type) === null && (!taskCommands.includes(type) || offered.includes(type)),
  )
}

function isOpenTo(dossier: Dossier, type: CommandType): Refusal | null {
  const { from } = transitions[type]
  const isEnding = type === 'withdraw' || type === 'stop'
  if (isEnding && (dossier.state === 'resolved' || dossier.state === 'delivered')) return 'result_exists'
  return from.includes(dossier.state) ? null : 'wrong_state'
}

function findRefusal(dossier: Dossier, command: Command): Refusal | null {
  const closed = isOpenTo(dossier, command.type)
  if (closed) return closed
  if ('reason' in command && command.reason.trim() === '') return 'reason_missing'
  if (command.type === 'request_payment' && !(command.amountVnd > 0)) return 'amount_missing'
  if (command.type !== 'request_papers') return null
  if (command.components.length === 0) return 'components_missing'
  // One request lists everything; a second one must say why the first could not see it (NĐ 118/2025 Đ17 k2.a).
  const isSecond = dossier.supplementCount > 0 && !command.unseenReason?.trim()
  return isSecond ? 'already_requested' : null
}

/** A command that leaves the state as it is, leaves what it will go back to. */
const resumeAfter = ({ resumeState }: Dossier, to: Transition['to']): DossierState | null =>
  to === 'same' ? resumeState : null

function stateAfter(dossier: Dossier, to: Transition['to']): DossierState {
  if (to === 'same') return dossier.state
  return to === 'resume' ? (dossier.resumeState ?? 'registered') : to
}

function outcomeOf(command: Command): Dossier['outcome'] {
  if (command.type === 'approve') return 'granted'
  return command.type === 'reject' ? 'rejected' : null
}
