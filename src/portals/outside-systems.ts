import { catalogueUrl as nationalCatalogueUrl } from '#modules/nationalcatalogue'
import type { OutsideSystem } from '#modules/operations'
import { platformNames } from '#modules/payments'
import { destinationName, destinationUrl } from '#modules/sync'
import type { Context } from '#platform/context'
import { catalogueUrl } from './exchange/catalogue-view.ts'
import {
  catalogueQueue,
  certificatesOf,
  destinationQueue,
  eventQueue,
  exchangeQueue,
  hasCertificates,
  logQueue,
  messageQueue,
  moneyQueue,
  postQueue,
  receiptQueue,
  taxQueue,
  vaultQueue,
} from './outside-queues.ts'

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
  nationalCatalogue?: Readonly<{ code: string }> | null
  identityProvider?: object
}>

const both = (name: string): Names => ({ vi: name, en: name })

/**
 * Every system outside that this program is connected to, for the page of operations. What is connected is listed here,
 * under the code by which its calls are recorded in `src/commands/outside-watched.ts`.
 */
export const listOutsideSystems = (context: Context, outside: Connected): readonly OutsideSystem[] => [
  ...(outside.destinations ?? []).map(({ code }) => ({
    code,
    names: { vi: destinationName(code, 'vi'), en: destinationName(code, 'en') },
    href: destinationUrl(code),
    queue: () => destinationQueue(context, code),
  })),
  ...listNational(context, outside),
  ...listAsked(outside),
  ...listCarriers(outside),
  ...listOurs(context, outside),
]

/** What of the State is told, asked, or read. */
function listNational(context: Context, outside: Connected): readonly OutsideSystem[] {
  const { nationalCatalogue, nationalVault, payments, taxAuthority, post } = outside
  return connected([
    nationalCatalogue != null && {
      ...{ code: 'national_catalogue', names: nationalCatalogueNames, href: nationalCatalogueUrl },
      queue: () => catalogueQueue(context, nationalCatalogue.code),
    },
    nationalVault != null && {
      ...{ code: 'national_vault', names: vaultNames, mayBeHeld: true },
      desk: { href: '/admin/national-vault?open=1', permission: 'sync.read' },
      queue: () => vaultQueue(context),
    },
    payments != null && {
      ...{ code: 'payment_platform', names: platformNames, mayBeHeld: true },
      desk: { href: '/officer/payments', permission: 'payments.read' },
      queue: () => moneyQueue(context),
    },
    taxAuthority != null && {
      ...{ code: 'tax_authority', names: taxNames, mayBeHeld: true },
      desk: { href: '/officer/receipts', permission: 'payments.read' },
      queue: () => taxQueue(context),
    },
    post != null && {
      ...{ code: 'post', names: postNames, mayBeHeld: true },
      queue: () => postQueue(context),
    },
  ])
}

const connected = (all: readonly (OutsideSystem | false)[]): readonly OutsideSystem[] =>
  all.filter((system) => system !== false)

/** Where it is seen what registers were asked and what they did not answer. */
const lookUps = { href: '/officer/look-ups', permission: 'registers.read_report' } as const

/** What is asked while somebody waits: nothing is queued for it. */
function listAsked({ registers, identityProvider, signing, scanner }: Connected): readonly OutsideSystem[] {
  return [
    ...connected([
      registers?.population != null && {
        ...{ code: 'population', names: populationNames, mayBeHeld: true, desk: lookUps },
      },
      identityProvider !== undefined && { code: 'identity_provider', names: both('VNeID') },
      signing?.timestamps != null && { code: 'timestamps', names: timestampNames, mayBeHeld: true },
      scanner != null && { code: 'scanner', names: scannerNames },
    ]),
    ...(registers?.sources ?? []).map(({ code, names }) => ({
      code: `register_${code}`,
      names,
      mayBeHeld: true,
      desk: lookUps,
    })),
    ...(signing?.providers ?? []).map(({ key, name }) => ({
      ...{ code: `signing_${key}`, names: both(name), mayBeHeld: true },
    })),
  ]
}

const listCarriers = ({ carriers = [] }: Connected): readonly OutsideSystem[] =>
  carriers.map(({ key }) => ({
    code: `messages_${key}`,
    names: carrierNames[key] ?? both(key),
    mayBeHeld: true,
  }))

/** What runs here and has others at its end. */
const listOurs = (context: Context, { events }: Connected): readonly OutsideSystem[] => [
  {
    ...{ code: 'messages', names: messageNames, isOurs: true },
    desk: { href: '/officer/messages', permission: 'notifications.handle' },
    queue: () => messageQueue(context),
  },
  {
    ...{ code: 'receipts', names: receiptNames, isOurs: true },
    desk: { href: '/officer/receipts', permission: 'payments.read' },
    queue: () => receiptQueue(context),
  },
  { code: 'exchange', names: exchangeNames, href: catalogueUrl, queue: () => exchangeQueue(context) },
  {
    ...{ code: 'message_log', names: logNames, isOurs: true },
    desk: { href: '/officer/exchange/messages', permission: 'messagelog.read' },
    queue: () => logQueue(context),
  },
  ...connected([
    hasCertificates(context) && {
      ...{ code: 'exchange_certificates', names: certificateNames, isOurs: true },
      queue: certificatesOf(context),
    },
  ]),
  {
    ...{ code: 'events', names: eventNames(events?.name ?? 'PostgreSQL'), href: '/admin/events' },
    ...{ isOurs: true, queue: () => eventQueue(context) },
  },
]

const populationNames: Names = { vi: 'Cơ sở dữ liệu quốc gia về dân cư', en: 'National population database' }
const nationalCatalogueNames: Names = { vi: 'Danh mục quốc gia', en: 'National catalogue' }
const postNames: Names = { vi: 'Bưu chính công ích', en: 'Public post' }
const taxNames: Names = { vi: 'Cơ quan thuế', en: 'Tax authority' }
const timestampNames: Names = { vi: 'Cấp dấu thời gian', en: 'Time stamp authority' }
const vaultNames: Names = { vi: 'Kho dữ liệu điện tử quốc gia', en: 'National electronic vault' }
const carrierNames: Readonly<Record<string, Names>> = {
  mail: { vi: 'Thư điện tử', en: 'E-mail' },
  sms: { vi: 'Tin nhắn SMS', en: 'SMS' },
  zalo: both('Zalo'),
}
const messageNames: Names = { vi: 'Tin gửi người dân', en: 'Messages to people' }
const receiptNames: Names = { vi: 'Biên lai điện tử', en: 'Electronic receipts' }
const exchangeNames: Names = {
  vi: 'Dịch vụ qua nền tảng tích hợp',
  en: 'Offerings on the integration platform',
}
const logNames: Names = { vi: 'Nhật ký thông điệp', en: 'Message log' }
const certificateNames: Names = {
  vi: 'Chứng thư số của nền tảng tích hợp',
  en: 'Certificates of the integration platform',
}
const scannerNames: Names = { vi: 'Quét mã độc', en: 'Malware scanner' }
const eventNames = (carrier: string): Names => ({ vi: `Sự kiện (${carrier})`, en: `Events (${carrier})` })
