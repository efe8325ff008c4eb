import { accessSync, constants, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openS3FileStore } from '#adapters/s3'
import { fixedClock, systemClock } from '#platform/clock'
import { type Environment, readConfig } from '#platform/config'
import type { Context } from '#platform/context'
import { findLockHolder, takeDataFolder } from '#platform/data-folder-lock'
import { openDb, openPool } from '#platform/db'
import { DatabaseUnavailable, findRunningPostgres, startEmbeddedPostgres } from '#platform/embedded-postgres'
import { type FileStore, openFileStore } from '#platform/file-store'
import { type Log, openLog } from '#platform/log'
import { migrate } from '#platform/migrations'
import { readSecret } from '#platform/secret'

export type System = Readonly<{ context: Context; databaseUrl: string; close: () => Promise<void> }>

export type SystemOptions = Readonly<{
  /** Nobody else may use the embedded database at the same time: for the server itself. */
  exclusive?: boolean
  /** The demo is on unless the environment says otherwise: for commands that make demonstration data. */
  demo?: boolean
  /** The settings, when the command has read them already. */
  config?: Environment
}>

/** Opens what every command works with: the database (started when it is ours), migrated, and the file store. */
export async function openSystem(options: SystemOptions = {}): Promise<System> {
  const config = options.config ?? readConfig(undefined, options.demo ? { MOTCUA_DEMO: 'on' } : {})
  makeDataFolder(resolve(config.MOTCUA_DATA_DIR))
  const database = await openDatabase(config, options.exclusive === true)
  try {
    await migrate(database.url)
    const context = await openContext(config, database.url)
    const close = async () => {
      await context.db.destroy()
      await database.close()
    }
    return { context, databaseUrl: database.url, close }
  } catch (error) {
    await database.close()
    throw error
  }
}

async function openContext(config: Environment, url: string): Promise<Context> {
  const dataDir = resolve(config.MOTCUA_DATA_DIR)
  const pool = openPool(url, { max: config.DATABASE_POOL })
  const log = openLog(config.MOTCUA_LOG)
  return {
    config,
    pool,
    db: openDb(pool),
    clock: config.MOTCUA_CLOCK ? fixedClock(config.MOTCUA_CLOCK) : systemClock,
    log,
    files: await openFiles(config, join(dataDir, 'files'), log),
    publicUrl: (config.PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}`).replace(/\/$/, ''),
    secret: readSecret(dataDir, config.MOTCUA_SECRET),
  }
}

/** In the bucket the settings name, or on this machine's disk. */
async function openFiles(config: Environment, folder: string, log: Log): Promise<FileStore> {
  const { S3_BUCKET: bucket, S3_ENDPOINT: endpoint, S3_REGION: region } = config
  if (!bucket) return await openFileStore(folder)
  const { S3_ACCESS_KEY_ID: accessKeyId = '', S3_SECRET_ACCESS_KEY: secretAccessKey = '' } = config
  return await openS3FileStore({ folder, endpoint, bucket, region, accessKeyId, secretAccessKey, log })
}

type OpenDatabase = Readonly<{ url: string; close: () => Promise<void> }>

/** Finds or starts the database; `exclusive` refuses to share the embedded one. */
export async function openDatabase(config: Environment, exclusive: boolean): Promise<OpenDatabase> {
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, close: async () => undefined }
  const dataDir = resolve(config.MOTCUA_DATA_DIR)
  const holder = findLockHolder(dataDir)
  const running = holder === null ? null : findRunningPostgres(dataDir)
  if (running && !exclusive) return { url: running, close: async () => undefined }
  const lock = takeLock(dataDir, holder)
  try {
    const { url, stop } = await startEmbeddedPostgres(dataDir)
    const close = async () => {
      await stop()
      lock.release()
    }
    return { url, close }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** The folder is there and may be written, or the person at the keyboard is told what to do. */
function makeDataFolder(dataDir: string): void {
  try {
    mkdirSync(join(dataDir, 'files'), { recursive: true })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const why = (cause as Error).message
    const advice = 'give this user the right to it, or set MOTCUA_DATA_DIR to another folder'
    throw new DatabaseUnavailable(`the data folder ${dataDir} cannot be written (${why}): ${advice}`, { cause })
  }
}

function takeLock(dataDir: string, holder: number | null) {
  makeDataFolder(dataDir)
  const lock = takeDataFolder(dataDir)
  if (lock) return lock
  throw new DatabaseUnavailable(
    `another Một Cửa (process ${holder ?? 'unknown'}) is using the data folder ${dataDir}: stop it first, or set MOTCUA_DATA_DIR to another folder`,
  )
}
