import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import {
  type HandingOver,
  type MinistryOptions,
  ministryFaults,
  openMinistrySystem,
  type StandInMinistry,
  startStandInMinistry,
} from '#adapters/ministry-systems'
import type { FaultSwitch } from '#app'
import { openFaultSwitch } from '#app'
import { enterSystem, issueKey, listEndedSubsystems } from '#modules/exchange'
import { demoCitizens } from '#modules/identity'
import {
  dayOf,
  demoMinistry,
  isHandedOver,
  openLedger,
  type ReportSource,
  readTheirState,
  seedDemoMinistry,
  translateFacts,
} from '#modules/mirrors'
import type { Destination, PaperFacts } from '#modules/sync'
import { ConfigError } from '#platform/config'
import type { Context } from '#platform/context'
import { readAtMost } from '#platform/read-at-most'
import { canExpire, openSecureLine } from './secure-line.ts'

export type ConnectedMinistries = Readonly<{
  /** Each is told of the dossiers that go there, and asked for its reports. */
  systems: readonly (Destination & ReportSource)[]
  switches: readonly FaultSwitch[]
  standIns: readonly string[]
  /** Once the data is there: the system of the demonstration is entered, and may push. */
  seed: () => Promise<void>
  close: () => Promise<void>
}>

const fileShape = Type.Array(
  Type.Object({
    code: Type.String({ pattern: '^[a-z][a-z0-9_]{1,39}$' }),
    url: Type.String({ pattern: '^https?://' }),
    clientId: Type.String({ minLength: 1 }),
    clientSecret: Type.String({ minLength: 1 }),
    papers: Type.Union([Type.Literal('content'), Type.Literal('link')]),
    paths: Type.Optional(Type.Record(Type.String(), Type.String())),
    doneCodes: Type.Optional(Type.Array(Type.String())),
  }),
  { maxItems: 50 },
)

/** Connects the systems of ministries that the settings list, or in the demo a stand-in. */
export async function connectMinistries(context: Context): Promise<ConnectedMinistries> {
  const { config } = context
  const open = (options: MinistryOptions) =>
    openMinistrySystem(
      { timeoutMs: config.MINISTRY_SYSTEMS_TIMEOUT_MS, ...options },
      handingOver(context, options.code),
    )
  const named = config.MINISTRY_SYSTEMS_FILE ? readFile(config.MINISTRY_SYSTEMS_FILE) : []
  const nothing = { switches: [], standIns: [], seed: async () => {}, close: async () => {} }
  if (named.length > 0 || config.MOTCUA_DEMO !== 'on') return { systems: named.map(open), ...nothing }
  const people = demoCitizens.map(({ fullName, personalId }) => ({ fullName, personalId }))
  const standIn = await startStandInMinistry({ people })
  const line = await openSecureLine(standIn)
  const connection = { ...standIn.connection, url: line.url }
  const whole: Parameters<StandInMinistry['setFault']>[0] = null
  const faults = Object.fromEntries(ministryFaults.map((fault) => [fault, fault] as const))
  const about = { standIn: 'ministry', page: standIn.url, whole, faults } as const
  return {
    systems: [open({ ...connection, code: demoMinistry.code, papers: 'content' })],
    switches: [
      canExpire(
        openFaultSwitch(about, (fault) => standIn.setFault(fault as typeof whole)),
        line,
      ),
    ],
    standIns: [`stand-in system of a ministry at ${standIn.url}`],
    seed: () => seed(context, standIn),
    close: line.stop,
  }
}

/** What handing over needs of this side, for one system. */
const handingOver = (context: Context, system: string): HandingOver => ({
  takes: (tx, dossier) => isHandedOver(tx, system, dossier),
  ledger: openLedger(context, system),
  translate: (facts) => translateFacts(context, system, facts),
  readState: (state, at) => readTheirState(context.db, system, state, dayOf(at)),
  readPaper: (paper) => readByLink(context, paper),
})

/** A paper by the link under which it is given out, so that it is on record and never more than may be sent. */
async function readByLink({ config }: Context, { link, sha256 }: PaperFacts): Promise<Uint8Array> {
  if (!link) throw new Error('a paper has no link')
  const response = await fetch(link, { signal: AbortSignal.timeout(config.MINISTRY_SYSTEMS_TIMEOUT_MS) })
  if (!response.ok) throw new Error(`a paper is not given out (HTTP ${response.status})`)
  const body = response.body as AsyncIterable<Uint8Array> | null
  const bytes = await readAtMost(body, config.UPLOAD_MAX_BYTES)
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error('a paper is not what it was')
  return bytes
}

function readFile(file: string): Static<typeof fileShape> {
  try {
    const listed: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (Check(fileShape, listed)) return listed
  } catch (error) {
    throw new ConfigError(`MINISTRY_SYSTEMS_FILE cannot be read: ${(error as Error).message}`)
  }
  throw new ConfigError(
    'MINISTRY_SYSTEMS_FILE is no list of systems with code, url, clientId, clientSecret and papers (content or link)',
  )
}

/** The stand-in's system, its codes and its key; two dossiers of its own to begin with. */
async function seed(context: Context, standIn: StandInMinistry): Promise<void> {
  await seedDemoMinistry(context)
  const actor = { kind: 'system', fullName: 'seed' } as const
  const limits = { callsPerMinute: 600, callsPerDay: 100_000 }
  const words = { memberName: 'Bộ hư cấu', name: demoMinistry.name, contact: '0900 000 033', ...limits }
  const system = { class: 'GOV', member: 'G99', subsystem: 'LAND', ...words }
  const ended = await listEndedSubsystems(context.db)
  // A system that was ended in the demo does not come back with the next start.
  if (!ended.some(({ member, code }) => member === system.member && code === system.subsystem)) {
    const subsystemId = await enterSystem({ context, actor }, system)
    const wish = { subsystemId, code: demoMinistry.member, days: 30, sandboxOfferingId: null }
    standIn.pushTo({ url: context.publicUrl, ...(await issueKey({ context, actor }, wish)) })
  }
  const [first, second] = demoCitizens
  if (first) standIn.openFor(first, 'DXL')
  if (second) standIn.openFor(second, 'TN')
}
