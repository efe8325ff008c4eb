import type { Environment } from '#platform/config'
import type { Context } from '#platform/context'
import {
  makeTlsMaterial,
  readTlsTexts,
  type TlsFault,
  TlsFilesError,
  type TlsMaterial,
  type TlsSettings,
  type TlsTexts,
} from './tls-material.ts'

/**
 * The files of mutual TLS while the platform runs. They are replaced one after the other: until what lies there fits
 * together, what was read before is in use.
 */
export type TlsFiles = Readonly<{
  inUse: () => TlsMaterial
  /** Reads them again; what changed and can be used is in use from then on, for new connections. */
  lookAgain: () => void
  /** Why what lies there is not in use; null: it is. */
  problem: () => TlsFault | null
  /** Has `take` called after each change; gives what ends that. */
  follow: (take: () => void) => () => void
}>

type Server = Pick<Context, 'log'> & Readonly<{ config: TlsSettings }>

const opened = new WeakMap<TlsSettings, TlsFiles | null>()

/**
 * The files these settings name, the same for everybody in this process, looked at again every minute; null when they name
 * none. Throws `TlsFilesError`.
 */
export function tlsFilesOf(server: Pick<Context, 'log'> & Readonly<{ config: Environment }>): TlsFiles | null {
  const known = opened.get(server.config)
  if (known !== undefined) return known
  const files = openTlsFiles(server)
  if (files) setInterval(files.lookAgain, lookEveryMs).unref()
  opened.set(server.config, files)
  return files
}

const lookEveryMs = 60_000

/** Null when the settings name no files. Throws `TlsFilesError` for those that cannot be used. */
export function openTlsFiles(server: Server): TlsFiles | null {
  const first = readTlsTexts(server.config)
  return first && keepTlsFiles(server, first)
}

function keepTlsFiles({ config, log }: Server, first: TlsTexts): TlsFiles {
  const followers = new Set<() => void>()
  /** What was looked at last; empty: it could not be read. */
  let seen = JSON.stringify(first)
  let material = makeTlsMaterial(first)
  let problem: Pick<TlsFilesError, 'message' | 'fault'> | null = null

  function refuse(error: unknown): void {
    const { message } = error as Error
    if (message !== problem?.message)
      log.error({ err: error }, 'the files of mutual TLS cannot be used; those of before are')
    problem = { message, fault: error instanceof TlsFilesError ? error.fault : { code: 'refused' } }
  }

  function change(found: TlsMaterial): void {
    problem = null
    if (JSON.stringify(found) === JSON.stringify(material)) return
    material = found
    log.info('the files of mutual TLS have changed, and new connections are made with them')
    for (const follower of followers) follower()
  }

  function lookAgain(): void {
    const before = seen
    seen = ''
    try {
      const found = readTlsTexts(config) ?? first
      seen = JSON.stringify(found)
      if (seen !== before) change(makeTlsMaterial(found))
    } catch (error) {
      refuse(error)
    }
  }

  return {
    inUse: () => material,
    lookAgain,
    problem: () => problem?.fault ?? null,
    follow(take) {
      followers.add(take)
      return () => void followers.delete(take)
    },
  }
}
