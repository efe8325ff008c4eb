import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import type { Gauge } from '#platform/telemetry'
import { tallyLatest } from './repository-records.ts'

type Server = Pick<Context, 'db' | 'clock'>

const lookedBackMinutes = 15
/** A single failure is no outage. */
const fewest = 5

/** Warns of registers that were asked in the last quarter of an hour and did not answer once. None asked: nothing is known. */
export const checkRegisters =
  ({ db, clock }: Server): HealthCheck =>
  async () => {
    const tallies = await tallyLatest(db, clock.now().subtract({ minutes: lookedBackMinutes }))
    const isSilent = ({ answered, failed }: (typeof tallies)[number]) => answered === 0 && failed >= fewest
    const words = ({ register, answered, failed }: (typeof tallies)[number]) =>
      `${register} ${answered} answered, ${failed} failed`
    return {
      ...{ check: 'registers', ok: true, found: tallies.map(words).join('; ') || 'none was asked' },
      warning: tallies.filter(isSilent).map(words).join('; ') || null,
    }
  }

/** What of registers is measured, for each that was asked in the last quarter of an hour. */
export const registerGauges = ({ db, clock }: Server): readonly Gauge[] => {
  const read = async (figure: 'answered' | 'failed' | 'seconds') => {
    const tallies = await tallyLatest(db, clock.now().subtract({ minutes: lookedBackMinutes }))
    return Object.fromEntries(tallies.map((tally) => [tally.register, tally[figure]]))
  }
  const label = 'register'
  return [
    {
      ...{ name: 'motcua_registers_answered', label, read: () => read('answered') },
      help: 'Look-ups that a register answered in the last 15 minutes, of the latest 2,000.',
    },
    {
      ...{ name: 'motcua_registers_failed', label, read: () => read('failed') },
      help: 'Look-ups that a register did not answer in the last 15 minutes, of the latest 2,000.',
    },
    {
      ...{ name: 'motcua_registers_seconds', label, read: () => read('seconds') },
      help: 'The mean time until a register answered, in the last 15 minutes.',
    },
  ]
}
