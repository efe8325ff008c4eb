import { X509Certificate } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { ConfigError } from '#platform/config'
import type { Context } from '#platform/context'
import { childOf, type Der, readDer, readTime } from '#platform/der'
import type { HealthCheck } from '#platform/health-check'
import type { Language } from '#platform/i18n'
import { localDayText } from './local-day.ts'
import { tlsMessages } from './messages.ts'
import { tlsFilesOf } from './tls-files.ts'
import type { TlsMaterial } from './tls-material.ts'

/** What somebody has to see to about the certificates of the exchange. `at`: when it ends, or ended. */
export type TlsTrouble =
  | Readonly<{ code: 'unusable'; why: string }>
  | Readonly<{ code: 'certificate_ends' | 'certificate_ended'; at: Temporal.Instant }>
  | Readonly<{ code: 'list_ended'; authority: string; at: Temporal.Instant }>
  | Readonly<{ code: 'list_missing'; authority: string }>

type Server = Pick<Context, 'config' | 'log' | 'clock'>

/** A new certificate is asked for so long before; an authority may take weeks. */
const warnedHours = 30 * 24

/** What is wrong with the files as they were last looked at, or will be soon; nothing where no settings name any. */
export function findTlsTroubles(server: Server): readonly TlsTrouble[] {
  try {
    const files = tlsFilesOf(server)
    if (!files) return []
    const now = server.clock.now()
    const [why, material] = [files.problem(), files.inUse()]
    const unusable = why === null ? [] : [{ code: 'unusable', why } as const]
    return [...unusable, ...judgeCertificate(material, now), ...judgeLists(material, now)]
  } catch (error) {
    // Another process than that of the door asks, and finds what the door would have refused to start with.
    if (error instanceof ConfigError) return [{ code: 'unusable', why: error.message }]
    throw error
  }
}

function judgeCertificate({ cert }: TlsMaterial, now: Temporal.Instant): readonly TlsTrouble[] {
  const at = Temporal.Instant.fromEpochMilliseconds(new X509Certificate(cert).validToDate.getTime())
  if (Temporal.Instant.compare(at, now) < 0) return [{ code: 'certificate_ended', at }]
  return Temporal.Instant.compare(at, now.add({ hours: warnedHours })) < 0
    ? [{ code: 'certificate_ends', at }]
    : []
}

type List = Readonly<{ issuer: Der | undefined; endsAt: Temporal.Instant }>

/** A list may be megabytes: it is read once. */
const listsRead = new WeakMap<readonly string[], readonly List[]>()

/** With lists, an authority without one that still holds has all its certificates refused. */
function judgeLists({ ca, crl }: TlsMaterial, now: Temporal.Instant): readonly TlsTrouble[] {
  if (!crl) return []
  const lists = listsRead.get(crl) ?? crl.map(readList)
  listsRead.set(crl, lists)
  return ca.flatMap((pem): readonly TlsTrouble[] => {
    const certificate = new X509Certificate(pem)
    const authority = certificate.subject.replaceAll('\n', ', ')
    const subject = namesIn(readDer(certificate.raw))[3]
    const ends = lists.flatMap(({ issuer, endsAt }) => (isSame(issuer, subject) ? [endsAt] : []))
    const last = ends.toSorted(Temporal.Instant.compare).at(-1)
    if (!last) return [{ code: 'list_missing', authority }]
    return Temporal.Instant.compare(last, now) < 0 ? [{ code: 'list_ended', authority, at: last }] : []
  })
}

const isSame = (one: Der | undefined, other: Der | undefined): boolean =>
  one !== undefined && other !== undefined && Buffer.compare(one.whole, other.whole) === 0

/** A list without an end holds for as long as instants go. */
const never = Temporal.Instant.fromEpochMilliseconds(8.64e15)

/** Of a list (RFC 5280 §5.1): who gives it, and until when it holds. */
function readList(pem: string): List {
  const der = Buffer.from(pem.replaceAll(/-----[^-]+-----/g, ''), 'base64')
  const [, issuer, , next] = namesIn(readDer(der))
  const endsAt = next?.tag === 0x17 || next?.tag === 0x18 ? readTime(next) : never
  return { issuer, endsAt }
}

/** What is signed, part by part, without version and serial number: algorithm, issuer, then times; in a certificate the subject. */
const namesIn = (signed: Der): readonly Der[] =>
  childOf(signed, 0).children.filter(({ tag }) => tag !== 2 && tag !== 0xa0)

/** Says it to people; `moment` writes when. */
export function explainTlsTrouble(
  trouble: TlsTrouble,
  language: Language,
  moment: (at: Temporal.Instant) => string,
): string {
  const words = tlsMessages(language)
  switch (trouble.code) {
    case 'unusable':
      return words.unusable(trouble.why)
    case 'certificate_ends':
      return words.certificateEnds(moment(trouble.at))
    case 'certificate_ended':
      return words.certificateEnded(moment(trouble.at))
    case 'list_ended':
      return words.listEnded(trouble.authority, moment(trouble.at))
    case 'list_missing':
      return words.listMissing(trouble.authority)
  }
}

/** Warns of certificates and lists of the exchange that cannot be used, or end. Where the files lie only the log says. */
export const checkTls =
  (server: Server): HealthCheck =>
  async () => {
    const troubles = findTlsTroubles(server)
    const warnings = troubles.map((trouble) =>
      trouble.code === 'unusable'
        ? tlsMessages('en').unusable('the log says why')
        : explainTlsTrouble(trouble, 'en', localDayText),
    )
    const found = `${warnings.length} troubles with the certificates of the exchange`
    return { check: 'exchange_certificates', ok: true, found, warning: warnings.join(' ') || null }
  }
