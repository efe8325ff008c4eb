import { createHmac } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { IssueOrder, StandInAuthority } from '#adapters/authority'
import type { FaultSwitch } from '#app'
import type { RemoteSigner, RevocationSource, SigningOutside, TimestampAuthority } from '#modules/signing'
import type { Clock } from '#platform/clock'
import { ConfigError, type Environment } from '#platform/config'
import type { Context } from '#platform/context'
import { readPemCertificates } from '#platform/pem'
import { openSigningProviders } from './signing-providers.ts'
import { startStandInProviders } from './stand-in-providers.ts'
import { openStandInStamps } from './stand-in-stamps.ts'

export type ConnectedSigning = Readonly<{
  signingOutside: SigningOutside
  switches: readonly FaultSwitch[]
  /** For the person who started the demo: what stands in for what, and where the telephones are. */
  standIns: readonly string[]
  close: () => Promise<void>
}>

/**
 * Connects the places where keys live: those the settings name, and in the demo stand-ins for the others, who trust a
 * stand-in authority. Nothing outside is asked before it is needed; the authority starts with the first who needs it.
 */
export async function connectSigning(context: Context): Promise<ConnectedSigning> {
  const { config } = context
  const real = openSigningProviders(config)
  const anchors = readAnchors(config.TRUST_ANCHORS_FILE)
  if (config.MOTCUA_DEMO !== 'on') {
    return {
      signingOutside: {
        providers: real,
        timestamps: config.TSA_URL ? lazyTimestamps(async () => config.TSA_URL ?? '') : null,
        revocation: lazyRevocation(async () => undefined),
        trustAnchors: anchors,
      },
      ...{ switches: [], standIns: [] },
      close: async () => undefined,
    }
  }
  return await connectDemo(context, { real, anchors })
}

type Real = Readonly<{ real: readonly RemoteSigner[]; anchors: readonly Uint8Array[] }>

async function connectDemo(context: Context, { real, anchors }: Real): Promise<ConnectedSigning> {
  const { config, publicUrl, secret, clock } = context
  const folder = join(resolve(config.MOTCUA_DATA_DIR), 'keys', 'stand-ins')
  const authority = openLazyAuthority(folder, clock)
  const stamps = openStandInStamps(authority.get)
  const standIns = await startStandInProviders({
    folder,
    issue: async (order: IssueOrder) => await (await authority.get()).issue(order),
    instead: new Set(real.map(({ key }) => key)),
    webhook: {
      url: `${publicUrl}/api/v1/signing/callbacks`,
      secret: createHmac('sha256', secret).update('webhooks of the stand-ins').digest('base64url'),
    },
  })
  return {
    signingOutside: {
      providers: [...real, ...standIns.providers],
      timestamps: lazyTimestamps(async () => config.TSA_URL ?? (await stamps.findUrl())),
      revocation: lazyRevocation(authority.get),
      trustAnchors: [...anchors, await authority.readRoot()],
    },
    switches: [...standIns.switches, ...(config.TSA_URL ? [] : [stamps.breakable])],
    standIns: standIns.descriptions,
    close: async () => {
      await standIns.close()
      await stamps.close()
      await authority.close()
    },
  }
}

/** The stand-in authority, started by who needs it first; its root is kept in a file, so that trust needs no start. */
function openLazyAuthority(folder: string, clock: Clock) {
  let started: Promise<StandInAuthority> | undefined
  const rootFile = join(folder, 'root.der')
  const start = async () => {
    const { startStandInAuthority } = await import('#adapters/authority')
    return await startStandInAuthority({ folder: join(folder, 'authority'), clock })
  }
  const get = (): Promise<StandInAuthority> => {
    started ??= start()
    return started
  }
  const readRoot = async (): Promise<Uint8Array> => {
    if (existsSync(rootFile)) return new Uint8Array(readFileSync(rootFile))
    const { root } = await get()
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(rootFile, root, { mode: 0o600 })
    return root
  }
  return { get, readRoot, close: async () => void (await (await started)?.stop()) }
}

/** The clients of authorities read a large library, which is loaded when somebody asks. */
const lazyTimestamps = (findUrl: () => Promise<string>): TimestampAuthority => ({
  stamp: async (sha256) => {
    const { openTimestampAuthority } = await import('#adapters/authority')
    return await openTimestampAuthority({ url: await findUrl() }).stamp(sha256)
  },
})

const lazyRevocation = (before: () => Promise<unknown>): RevocationSource => ({
  ask: async (certificate, issuer) => {
    await before()
    const { openRevocationSource } = await import('#adapters/authority')
    return await openRevocationSource().ask(certificate, issuer)
  },
})

/** Whom the settings trust, and in the demo its stand-in authority if it was ever started; nothing is started for it. */
export function readTrustedRoots({ config }: Pick<Context, 'config'>): Uint8Array[] {
  const rootFile = join(resolve(config.MOTCUA_DATA_DIR), 'keys', 'stand-ins', 'root.der')
  const demo =
    config.MOTCUA_DEMO === 'on' && existsSync(rootFile) ? [new Uint8Array(readFileSync(rootFile))] : []
  return [...readAnchors(config.TRUST_ANCHORS_FILE), ...demo]
}

function readAnchors(file: Environment['TRUST_ANCHORS_FILE']): Uint8Array[] {
  if (!file) return []
  const anchors = readPemCertificates(readPem(file))
  if (anchors.length === 0) throw new ConfigError(`TRUST_ANCHORS_FILE ${file} holds no certificate in PEM`)
  return anchors
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new ConfigError(`TRUST_ANCHORS_FILE cannot be read: ${(error as Error).message}`)
  }
}
