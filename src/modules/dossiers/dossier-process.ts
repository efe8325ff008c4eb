// For the moment: the usual process by hand, until `processes` has its door.
import type { Temporal } from 'temporal-polyfill'
import type { Actor } from '#modules/identity'
import {
  type Command,
  type CommandType,
  type Follow,
  mayCommandDossier,
  type Route,
  type Step,
} from '#modules/lifecycle'
import type { Procedure } from '#modules/procedures'
import type { Db, Tx } from '#platform/db'
import { dossierProblem } from './errors.ts'
import type { DossierEvent, StoredDossier } from './repository.ts'

export type KnownWay = null
export const findWay = async (_db: Db, _procedure: Procedure): Promise<KnownWay> => null
export const lockRunning = async (
  _tx: Tx,
  _d: StoredDossier,
  _way: KnownWay,
  _events: readonly DossierEvent[],
) => null

const usual: Partial<Record<CommandType, { from?: Step; to: Route }>> = {
  accept: { from: 'reception', to: { step: 'reception', handsOver: true } },
  refuse: { from: 'reception', to: null },
  transfer: { to: { step: 'appraisal', handsOver: false } },
  submit_for_approval: { from: 'appraisal', to: { step: 'approval', handsOver: false } },
  return_to_appraisal: { from: 'approval', to: { step: 'appraisal', handsOver: false } },
  approve: { from: 'approval', to: { step: 'delivery', handsOver: false } },
  reject: { from: 'approval', to: { step: 'delivery', handsOver: false } },
}
export const usualFollow: Follow = (command) => usual[command.type]?.to ?? null
export const offeredAt = (step: Step): CommandType[] =>
  (
    [
      'accept',
      'refuse',
      'transfer',
      'submit_for_approval',
      'return_to_appraisal',
      'approve',
      'reject',
      'deliver',
    ] as const
  ).filter((type) => (usual[type]?.from ?? step) === step)

export async function stepRunning(
  _tx: Tx,
  dossier: StoredDossier,
  _running: null,
  command: Command,
  actor: Exclude<Actor, { kind: 'nobody' }>,
  _at: Temporal.Instant,
): Promise<{ route: Route; involvedAgencyIds: readonly string[] }> {
  if (!mayCommandDossier(actor, dossier, command.type))
    throw dossierProblem('dossiers.not_allowed', { command: command.type })
  const { from, to } = usual[command.type] ?? { to: null }
  if (from && from !== dossier.step) throw dossierProblem('dossiers.wrong_step', { step: dossier.step })
  return { route: to, involvedAgencyIds: dossier.involvedAgencyIds }
}
