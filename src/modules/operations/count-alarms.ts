import type { FastifyInstance, FastifyRequest } from 'fastify'
import { beforeOfficerPages } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Language } from '#platform/i18n'
import type { OutsideSystem } from './ports.ts'
import { listRinging } from './repository-alarms.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The names of the systems outside for which an alarm rings; empty for who is no officer. */
    outsideAlarms: readonly Readonly<Record<Language, string>>[]
  }
}

/** Told anew so often at the most: every page of every officer asks. */
const toldForMs = 10_000

type Told = Readonly<{ atMs: number; names: FastifyRequest['outsideAlarms'] }>

/** Tells every page of an officer which systems outside are in trouble: the frame shows them. */
export function countOutsideAlarms(
  app: FastifyInstance,
  { db }: Pick<Context, 'db'>,
  systems: readonly OutsideSystem[],
): void {
  let told: Told = { atMs: Number.NEGATIVE_INFINITY, names: [] }
  app.decorateRequest('outsideAlarms')
  beforeOfficerPages(app, async (request) => {
    if (performance.now() - told.atMs > toldForMs) {
      const ringing = new Set((await listRinging(db)).map(({ system }) => system))
      const names = systems.filter(({ code }) => ringing.has(code)).map((system) => system.names)
      told = { atMs: performance.now(), names }
    }
    request.outsideAlarms = told.names
  })
}
