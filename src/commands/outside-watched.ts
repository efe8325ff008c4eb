import type { Outside } from '#app'
import type { FiledSource } from '#modules/filings'
import { CarrierAway } from '#modules/notifications'
import type { Watch } from '#modules/operations'
import { PlatformUnreachable } from '#modules/payments'
import { TaxAuthorityUnreachable } from '#modules/receipts'
import { RegisterFailure } from '#modules/registers'
import { PostAway } from '#modules/shipments'
import { ProviderUnreachable } from '#modules/signing'
import { readDestination } from '#modules/sync'
import type { Db } from '#platform/db'

const why = 'held by an administrator'
const registerAway = { away: () => new RegisterFailure('resting', why) }
const platformAway = { away: () => new PlatformUnreachable(why) }
const taxAway = { away: () => new TaxAuthorityUnreachable(why) }
const postAway = { away: () => new PostAway(why, { mayHaveTaken: false }) }
const providerAway = { away: () => new ProviderUnreachable(why) }
/** Who asks a destination for something takes any error for its being away. */
const destinationAway = { away: () => new Error(why) }
const carrierAway = { away: () => new CarrierAway(why, { mayHaveTaken: false }) }

/** The destinations that an administrator holds: `sync` keeps that, and it covers all that is done with them. */
export async function listHeldDestinations(
  db: Db,
  destinations: readonly Readonly<{ code: string }>[] = [],
): Promise<string[]> {
  const rows = await Promise.all(destinations.map(({ code }) => readDestination(db, code)))
  return rows.filter(({ held }) => held !== null).map(({ code }) => code)
}

/**
 * What a system reports by itself is read here, without asking it: that goes on while it is held, and an answer there and then
 * is none of a call.
 */
const hearing = <Own extends object>(watched: Own, own: Own, name: keyof Own): Own => ({
  ...watched,
  [name]: own[name],
})

/** What is read of a filing was fetched before; its papers are fetched then. */
const watchFiled = (watch: Watch, source: FiledSource): FiledSource => ({
  ...watch(source.code, source, destinationAway),
  readFiled: (content) => {
    const read = source.readFiled(content)
    if ('unreadable' in read) return read
    return { ...read, papers: read.papers.map((paper) => watch(source.code, paper, destinationAway)) }
  },
})

/** A sign-in that failed is an answer to its person; the provider is asked for sure when one is finished. */
const judgeSignIn = (call: string, answer: unknown): string | null | undefined =>
  (answer as Readonly<{ why?: string }> | null)?.why ?? (call === 'finish' ? null : undefined)

/**
 * Has the calls of every system outside recorded, under the code by which `src/portals/outside-systems.ts` lists it. Those
 * that are given an error for being away can be held by an administrator. Destinations keep in `sync` how sending to them went,
 * and whether they are held: then nothing is sent, and whatever else is asked of them is away.
 */
export function watchOutside<Given extends Outside>(watch: Watch, outside: Given): Given {
  const { identityProvider, scanner, payments, signing, nationalVault, taxAuthority, post } = outside
  const { carriers = [], registers, filedSources = [], reportSources = [] } = outside
  const { ratingSystems = [], inquirySystems = [], nationalCatalogue, destinations = [] } = outside
  const { timestamps } = signing
  return {
    ...outside,
    identityProvider: watch('identity_provider', identityProvider, { judge: judgeSignIn }),
    scanner: scanner && watch('scanner', scanner),
    payments: payments && hearing(watch('payment_platform', payments, platformAway), payments, 'readCallback'),
    taxAuthority: taxAuthority && watch('tax_authority', taxAuthority, taxAway),
    post: post && hearing(watch('post', post, postAway), post, 'readReport'),
    nationalVault: nationalVault && watch('national_vault', nationalVault, registerAway),
    carriers: carriers.map((one) => hearing(watch(`messages_${one.key}`, one, carrierAway), one, 'readReport')),
    destinations: destinations.map((one) => ({
      ...one,
      ...watch(one.code, { ask: one.ask }, destinationAway),
    })),
    filedSources: filedSources.map((one) => watchFiled(watch, one)),
    reportSources: reportSources.map((one) => watch(one.code, one, destinationAway)),
    ratingSystems: ratingSystems.map((one) => watch(one.code, one, destinationAway)),
    inquirySystems: inquirySystems.map((one) => watch(one.code, one, destinationAway)),
    nationalCatalogue: nationalCatalogue && watch(nationalCatalogue.code, nationalCatalogue, destinationAway),
    registers: registers && {
      population: registers.population && watch('population', registers.population, registerAway),
      sources: registers.sources.map((one) => watch(`register_${one.code}`, one, registerAway)),
    },
    signing: {
      ...signing,
      providers: signing.providers.map((one) =>
        hearing(watch(`signing_${one.key}`, one, providerAway), one, 'acceptCallback'),
      ),
      timestamps: timestamps && watch('timestamps', timestamps, providerAway),
    },
  }
}
