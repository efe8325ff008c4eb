import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import { keptHours, uploadsFolder } from './open-uploads.ts'
import { listExpired, removeUpload } from './repository.ts'

const portion = 500

/** Removes what never arrived whole, with what had arrived of it. */
export const removeExpired = defineJob<unknown, Context>('uploads.remove_expired', async (_, context) => {
  for (;;) {
    const ids = await listExpired(context.db, keptHours, portion)
    for (const id of ids) {
      await rm(join(uploadsFolder(context), id), { force: true })
      await removeUpload(context.db, id)
    }
    if (ids.length < portion) return
  }
})

/** What the worker can do for uploads. */
export const uploadJobs = [removeExpired] as const

/** When it does so by itself. */
export const uploadSchedules: readonly Schedule[] = [{ job: removeExpired.name, everyMinutes: 60 }]
