import {
  openPopulationRegister,
  type PlaceName,
  populationFaults,
  type StandInPopulation,
  startStandInPopulation,
} from '#adapters/population'
import {
  openRegister,
  registerDefinitions,
  registerFaults,
  type StandInRegisters,
  startStandInRegisters,
} from '#adapters/register-look-up'
import { type FaultSwitch, openFaultSwitch } from '#app'
import { findCommune, findProvince } from '#modules/organisations'
import type { PopulationRegister, RegisterSource, RegistersOutside } from '#modules/registers'
import type { Context } from '#platform/context'
import { canExpire, openSecureLine } from './secure-line.ts'

export type ConnectedRegisters = Readonly<{
  registers: RegistersOutside
  switches: readonly FaultSwitch[]
  standIns: readonly string[]
  close: () => Promise<void>
}>

/** The registers that the settings name; in the demo stand-ins for the population register and those that have one. */
export async function connectRegisters(context: Context): Promise<ConnectedRegisters> {
  const [population, sources] = await Promise.all([connectPopulation(context), connectSources(context)])
  return {
    registers: { population: population.register, sources: sources.sources },
    switches: [...population.switches, ...sources.switches],
    standIns: [...population.standIns, ...sources.standIns],
    close: async () => {
      await population.close()
      await sources.close()
    },
  }
}

async function connectPopulation(context: Context) {
  const { config, db } = context
  const standIn = config.MOTCUA_DEMO === 'on' && !config.POPULATION_URL ? await startStandInPopulation() : null
  const line = standIn && (await openSecureLine(standIn))
  const url = line?.url ?? config.POPULATION_URL
  const placeName: PlaceName = async (code, level) =>
    (await (level === 'commune' ? findCommune(db, code) : findProvince(db, code)))?.fullName ?? null
  const register: PopulationRegister | null = url
    ? openPopulationRegister({
        url,
        token: standIn?.token ?? config.POPULATION_TOKEN,
        integrationCode: config.POPULATION_INTEGRATION_CODE,
        offeringCode: config.POPULATION_OFFERING_CODE,
        dayFormat: config.POPULATION_DAY_FORMAT,
        timeoutMs: config.REGISTERS_TIMEOUT_MS,
        placeName,
      })
    : null
  const close = async () => {
    await line?.stop()
  }
  const whole: Parameters<StandInPopulation['break']>[0] = null
  const faults = Object.fromEntries(populationFaults.map((fault) => [fault, fault]))
  return {
    register,
    switches: line
      ? [canExpire(openFaultSwitch({ standIn: 'population', page: null, whole, faults }, standIn.break), line)]
      : [],
    standIns: standIn ? [`stand-in population register at ${standIn.url}`] : [],
    close,
  }
}

/** The registers of which there is a stand-in for the demo. */
const standInFor: readonly string[] = ['enterprise', 'social_insurance', 'civil_status', 'place']

async function connectSources({ config }: Context) {
  const connections: Readonly<Record<string, readonly [string | undefined, string | undefined]>> = {
    enterprise: [config.REGISTERS_ENTERPRISE_URL, config.REGISTERS_ENTERPRISE_TOKEN],
    social_insurance: [config.REGISTERS_SOCIAL_INSURANCE_URL, config.REGISTERS_SOCIAL_INSURANCE_TOKEN],
    civil_status: [config.REGISTERS_CIVIL_STATUS_URL, config.REGISTERS_CIVIL_STATUS_TOKEN],
    place: [config.REGISTERS_PLACE_URL, config.REGISTERS_PLACE_TOKEN],
  }
  const needed = standInFor.filter((code) => !connections[code]?.[0])
  const standIn = config.MOTCUA_DEMO === 'on' && needed.length > 0 ? await startStandInRegisters() : null
  const line = standIn && (await openSecureLine({ url: standIn.urlOf(''), stop: standIn.stop }))
  const sources = registerDefinitions.flatMap((definition): RegisterSource[] => {
    const [given, ofContract] = connections[definition.code] ?? []
    const standsIn = standIn && line && needed.includes(definition.code)
    const url = standsIn ? line.urlOf(standIn.urlOf(definition.code)) : given
    const token = standsIn ? standIn.token : ofContract
    return url ? [openRegister(definition, { url, token, timeoutMs: config.REGISTERS_TIMEOUT_MS })] : []
  })
  const close = async () => {
    await line?.stop()
  }
  const at =
    standIn && `stand-in registers of enterprises, insurance, civil status and places at ${standIn.urlOf('')}`
  const whole: Parameters<StandInRegisters['break']>[0] = null
  const faults = Object.fromEntries(registerFaults.map((fault) => [fault, fault]))
  const switches = line
    ? [canExpire(openFaultSwitch({ standIn: 'registers', page: null, whole, faults }, standIn.break), line)]
    : []
  return { sources, switches, standIns: at ? [at] : [], close }
}
