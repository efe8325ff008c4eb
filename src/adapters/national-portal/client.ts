import type { FiledSource } from '#modules/filings'
import type { InquirySystem } from '#modules/inquiries'
import type { RatingSystem } from '#modules/ratings'
import type { Destination } from '#modules/sync'
import { systemClock } from '#platform/clock'
import { usualMostBytes } from './ask.ts'
import type { PortalOptions } from './calls.ts'
import type { NationalCatalogue } from './catalogue.ts'
import { openClassicPortal } from './classic-portal.ts'
import { openFiledReader } from './filed.ts'
import { openInquiries } from './inquiries.ts'
import { openJsonPortal } from './json-portal.ts'
import { openRatings } from './ratings.ts'

export type { PortalOptions } from './calls.ts'

export type NationalPortal = Destination &
  FiledSource &
  Readonly<{
    catalogue: NationalCatalogue
    /** Null in the JSON generation: no call of it for ratings was seen. */
    ratings: RatingSystem | null
    /** Null in the JSON generation, and unless the settings have them exchanged. */
    inquiries: InquirySystem | null
  }>

/** Up to which step a dossier was told by this process; `isAnew`: it had to be made there again, so the outbox knows less. */
type Told = Readonly<{ number: number; isAnew: boolean }>

/** Of how many dossiers that is remembered; of others the outbox knows it, but for a message that broke off. */
const mostRemembered = 20_000

/**
 * The national portal in the shapes of one generation. A message told twice changes nothing there. Failures throw
 * `PortalUnreachable`; only a refusal in the portal's own words is one.
 */
export function openNationalPortal(options: PortalOptions): NationalPortal {
  const agreed = {
    paidOnline: options.paidOnline ?? '2',
    notPaidOnline: options.notPaidOnline ?? '0',
    databaseCodes: options.databaseCodes ?? new Map<string, string>(),
  }
  const { clock = systemClock } = options
  const open = options.generation === 'json' ? openJsonPortal : openClassicPortal
  const portal = open(options, agreed)
  const toldSteps = new Map<string, Told>()
  const limits = {
    ...{ timeoutMs: options.timeoutMs ?? 20_000, mostBytes: options.mostPaperBytes ?? usualMostBytes },
    origins: [options.url, ...(options.paperOrigins ?? [])].flatMap((url) => URL.parse(url)?.origin ?? []),
  }
  return {
    code: 'national_portal',
    // EformThongTinChiTiet; the classic shapes have no room for it.
    isGivenAnswers: options.generation === 'json',
    catalogue: portal.catalogue,
    ratings:
      options.generation === 'json'
        ? null
        : { code: 'national_portal', ...openRatings(portal, { listCall: options.ratingsCall, clock }) },
    inquiries:
      options.generation === 'json' || !options.inquiries
        ? null
        : { code: 'national_portal', ...openInquiries(portal, clock) },
    ...openFiledReader(portal, limits),
    async send(message) {
      const { dossierCode: code, number: last, toldBefore } = message
      const known = toldSteps.get(code) ?? { number: 0, isAnew: false }
      const told = known.isAnew ? known.number : Math.max(known.number, toldBefore)
      const refused = await portal.put(message, told, (number) =>
        toldSteps.set(code, { number, isAnew: number === 0 || (toldSteps.get(code)?.isAnew ?? false) }),
      )
      forgetOldest(toldSteps)
      if (refused !== null) return { refused }
      toldSteps.set(code, { number: last, isAnew: false })
      return 'delivered'
    },
    async ask(dossierCode) {
      const state = await portal.find(dossierCode)
      return state === null ? null : { state }
    },
  }
}

function forgetOldest(remembered: Map<string, Told>): void {
  if (remembered.size <= mostRemembered) return
  for (const code of remembered.keys()) {
    remembered.delete(code)
    return
  }
}
