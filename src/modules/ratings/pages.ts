import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Temporal } from 'temporal-polyfill'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { localDay } from '#modules/calendar'
import type { Actor } from '#modules/identity'
import { listAgencies } from '#modules/organisations'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { readPlace, writePlace } from '#platform/list-place'
import { ratingMessages } from './messages.ts'
import { countRatings, listRatings, sumPoints } from './repository.ts'
import { averageOf } from './rules/rating.ts'
import { ratingList, ratingsUrl } from './view.ts'

const part = Type.Optional(Type.String({ maxLength: 100 }))
const querystring = Type.Object({ agency: part, month: part, before: part })
const pageSize = 50
const mostAgencies = 200

/** `/officer/ratings`: what people said of the dossiers that an officer may see. */
export const ratingPages =
  ({ db, clock }: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const config = { permission: 'ratings.read' } as const
    app.get(ratingsUrl, { config, schema: { hide: true, querystring } }, async (request, reply) => {
      const language = languageOf(request)
      const months = lastMonths(clock.now())
      const month = months.find((one) => one === request.query.month) ?? ''
      const { agencies, agency, agencyId } = await choose(request.actor, request.query.agency)
      const query = { agencyId, month: month || null }
      const before = readPlace(request.query.before)
      const found = await listRatings(db, { ...query, before, limit: pageSize + 1 })
      const ratings = found.slice(0, pageSize)
      const last = found.length > pageSize ? ratings.at(-1) : null
      const [sums, count] = await Promise.all([sumPoints(db, query), countRatings(db, query)])
      const main = ratingList(
        {
          ...{ ratings, averages: averageOf(sums), count, agencies, agency, months, month },
          ...{ next: last ? writePlace(last.receivedAt, last.id) : null, isFirst: before === null },
        },
        language,
      )
      const title = ratingMessages(language).title
      return sendPage(reply, frame(request, { title, main, current: 'ratings' }))
    })

    /** Whose ratings are read: an auditor chooses, all others read those of the own agency. */
    async function choose(actor: Actor, asked: string | undefined) {
      if (!readsAll(actor)) return { agencies: [], agency: '', agencyId: ownAgency(actor) }
      const agencies = await listAgencies(db, { limit: mostAgencies })
      const agency = agencies.find(({ id }) => id === asked)?.id ?? ''
      return { agencies, agency, agencyId: agency || null }
    }
  }

/** Auditors see every dossier, all others those of the own agency (`mayReadDossier`). */
const readsAll = (actor: Actor): boolean => actor.kind === 'officer' && actor.roles.includes('auditor')

const nobodyAgency = '00000000-0000-0000-0000-000000000000'
const ownAgency = (actor: Actor): string => (actor.kind === 'officer' ? actor.agencyId : nobodyAgency)

/** The present month and the eleven before, 'YYYY-MM'. */
function lastMonths(now: Temporal.Instant): readonly string[] {
  const present = localDay(now).toPlainYearMonth()
  return Array.from({ length: 12 }, (_, months) => present.subtract({ months }).toString())
}
