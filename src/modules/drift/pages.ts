import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { may, officerOf } from '#modules/identity'
import { type BesideDestination, type Destination, destinationUrl, syncUrl } from '#modules/sync'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { type Language, languageOf } from '#platform/i18n'
import { enqueueCompareAt } from './comparison-job.ts'
import { driftMessages } from './messages.ts'
import { repairDrift, repairDrifts } from './repair-drifts.ts'
import { countOpenDrifts, listComparisons, listDrifts } from './repository.ts'
import { driftFact, driftSection } from './view.ts'

const destination = Type.String({ maxLength: 60 })
const params = Type.Object({ destination })
const paramsOfOne = Type.Object({ destination, dossier: Type.String({ format: 'uuid' }) })

/** Of a destination only what it is called, and whether it leads. */
type Compared = Pick<Destination, 'code' | 'isLedThere'>

const leads = (destinations: readonly Compared[], code: string): boolean =>
  destinations.some((one) => one.code === code && one.isLedThere === true)

/** What stands on the page of a destination about its drift: a figure, and a section with what differs. */
export const driftBeside = ({ db }: Context, destinations: readonly Compared[]): BesideDestination => ({
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
    const isLedThere = leads(destinations, code)
    return driftSection(
      { destination: code, isLedThere, comparison, drifts, done: doneSentence(done, language), mayManage },
      language,
    )
  },
})

function doneSentence(done: string | undefined, language: Language): string | null {
  const words = driftMessages(language)
  if (done === 'compare') return words.compareDone
  if (done === 'nothing') return words.repairNothing
  return done === 'repair' ? words.repairDone : null
}

/**
 * Has both sides compared, and what differs told again; answers with the page of the destination. One that leads is told again
 * of one dossier at a time only.
 */
export const driftPages =
  (context: Context, destinations: readonly Compared[]): FastifyPluginAsyncTypebox =>
  async (app) => {
    const known = (code: string): string => {
      if (!destinations.some((one) => one.code === code)) throw requestProblem('request.not_found')
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
      if (leads(destinations, code)) throw requestProblem('request.not_found')
      await repairDrifts(context, code, officerOf(request))
      return await back(reply, code, 'repair')
    })

    const ofOne = { ...doing, schema: { hide: true, params: paramsOfOne } } as const
    app.post(`${syncUrl}/:destination/repair/:dossier`, ofOne, async (request, reply) => {
      const code = known(request.params.destination)
      const one = {
        ...{ destination: code, dossierId: request.params.dossier },
        ...{ onlyTaken: false, looks: 0 },
      }
      const isTold = await repairDrift(context, one, officerOf(request))
      return await back(reply, code, isTold ? 'repair' : 'nothing')
    })
  }

const back = (reply: FastifyReply, code: string, done: 'compare' | 'repair' | 'nothing') =>
  reply.redirect(destinationUrl(code, `?done=${done}#drifts`), 303)
