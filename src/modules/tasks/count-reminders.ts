import type { FastifyInstance } from 'fastify'
import { beforeOfficerPages } from '#modules/identity'
import type { Context } from '#platform/context'
import { countUnseen } from './repository-alarms.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** How many reminders the officer has not seen, counted to `mostUnseen`; 0 for anybody else. */
    unseenReminders: number
  }
}

/** Counted so far and no further: beyond it the number says nothing. */
export const mostUnseen = 100

/** Counts, for every page of an officer, the reminders not seen yet: the frame shows them. */
export function countReminders(app: FastifyInstance, { db }: Pick<Context, 'db'>): void {
  app.decorateRequest('unseenReminders', 0)
  beforeOfficerPages(app, async (request, { accountId }) => {
    request.unseenReminders = await countUnseen(db, accountId, mostUnseen)
  })
}
