import { readFileSync } from 'node:fs'
import { openMisa } from '#adapters/misa'
import { openMysign } from '#adapters/mysign'
import { openNeac } from '#adapters/neac'
import { openPkcs11 } from '#adapters/pkcs11'
import { openSmartca } from '#adapters/smartca'
import { openVgca } from '#adapters/vgca'
import type { RemoteSigner } from '#modules/signing'
import { ConfigError, type Environment } from '#platform/config'

type Name = keyof Environment

/** The settings by name; throws `ConfigError` when the first is given and another is not. */
function take<Key extends Name>(config: Environment, first: Name, others: readonly Key[]): Record<Key, string> {
  const missing = others.filter((name) => !config[name])
  if (missing.length > 0) throw new ConfigError(`${first} needs ${missing.join(', ')}`)
  return Object.fromEntries(others.map((name) => [name, String(config[name])])) as Record<Key, string>
}

/** The providers that the settings name. Throws `ConfigError` when a provider is named by halves. */
export function openSigningProviders(config: Environment): RemoteSigner[] {
  return [smartca, mysign, misa, neac, vgca, pkcs11].flatMap((open) => open(config) ?? [])
}

type Open = (config: Environment) => RemoteSigner | null

const smartca: Open = (config) => {
  const { SMARTCA_URL: url, SMARTCA_WEBHOOK_SECRET: webhookSecret } = config
  if (!url) return null
  const given = take(config, 'SMARTCA_URL', ['SMARTCA_SP_ID', 'SMARTCA_SP_PASSWORD'])
  return openSmartca({
    ...{ url, webhookSecret },
    spId: given.SMARTCA_SP_ID,
    spPassword: given.SMARTCA_SP_PASSWORD,
  })
}

const mysign: Open = (config) => {
  const { MYSIGN_URL: url, MYSIGN_PROFILE_ID: profileId, MYSIGN_WEBHOOK_SECRET: webhookSecret } = config
  if (!url) return null
  const given = take(config, 'MYSIGN_URL', ['MYSIGN_CLIENT_ID', 'MYSIGN_CLIENT_SECRET'])
  return openMysign({
    ...{ url, profileId, webhookSecret },
    clientId: given.MYSIGN_CLIENT_ID,
    clientSecret: given.MYSIGN_CLIENT_SECRET,
  })
}

const misa: Open = (config) => {
  const { MISA_URL: url, MISA_WEBHOOK_SECRET: webhookSecret } = config
  if (!url) return null
  const given = take(config, 'MISA_URL', ['MISA_CLIENT_ID', 'MISA_CLIENT_KEY'])
  return openMisa({
    ...{ url, webhookSecret },
    clientId: given.MISA_CLIENT_ID,
    clientKey: given.MISA_CLIENT_KEY,
  })
}

const neac: Open = (config) => {
  const { NEAC_URL: url, NEAC_CA_NAME: caName, NEAC_WEBHOOK_SECRET: webhookSecret } = config
  if (!url) return null
  const given = take(config, 'NEAC_URL', ['NEAC_TOKEN', 'NEAC_SP_ID', 'NEAC_SP_PASSWORD'])
  return openNeac({
    ...{ url, caName, webhookSecret },
    token: given.NEAC_TOKEN,
    spId: given.NEAC_SP_ID,
    spPassword: given.NEAC_SP_PASSWORD,
  })
}

const vgca: Open = (config) => {
  const { VGCA_URL: url } = config
  if (!url) return null
  const given = take(config, 'VGCA_URL', ['VGCA_USERNAME', 'VGCA_PASSWORD'])
  return openVgca({ url, userName: given.VGCA_USERNAME, password: given.VGCA_PASSWORD })
}

const pkcs11: Open = (config) => {
  const { PKCS11_MODULE: module } = config
  if (!module) return null
  const given = take(config, 'PKCS11_MODULE', ['PKCS11_TOKEN', 'PKCS11_PIN_FILE'])
  return openPkcs11({ module, token: given.PKCS11_TOKEN, pin: readPin(given.PKCS11_PIN_FILE) })
}

function readPin(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new ConfigError(`PKCS11_PIN_FILE cannot be read: ${(error as Error).message}`)
  }
}
