import type { FastifyInstance } from 'fastify'
import { beforeOfficerPages, may } from '#modules/identity'
import type { Context } from '#platform/context'
import { countOpen } from './repository-lists.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** How many questions wait for an answer of the officer's agency, counted to 100; 0 for who cannot answer. */
    openInquiries: number
  }
}

// Counted so far and no further: beyond it the number says nothing.
const mostCounted = 100

/** Counts, for every page of an officer who can answer, the questions that wait: the frame shows them. */
export function countInquiries(app: FastifyInstance, { db }: Pick<Context, 'db'>): void {
  app.decorateRequest('openInquiries', 0)
  beforeOfficerPages(app, async (request, officer) => {
    if (may(officer, 'inquiries.answer'))
      request.openInquiries = await countOpen(db, { agencyId: officer.agencyId }, mostCounted)
  })
}
