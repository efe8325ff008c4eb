import { advanceDossier } from '#modules/dossiers'
import { fixedClock } from '#platform/clock'
import type { Context } from '#platform/context'
import { findOfficer } from '#test/demo'
import { submitBirth } from '#test/dossiers'

/** A birth registration of the ward H18.137, submitted, accepted and passed on at `instant`; answers its code. */
export async function dossierInProgress(given: Context, instant?: string): Promise<string> {
  const context = instant ? { ...given, clock: fixedClock(instant) } : given
  const reference = await submitBirth(context)
  const reception = await findOfficer(context, 'reception')
  const { code } = await advanceDossier(context, reference, { command: { type: 'accept' } }, reception)
  await advanceDossier(context, code ?? '', { command: { type: 'transfer' } }, reception)
  return code ?? ''
}
