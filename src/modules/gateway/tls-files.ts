import type { Environment } from '#platform/config'
import type { Context } from '#platform/context'
import { readTlsMaterial, type TlsMaterial, type TlsSettings } from './tls-material.ts'

/**
 * The files of mutual TLS while the platform runs. They are replaced one after the other: until what lies there fits
 * together, what was read before is in use.
 */
export type TlsFiles = Readonly<{
  inUse: () => TlsMaterial
  /** Reads them again; what changed and can be used is in use from then on, for new connections. */
  lookAgain: () => void
  /** Why what lies there is not in use; null: it is. */
  problem: () => string | null
  /** Has `take` called after each change; gives what ends that. */
  follow: (take: () => void) => () => void
}>

type Server = Pick<Context, 'log'> & Readonly<{ config: TlsSettings }>

const opened = new WeakMap<TlsSettings, TlsFiles | null>()

/** The files these settings name, the same for everybody in this process; null when they name none. Throws `ConfigError`. */
export function tlsFilesOf(server: Pick<Context, 'log'> & Readonly<{ config: Environment }>): TlsFiles | null {
  const known = opened.get(server.config)
  if (known !== undefined) return known
  const files = openTlsFiles(server)
  opened.set(server.config, files)
  return files
}

const lookEveryMs = 60_000

/** Looks again every minute; gives what ends that. */
export function watchTlsFiles(files: TlsFiles | null): () => void {
  const timer = files && setInterval(files.lookAgain, lookEveryMs).unref()
  return () => {
    if (timer) clearInterval(timer)
  }
}

/** Null when the settings name no files. Throws `ConfigError` for those that cannot be used. */
export function openTlsFiles({ config, log }: Server): TlsFiles | null {
  const first = readTlsMaterial(config)
  if (!first) return null
  const followers = new Set<() => void>()
  let material = first
  let problem: string | null = null

  function refuse(error: unknown): void {
    const { message } = error as Error
    if (message !== problem)
      log.error({ err: error }, 'the files of mutual TLS cannot be used; those of before are')
    problem = message
  }

  function lookAgain(): void {
    let found: TlsMaterial
    try {
      found = readTlsMaterial(config) ?? material
    } catch (error) {
      refuse(error)
      return
    }
    problem = null
    if (JSON.stringify(found) === JSON.stringify(material)) return
    material = found
    log.info('the files of mutual TLS have changed, and new connections are made with them')
    for (const take of followers) take()
  }

  return {
    inUse: () => material,
    lookAgain,
    problem: () => problem,
    follow(take) {
      followers.add(take)
      return () => void followers.delete(take)
    },
  }
}
