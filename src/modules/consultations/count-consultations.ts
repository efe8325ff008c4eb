import type { FastifyInstance } from 'fastify'
import { beforeOfficerPages } from '#modules/identity'
import type { Context } from '#platform/context'
import { countOpen } from './repository.ts'
import { speaks } from './rules/consultation.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** How many consultations wait for an answer of the officer's agency, counted to 100; 0 for who cannot answer. */
    openConsultations: number
  }
}

// Counted so far and no further: beyond it the number says nothing.
const mostCounted = 100

/** Counts, for every page of an officer who can answer, the consultations that wait: the frame shows them. */
export function countConsultations(app: FastifyInstance, { db }: Pick<Context, 'db'>): void {
  app.decorateRequest('openConsultations', 0)
  beforeOfficerPages(app, async (request, { roles, agencyId }) => {
    if (speaks(roles)) request.openConsultations = await countOpen(db, agencyId, mostCounted)
  })
}
