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

type TlsSetting = keyof TlsSettings

/** What lies in the files, unread. */
export type TlsTexts = Readonly<{ key: string; cert: string; ca: string; crl?: string }>

/** Null when the settings name nothing. Throws `ConfigError` for a file that is not there. */
export function readTlsTexts(settings: TlsSettings): TlsTexts | null {
  const {
    EXCHANGE_TLS_KEY_FILE: key,
    EXCHANGE_TLS_CERTIFICATE_FILE: certificate,
    EXCHANGE_TLS_CA_FILE: authorities,
    EXCHANGE_TLS_CRL_FILE: lists,
  } = settings
  if ([key, certificate, authorities, lists].every((file) => file === undefined)) return null
  return {
    key: readText('EXCHANGE_TLS_KEY_FILE', key),
    cert: readText('EXCHANGE_TLS_CERTIFICATE_FILE', certificate),
    ca: readText('EXCHANGE_TLS_CA_FILE', authorities),
    ...(lists !== undefined && { crl: readText('EXCHANGE_TLS_CRL_FILE', lists) }),
  }
}

function readText(setting: TlsSetting, file: string | undefined): string {
  if (file === undefined)
    throw new ConfigError(`${setting} is missing: mutual TLS needs key, certificate and authorities`)
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(`${setting}: ${file} cannot be read`, { cause })
  }
}

/** Throws `ConfigError` for what TLS could not work with. */
export function makeTlsMaterial({ key, cert, ca, crl }: TlsTexts): TlsMaterial {
  const material: TlsMaterial = {
    ...{ key, cert, ca: blocksOf('EXCHANGE_TLS_CA_FILE', ca, 'CERTIFICATE') },
    ...(crl !== undefined && { crl: blocksOf('EXCHANGE_TLS_CRL_FILE', crl, 'X509 CRL') }),
  }
  refuseUnusable(material)
  return material
}

/** TLS takes one list from a text, and as many authorities as it finds: a file that breaks off would be half of it. */
function blocksOf(setting: TlsSetting, text: string, label: string): string[] {
  const blocks = text.match(new RegExp(`-----BEGIN ${label}-----[\\s\\S]+?-----END ${label}-----`, 'g')) ?? []
  if (blocks.length === 0) throw new ConfigError(`${setting}: the file holds no ${label} (PEM)`)
  if (blocks.length !== text.split('-----BEGIN ').length - 1)
    throw new ConfigError(`${setting}: the file breaks off, or holds more than ${label}`)
  return blocks
}

/** A key of another kind than that of the certificate is no mistake to TLS; nobody could connect. */
function refuseUnusable(material: TlsMaterial): void {
  try {
    const belongs = new X509Certificate(material.cert).checkPrivateKey(createPrivateKey(material.key))
    if (!belongs) throw new Error('the key is not that of the certificate')
    for (const authority of material.ca) new X509Certificate(authority)
    createSecureContext(material)
  } catch (cause) {
    const { message } = cause as Error
    throw new ConfigError(`key, certificate, authorities and lists of mutual TLS: ${message}`, { cause })
  }
}
