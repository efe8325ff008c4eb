import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FileStore } from '@tus/file-store'
import type { Server } from '@tus/server'
import type { Context } from '#platform/context'
import { findUpload, removeUpload } from './repository.ts'

/** So long an upload may take, with all its interruptions. */
export const keptHours = 72

/** Tells the protocol the id that was chosen for a new upload; never taken from a client. */
export const idHeader = 'motcua-upload-id'

export type Uploads = Readonly<{ server: Server; store: FileStore; folder: string }>

type Configs = FileStore['configstore']
type Kept = Awaited<ReturnType<Configs['get']>>

/** Where uploads arrive: the bytes in files of the data folder, what is known of them in the database. */
export const uploadsFolder = ({ config }: Pick<Context, 'config'>): string =>
  join(resolve(config.MOTCUA_DATA_DIR), 'uploads')

/** The protocol tus 1.0 (tus.io), loaded with the first upload. Who may ask for what is decided before it is asked. */
export async function openUploads(context: Context): Promise<Uploads> {
  const [{ FileStore }, { Server }] = await Promise.all([import('@tus/file-store'), import('@tus/server')])
  const folder = uploadsFolder(context)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const store = new FileStore({
    directory: folder,
    configstore: readFromDatabase(context),
    expirationPeriodInMilliseconds: keptHours * 3_600_000,
  })
  const server = new Server({
    path: '/api/v1/uploads',
    datastore: store,
    maxSize: context.config.UPLOAD_MAX_BYTES,
    relativeLocation: true,
    allowedOrigins: () => false,
    namingFunction: (request) => request.headers.get(idHeader) ?? '',
  })
  return { server, store, folder }
}

/** What the protocol knows of an upload stands in the database: another process, after a restart, goes on with it. */
const readFromDatabase = ({ db }: Context): Configs => ({
  get: async (id) => {
    const found = await findUpload(db, id)
    const { sizeBytes: size = 0, begunAt = '' } = found ?? {}
    return found ? ({ id, size, offset: 0, creation_date: begunAt.toString() } as Kept) : undefined
  },
  set: async () => undefined, // written when it was begun
  delete: (id) => removeUpload(db, id),
})
