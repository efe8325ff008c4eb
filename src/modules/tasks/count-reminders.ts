import type { FastifyInstance } from 'fastify'
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
  app.addHook('preHandler', async (request) => {
    const { actor, url } = request
    const isPage = /^\/(officer|admin)(\/|\?|$)/.test(url)
    if (actor.kind === 'officer' && isPage)
      request.unseenReminders = await countUnseen(db, actor.accountId, mostUnseen)
  })
}
