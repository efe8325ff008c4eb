import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel'
import type { Environment } from '#platform/config'
import { makeRateLimit, type RateLimit } from '#platform/rate-limit'
import {
  type PopulationRegister,
  RegisterFailure,
  type RegisterSource,
  type RegistersOutside,
} from './ports.ts'

/** The one place from which registers are asked: how often an account may, and when one is left alone. */
export type RegisterDesk = Readonly<{
  population: PopulationRegister | null
  sources: ReadonlyMap<string, RegisterSource>
  limit: RateLimit
  /** Left alone for now: asking would only say so. */
  isResting: (register: string) => boolean
  /** Asks unless the register has failed so often that it rests; throws `RegisterFailure`. */
  through: <T>(register: string, ask: () => Promise<T>) => Promise<T>
}>

type Settings = Pick<
  Environment,
  'REGISTERS_LOOK_UPS_A_MINUTE' | 'REGISTERS_FAILURES_BEFORE_REST' | 'REGISTERS_REST_SECONDS'
>

/** The registers that are not connected. */
export const noRegisters: RegistersOutside = { population: null, sources: [] }

/** Opens the desk of this process. A register that fails again and again rests: nobody waits for its time-out. */
export function openRegisterDesk({ population, sources }: RegistersOutside, settings: Settings): RegisterDesk {
  const makeBreaker = () =>
    circuitBreaker(handleAll, {
      halfOpenAfter: settings.REGISTERS_REST_SECONDS * 1000,
      breaker: new ConsecutiveBreaker(settings.REGISTERS_FAILURES_BEFORE_REST),
    })
  const breakers = new Map<string, ReturnType<typeof makeBreaker>>()
  const breakerOf = (register: string) => {
    const breaker = breakers.get(register) ?? makeBreaker()
    breakers.set(register, breaker)
    return breaker
  }
  return {
    population,
    sources: new Map(sources.map((source) => [source.code, source])),
    limit: makeRateLimit({ most: settings.REGISTERS_LOOK_UPS_A_MINUTE, windowMs: 60_000 }),
    isResting: (register) => breakers.get(register)?.state === CircuitState.Open,
    through: async (register, ask) => {
      try {
        return await breakerOf(register).execute(ask)
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw new RegisterFailure('resting')
        throw error
      }
    },
  }
}
