import {
  type NationalPortal,
  openNationalPortal,
  type PortalOptions,
  portalFaults,
  startStandInPortal,
} from '#adapters/national-portal'
import type { FaultSwitch } from '#app'
import type { FiledSource } from '#modules/filings'
import { demoCitizens } from '#modules/identity'
import type { InquirySystem } from '#modules/inquiries'
import type { NationalCatalogue } from '#modules/nationalcatalogue'
import type { RatingSystem } from '#modules/ratings'
import type { Destination } from '#modules/sync'
import type { Context } from '#platform/context'
import { listDemoCatalogue } from './demo-catalogue.ts'
import { listDemoFilings } from './demo-filings.ts'
import { seedInquiries } from './demo-inquiries.ts'
import { canExpire, openSecureLine } from './secure-line.ts'

/** The portal as modules know it; each list is empty, and the catalogue null, where neither a portal is set nor the demo runs. */
type Sides = Readonly<{
  destinations: readonly Destination[]
  filedSources: readonly FiledSource[]
  /** None in a generation that has no call for ratings. */
  ratingSystems: readonly RatingSystem[]
  /** None in a generation that has no call for questions, and unless they are exchanged. */
  inquirySystems: readonly InquirySystem[]
  nationalCatalogue: NationalCatalogue | null
}>

export type ConnectedPortal = Sides &
  Readonly<{
    switches: readonly FaultSwitch[]
    standIns: readonly string[]
    close: () => Promise<void>
  }>

/** Connects the national portal that the settings name, or in the demo its stand-in. */
export async function connectNationalPortal({
  config,
  clock,
  db,
}: Pick<Context, 'config' | 'clock' | 'db'>): Promise<ConnectedPortal> {
  const limits = {
    clock,
    timeoutMs: config.NATIONAL_PORTAL_TIMEOUT_MS,
    mostPaperBytes: config.UPLOAD_MAX_BYTES,
    paidOnline: config.NATIONAL_PORTAL_PAID_ONLINE,
    notPaidOnline: config.NATIONAL_PORTAL_NOT_PAID_ONLINE,
    generation: config.NATIONAL_PORTAL_GENERATION,
    databaseCodes: readDatabaseCodes(config.NATIONAL_DATABASE_CODES),
  }
  if (config.NATIONAL_PORTAL_URL) {
    const portal = openNationalPortal({ ...readConnection(config, config.NATIONAL_PORTAL_URL), ...limits })
    return {
      ...sidesOf(portal),
      switches: [],
      standIns: [],
      close: async () => undefined,
    }
  }
  if (config.MOTCUA_DEMO !== 'on')
    return {
      ...{ destinations: [], filedSources: [], ratingSystems: [], inquirySystems: [], nationalCatalogue: null },
      ...{ switches: [], standIns: [] },
      close: async () => undefined,
    }
  let offers: ReturnType<typeof listDemoFilings> | undefined
  const standIn = await startStandInPortal({
    catalogue: () => listDemoCatalogue(db),
    people: demoCitizens.filter(({ assuranceLevel }) => assuranceLevel === 2),
    offers: () => {
      offers ??= listDemoFilings()
      return offers
    },
  })
  seedInquiries(standIn)
  const line = await openSecureLine(standIn)
  const paperOrigins = [standIn.url]
  const portal = openNationalPortal({ ...standIn.connection, url: line.url, paperOrigins, ...limits })
  return {
    ...sidesOf(portal),
    switches: [
      canExpire(
        {
          ...{ standIn: 'national_portal', faults: portalFaults, page: standIn.url },
          ...{ current: standIn.fault, set: standIn.setFault as FaultSwitch['set'] },
        },
        line,
      ),
    ],
    standIns: [`stand-in national portal at ${standIn.url}`],
    close: line.stop,
  }
}

const sidesOf = (portal: NationalPortal): Sides => ({
  destinations: [portal],
  filedSources: [portal],
  ratingSystems: portal.ratings ? [portal.ratings] : [],
  inquirySystems: portal.inquiries ? [portal.inquiries] : [],
  nationalCatalogue: { code: portal.code, ...portal.catalogue },
})

const readConnection = (config: Context['config'], url: string): PortalOptions => ({
  url,
  authPath: config.NATIONAL_PORTAL_AUTH_PATH,
  integrationPath: config.NATIONAL_PORTAL_INTEGRATION_PATH,
  sharePath: config.NATIONAL_PORTAL_SHARE_PATH,
  jsonPath: config.NATIONAL_PORTAL_JSON_PATH,
  tokenPath: config.NATIONAL_PORTAL_TOKEN_PATH,
  unit: config.NATIONAL_PORTAL_UNIT,
  destination: config.NATIONAL_PORTAL_DESTINATION,
  username: config.NATIONAL_PORTAL_USERNAME ?? '',
  password: config.NATIONAL_PORTAL_PASSWORD ?? '',
  sessionCodes: config.NATIONAL_PORTAL_SESSION_CODES.split(',').map((code) => code.trim()),
  filedCall: config.NATIONAL_PORTAL_FILED_CALL,
  paperOrigins: config.NATIONAL_PORTAL_PAPER_ORIGINS.split(',').filter((origin) => origin !== ''),
  ratingsCall: config.NATIONAL_PORTAL_RATINGS_CALL,
  inquiries: config.NATIONAL_PORTAL_INQUIRIES === 'on',
})

/** `population=1,civil_status=2`, as the setting has it. */
const readDatabaseCodes = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(',')
      .filter(Boolean)
      .map((pair) => pair.split('=') as [string, string]),
  )
