import type { CommandType, DossierView } from '#modules/dossiers'

/** From what carries the dossier on to what ends it: the first that is allowed is the filled button. */
const order: readonly CommandType[] = [
  'accept',
  'transfer',
  'submit_for_approval',
  'approve',
  'confirm_payment',
  'record_confirmation',
  'deliver',
  'supplement',
  'request_papers',
  'request_payment',
  'request_confirmation',
  'return_to_appraisal',
  'withdraw',
  'stop',
  'refuse',
  'reject',
]

/** Commands that have a place of their own on the page, beside the decision bar. */
const beside: readonly CommandType[] = ['extend', 'assign', 'complete_task']

const ending: readonly CommandType[] = ['withdraw', 'stop', 'refuse', 'reject']
const plain: readonly CommandType[] = ['accept', 'transfer', 'deliver']

/** Whether its day has come: too late for an apology in time. */
export const isDueNow = ({ clock }: Pick<DossierView, 'clock'>): boolean =>
  clock.urgency === 'overdue' || clock.urgency === 'due_today'

/** The commands as they stand in the decision bar. */
export const listInOrder = (commands: readonly CommandType[]): CommandType[] =>
  order.filter((type) => commands.includes(type))

/** Whether a command needs nothing but the press of its button. */
export const isPlain = (type: CommandType): boolean => plain.includes(type)

export const isCommandType = (text: string): text is CommandType =>
  [...order, ...beside].some((type) => type === text)

/** One filled button; what ends a dossier is outlined in red, never filled. */
export function lookOfCommand(
  type: CommandType,
  isFirst: boolean,
): Readonly<{ variant: 'primary' | 'secondary'; color?: 'danger' }> {
  if (ending.includes(type)) return { variant: 'secondary', color: 'danger' }
  return { variant: isFirst ? 'primary' : 'secondary' }
}
