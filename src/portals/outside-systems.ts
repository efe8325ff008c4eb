import { formatMoment } from '#modules/calendar'
import { readSubscribers } from '#modules/events'
import { readSilence } from '#modules/exchange'
import { explainTlsTrouble, findTlsTroubles } from '#modules/gateway'
import type { OutsideSystem, Queue } from '#modules/operations'
import { platformNames } from '#modules/payments'
import { destinationName, destinationUrl, readStanding } from '#modules/sync'
import type { Context } from '#platform/context'
import type { Language } from '#platform/i18n'
import { catalogueUrl } from './exchange/catalogue-view.ts'

type Names = OutsideSystem['names']

/** What of the world outside is connected: the parts of `Outside` of `app.ts` that are systems. Null, or left out: not. */
export type Connected = Readonly<{
  destinations?: readonly Readonly<{ code: string }>[]
  registers?: Readonly<{
    population: object | null
    sources: readonly Readonly<{ code: string; names: Names }>[]
  }>
  signing?: Readonly<{
    timestamps: object | null
    providers: readonly Readonly<{ key: string; name: string }>[]
  }>
  events?: Readonly<{ name: string }>
  payments?: object | null
  scanner?: object | null
  carriers?: readonly Readonly<{ key: string }>[]
  nationalVault?: object | null
  taxAuthority?: object | null
  post?: object | null
  identityProvider?: object
}>

/** How far back the providers of the platform are looked at. */
const silenceMinutes = 10

const both = (name: string): Names => ({ vi: name, en: name })

/**
 * Every system outside that this program is connected to, for the page of operations. What is connected is listed here,
 * under the code by which its calls are recorded in `src/commands/outside-watched.ts`.
 */
export function listOutsideSystems(context: Context, outside: Connected): readonly OutsideSystem[] {
  const {
    destinations = [],
    registers,
    payments,
    scanner,
    carriers = [],
    nationalVault,
    taxAuthority,
    post,
    signing,
    events,
    identityProvider,
  } = outside
  const asked: readonly (OutsideSystem | false)[] = [
    nationalVault != null && { code: 'national_vault', names: vaultNames, mayBeHeld: true },
    payments != null && { code: 'payment_platform', names: platformNames, mayBeHeld: true },
    taxAuthority != null && { code: 'tax_authority', names: taxNames, mayBeHeld: true },
    post != null && { code: 'post', names: postNames, mayBeHeld: true },
    registers?.population != null && { code: 'population', names: populationNames, mayBeHeld: true },
    identityProvider !== undefined && { code: 'identity_provider', names: both('VNeID') },
    signing?.timestamps != null && { code: 'timestamps', names: timestampNames, mayBeHeld: true },
    scanner != null && { code: 'scanner', names: scannerNames },
  ]
  return [
    ...destinations.map(({ code }) => ({
      code,
      names: { vi: destinationName(code, 'vi'), en: destinationName(code, 'en') },
      href: destinationUrl(code),
      queue: () => queueOf(context, code),
    })),
    ...asked.filter((system) => system !== false),
    ...(registers?.sources ?? []).map(({ code, names }) => ({
      code: `register_${code}`,
      names,
      mayBeHeld: true,
    })),
    ...(signing?.providers ?? []).map(({ key, name }) => ({
      code: `signing_${key}`,
      names: both(name),
      mayBeHeld: true,
    })),
    ...carriers.map(({ key }) => ({
      code: `messages_${key}`,
      names: carrierNames[key] ?? both(key),
      mayBeHeld: true,
    })),
    { code: 'exchange', names: exchangeNames, href: catalogueUrl, queue: () => exchangeQueue(context) },
    ...(hasCertificates(context)
      ? [
          {
            code: 'exchange_certificates',
            names: certificateNames,
            isOurs: true,
            queue: certificatesOf(context),
          },
        ]
      : []),
    {
      code: 'events',
      names: eventNames(events?.name ?? 'PostgreSQL'),
      href: '/admin/events',
      isOurs: true,
      queue: () => eventQueue(context),
    },
  ]
}

/** What waits in the outbox of a destination; `sync` keeps its failures and its hold itself. */
async function queueOf(context: Context, code: string): Promise<Queue> {
  const { row, tally } = await readStanding(context, code)
  return {
    waiting: tally.waiting,
    oldestAt: tally.oldestQueuedAt,
    needAPerson: tally.needAPerson,
    held: row.held,
    failures: row.failures,
    answeredAt: row.deliveredAt,
  }
}

/** Nothing is queued for the providers of the platform: the last minutes tell how they answer. */
async function exchangeQueue({ db, clock }: Context): Promise<Queue> {
  const silence = await readSilence(db, clock.now().subtract({ minutes: silenceMinutes }))
  return { waiting: 0, oldestAt: null, needAPerson: 0, ...silence }
}

const hasCertificates = ({ config }: Context): boolean => config.EXCHANGE_TLS_KEY_FILE !== undefined

/** Nothing waits for them; what is wrong with them, or will be soon, needs a person. */
const certificatesOf = (context: Context) => async (): Promise<Queue> => {
  const needs = findTlsTroubles(context).map((trouble) => {
    const sayIn = (language: Language) =>
      explainTlsTrouble(trouble, language, (at) => formatMoment(at, language))
    return { vi: sayIn('vi'), en: sayIn('en') }
  })
  return { waiting: 0, oldestAt: null, needAPerson: needs.length, needs }
}

async function eventQueue({ db }: Context): Promise<Queue> {
  const subscribers = await readSubscribers(db)
  const since = subscribers.flatMap(({ waitingSince }) => waitingSince ?? [])
  return {
    waiting: subscribers.reduce((sum, one) => sum + one.lastPosition - one.position + one.waiting, 0),
    oldestAt: since.toSorted((a, b) => a.epochMilliseconds - b.epochMilliseconds)[0] ?? null,
    needAPerson: subscribers.reduce((sum, { dead }) => sum + dead, 0),
  }
}

const populationNames: Names = { vi: 'Cơ sở dữ liệu quốc gia về dân cư', en: 'National population database' }
const postNames: Names = { vi: 'Bưu chính công ích', en: 'Public post' }
const taxNames: Names = { vi: 'Cơ quan thuế', en: 'Tax authority' }
const timestampNames: Names = { vi: 'Cấp dấu thời gian', en: 'Time stamp authority' }
const vaultNames: Names = { vi: 'Kho dữ liệu điện tử quốc gia', en: 'National electronic vault' }
const carrierNames: Readonly<Record<string, Names>> = {
  mail: { vi: 'Thư điện tử', en: 'E-mail' },
  sms: { vi: 'Tin nhắn SMS', en: 'SMS' },
  zalo: both('Zalo'),
}
const exchangeNames: Names = {
  vi: 'Dịch vụ qua nền tảng tích hợp',
  en: 'Offerings on the integration platform',
}
const certificateNames: Names = {
  vi: 'Chứng thư số của nền tảng tích hợp',
  en: 'Certificates of the integration platform',
}
const scannerNames: Names = { vi: 'Quét mã độc', en: 'Malware scanner' }
const eventNames = (carrier: string): Names => ({ vi: `Sự kiện (${carrier})`, en: `Events (${carrier})` })
