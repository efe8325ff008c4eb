import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { ConfigError, type Environment } from '#platform/config'

/** The settings that name the files of mutual TLS. */
export type TlsSettings = Pick<
  Environment,
  'EXCHANGE_TLS_KEY_FILE' | 'EXCHANGE_TLS_CERTIFICATE_FILE' | 'EXCHANGE_TLS_CA_FILE' | 'EXCHANGE_TLS_CRL_FILE'
>

/** Our key, our certificate with its chain, the authorities of the others, and what these revoked: all PEM. */
export type TlsMaterial = Readonly<{ key: string; cert: string; ca: string[]; crl?: string[] }>

type TlsPart = 'key' | 'cert' | 'ca' | 'crl'

const settingOf = {
  key: 'EXCHANGE_TLS_KEY_FILE',
  cert: 'EXCHANGE_TLS_CERTIFICATE_FILE',
  ca: 'EXCHANGE_TLS_CA_FILE',
  crl: 'EXCHANGE_TLS_CRL_FILE',
} as const satisfies Record<TlsPart, keyof TlsSettings>

/** What is wrong with the files, for people: `part` is the file it is about. */
export type TlsFault =
  | Readonly<{ code: 'not_named' | 'unreadable' | 'no_pem' | 'broken_off' | 'malformed'; part: TlsPart }>
  | Readonly<{ code: 'other_key' | 'refused' }>

/** Files that cannot be used. Its message, with where they lie, is for the log. */
export class TlsFilesError extends ConfigError {
  readonly fault: TlsFault
  constructor(fault: TlsFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}

/** What lies in the files, unread. */
export type TlsTexts = Readonly<{ key: string; cert: string; ca: string; crl?: string }>

/** Null when the settings name nothing. Throws `TlsFilesError` for a file that is not there. */
export function readTlsTexts(settings: TlsSettings): TlsTexts | null {
  const {
    EXCHANGE_TLS_KEY_FILE: key,
    EXCHANGE_TLS_CERTIFICATE_FILE: certificate,
    EXCHANGE_TLS_CA_FILE: authorities,
    EXCHANGE_TLS_CRL_FILE: lists,
  } = settings
  if ([key, certificate, authorities, lists].every((file) => file === undefined)) return null
  return {
    key: readText('key', key),
    cert: readText('cert', certificate),
    ca: readText('ca', authorities),
    ...(lists !== undefined && { crl: readText('crl', lists) }),
  }
}

function readText(part: TlsPart, file: string | undefined): string {
  const setting = settingOf[part]
  if (file === undefined)
    throw new TlsFilesError(
      { code: 'not_named', part },
      `${setting} is missing: mutual TLS needs key, certificate and authorities`,
    )
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new TlsFilesError({ code: 'unreadable', part }, `${setting}: ${file} cannot be read`, { cause })
  }
}

/** Throws `TlsFilesError` for what TLS could not work with. */
export function makeTlsMaterial({ key, cert, ca, crl }: TlsTexts): TlsMaterial {
  const material: TlsMaterial = {
    ...{ key, cert, ca: blocksOf('ca', ca, 'CERTIFICATE') },
    ...(crl !== undefined && { crl: blocksOf('crl', crl, 'X509 CRL') }),
  }
  refuseUnusable(material)
  return material
}

/** TLS takes one list from a text, and as many authorities as it finds: a file that breaks off would be half of it. */
function blocksOf(part: TlsPart, text: string, label: string): string[] {
  const setting = settingOf[part]
  const blocks = text.match(new RegExp(`-----BEGIN ${label}-----[\\s\\S]+?-----END ${label}-----`, 'g')) ?? []
  if (blocks.length === 0)
    throw new TlsFilesError({ code: 'no_pem', part }, `${setting}: the file holds no ${label} (PEM)`)
  if (blocks.length !== text.split('-----BEGIN ').length - 1) {
    const message = `${setting}: the file breaks off, or holds more than ${label}`
    throw new TlsFilesError({ code: 'broken_off', part }, message)
  }
  return blocks
}

/** A key of another kind than that of the certificate is no mistake to TLS; nobody could connect. */
function refuseUnusable(material: TlsMaterial): void {
  const { key, cert, ca, crl } = material
  const certificate = tried({ code: 'malformed', part: 'cert' }, () => new X509Certificate(cert))
  const privateKey = tried({ code: 'malformed', part: 'key' }, () => createPrivateKey(key))
  if (!certificate.checkPrivateKey(privateKey))
    throw new TlsFilesError({ code: 'other_key' }, 'mutual TLS: the key is not that of the certificate')
  tried({ code: 'malformed', part: 'ca' }, () => ca.map((authority) => new X509Certificate(authority)))
  if (crl) tried({ code: 'malformed', part: 'crl' }, () => createSecureContext({ crl }))
  tried({ code: 'refused' }, () => createSecureContext(material))
}

/** Throws what TLS finds wrong as this fault. */
function tried<Found>(fault: TlsFault, work: () => Found): Found {
  try {
    return work()
  } catch (cause) {
    const about = 'part' in fault ? settingOf[fault.part] : 'mutual TLS'
    throw new TlsFilesError(fault, `${about}: ${(cause as Error).message}`, { cause })
  }
}
