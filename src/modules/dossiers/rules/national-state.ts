import type { DossierState } from './dossier.ts'

/** TrangThaiHoSo: the number by which the national portal counts each state. Exactly one for every state of ours. */
export const nationalStates: Readonly<Record<DossierState, number>> = {
  registered: 1,
  accepted: 2,
  refused: 3,
  in_progress: 4,
  supplement_requested: 5,
  payment_requested: 6,
  withdrawn: 7,
  stopped: 8,
  resolved: 9,
  delivered: 10,
}

/** Where nothing more will happen to a dossier. */
export const closedStates: readonly DossierState[] = ['refused', 'withdrawn', 'stopped', 'delivered']

/** Where the clock stands because the applicant has something to do. */
export const waitingStates: readonly DossierState[] = ['supplement_requested', 'payment_requested']
