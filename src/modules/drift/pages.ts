import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { may, officerOf } from '#modules/identity'
import { type BesideDestination, destinationUrl, syncUrl } from '#modules/sync'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { type Language, languageOf } from '#platform/i18n'
import { enqueueCompareAt } from './comparison-job.ts'
import { driftMessages } from './messages.ts'
import { repairDrifts } from './repair-drifts.ts'
import { countOpenDrifts, listComparisons, listDrifts } from './repository.ts'
import { driftFact, driftSection } from './view.ts'

const params = Type.Object({ destination: Type.String({ maxLength: 60 }) })

/** What stands on the page of a destination about its drift: a figure, and a section with what differs. */
export const driftBeside = ({ db }: Context): BesideDestination => ({
  fact: async (code, language) => {
    const [[comparison = null], drifting] = await Promise.all([
      listComparisons(db, code, 1),
      countOpenDrifts(db, code),
    ])
    return driftFact(drifting, comparison, language)
  },
  section: async (code, request) => {
    const language = languageOf(request)
    const [[comparison = null], drifts] = await Promise.all([
      listComparisons(db, code, 1),
      listDrifts(db, code),
    ])
    const { done } = request.query as Readonly<{ done?: string }>
    const mayManage = may(request.actor, 'sync.manage')
    return driftSection(
      { destination: code, comparison, drifts, done: doneSentence(done, language), mayManage },
      language,
    )
  },
})

function doneSentence(done: string | undefined, language: Language): string | null {
  const words = driftMessages(language)
  if (done === 'compare') return words.compareDone
  return done === 'repair' ? words.repairDone : null
}

/** Has both sides compared, and what differs told again; answers with the page of the destination. */
export const driftPages =
  (context: Context, destinations: readonly string[]): FastifyPluginAsyncTypebox =>
  async (app) => {
    const known = (code: string): string => {
      if (!destinations.includes(code)) throw requestProblem('request.not_found')
      return code
    }
    const doing = { config: { permission: 'sync.manage' }, schema: { hide: true, params } } as const
    app.post(`${syncUrl}/:destination/compare`, doing, async (request, reply) => {
      const code = known(request.params.destination)
      const { fullName } = officerOf(request)
      await context.db.transaction().execute((tx) => enqueueCompareAt(tx, code, 0, fullName))
      return await back(reply, code, 'compare')
    })

    app.post(`${syncUrl}/:destination/repair`, doing, async (request, reply) => {
      const code = known(request.params.destination)
      await repairDrifts(context, code, officerOf(request))
      return await back(reply, code, 'repair')
    })
  }

const back = (reply: FastifyReply, code: string, done: 'compare' | 'repair') =>
  reply.redirect(destinationUrl(code, `?done=${done}#drifts`), 303)
