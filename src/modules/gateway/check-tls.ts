import { X509Certificate } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import { childOf, type Der, readDer, readTime } from '#platform/der'
import type { HealthCheck } from '#platform/health-check'
import type { Language } from '#platform/i18n'
import { localDayText } from './local-day.ts'
import { tlsMessages } from './messages.ts'
import { warnedFrom } from './rules/list-warning.ts'
import { tlsFilesOf } from './tls-files.ts'
import { type TlsFault, TlsFilesError, type TlsMaterial } from './tls-material.ts'

/** What somebody has to see to about the certificates of the exchange. `at`: when it ends, or ended. */
export type TlsTrouble =
  | Readonly<{ code: 'unusable'; why: TlsFault }>
  | Readonly<{ code: 'certificate_ends' | 'certificate_ended'; at: Temporal.Instant }>
  | Readonly<{ code: 'list_ends' | 'list_ended'; authority: string; at: Temporal.Instant }>
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
    if (error instanceof TlsFilesError) return [{ code: 'unusable', why: error.fault }]
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

/** `warnedAt`: from when on it is told that it ends. */
type List = Readonly<{ issuer: Der | undefined; warnedAt: Temporal.Instant; endsAt: Temporal.Instant }>

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
    const last = lists
      .filter(({ issuer }) => isSame(issuer, subject))
      .toSorted((a, b) => Temporal.Instant.compare(a.endsAt, b.endsAt))
      .at(-1)
    if (!last) return [{ code: 'list_missing', authority }]
    const found = { authority, at: last.endsAt }
    if (Temporal.Instant.compare(last.endsAt, now) < 0) return [{ code: 'list_ended', ...found }]
    return Temporal.Instant.compare(last.warnedAt, now) < 0 ? [{ code: 'list_ends', ...found }] : []
  })
}

const isSame = (one: Der | undefined, other: Der | undefined): boolean =>
  one !== undefined && other !== undefined && Buffer.compare(one.whole, other.whole) === 0

/** A list without an end holds for as long as instants go. */
const never = Temporal.Instant.fromEpochMilliseconds(8.64e15)

/** Of a list (RFC 5280 §5.1): who gives it, until when it holds, and from when on it is told that it ends. */
function readList(pem: string): List {
  const der = Buffer.from(pem.replaceAll(/-----[^-]+-----/g, ''), 'base64')
  const [, issuer, begins, next] = namesIn(readDer(der))
  if (!isTime(begins) || !isTime(next)) return { issuer, warnedAt: never, endsAt: never }
  const endsAt = readTime(next)
  return { issuer, warnedAt: warnedFrom(readTime(begins), endsAt), endsAt }
}

const isTime = (part: Der | undefined): part is Der => part?.tag === 0x17 || part?.tag === 0x18

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
      return words.unusable(explainFault(trouble.why, language))
    case 'certificate_ends':
      return words.certificateEnds(moment(trouble.at))
    case 'certificate_ended':
      return words.certificateEnded(moment(trouble.at))
    case 'list_ends':
      return words.listEnds(trouble.authority, moment(trouble.at))
    case 'list_ended':
      return words.listEnded(trouble.authority, moment(trouble.at))
    case 'list_missing':
      return words.listMissing(trouble.authority)
  }
}

/** Which file, and what is wrong with it; not where it lies, which only the log says. */
function explainFault(fault: TlsFault, language: Language): string {
  const words = tlsMessages(language)
  if (!('part' in fault)) return words[`fault_${fault.code}`]
  return words[`fault_${fault.code}`](words[`file_${fault.part}`])
}

/** Warns of certificates and lists of the exchange that cannot be used, or end. */
export const checkTls =
  (server: Server): HealthCheck =>
  async () => {
    const warnings = findTlsTroubles(server).map((trouble) => explainTlsTrouble(trouble, 'en', localDayText))
    const found = `${warnings.length} troubles with the certificates of the exchange`
    return { check: 'exchange_certificates', ok: true, found, warning: warnings.join(' ') || null }
  }
