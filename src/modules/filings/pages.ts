import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { listTitles } from '#modules/dossiers'
import { type Actor, may, officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { isTheirCode, readPlace, writePlace } from '#platform/list-place'
import { cleanText } from '#platform/search-text'
import { refuseFiling, retryFiling } from './decide-filing.ts'
import { filingMessages } from './messages.ts'
import { type CodeNames, nameCodes } from './name-codes.ts'
import { type Filing, type FilingKey, findFiling, listFilings } from './repository.ts'
import { filingList, filingPage, filingsUrl, filingUrl, states } from './view.ts'

const part = Type.Optional(Type.String({ maxLength: 200 }))
const params = Type.Object({ source: Type.String({ maxLength: 60 }), code: Type.String({ maxLength: 100 }) })
const pageSize = 50
const reading = { permission: 'filings.read' } as const
const deciding = { permission: 'filings.decide' } as const

/** `/officer/filings`: what came from other systems to be a dossier here; tried again or sent back by officers. */
export const filingPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = context
    const querystring = Type.Object({ state: part, before: part })
    app.get(filingsUrl, { config: reading, schema: { hide: true, querystring } }, async (request, reply) => {
      const language = languageOf(request)
      const { state: asked = 'held', before: cursor } = request.query
      const state = states.find((one) => one === asked) ?? null
      const before = readPlace(cursor, isTheirCode)
      const agencyCode = agencyOf(request.actor)
      const wanted = state === null ? states : [state]
      const found = await listFilings(db, { states: wanted, agencyCode, before, limit: pageSize + 1 })
      const filings = found.slice(0, pageSize)
      const last = found.length > pageSize ? filings.at(-1) : null
      const next = last ? writePlace(last.receivedAt, last.code) : null
      const main = filingList(
        { filings, names: await namesOf(db, filings, language), state, next, isFirst: before === null },
        language,
      )
      const title = filingMessages(language).title
      return sendPage(reply, frame(request, { title, current: 'filings', main, wide: false }))
    })

    const showing = {
      config: reading,
      schema: { hide: true, params, querystring: Type.Object({ done: part }) },
    }
    app.get(`${filingsUrl}/:source/:code`, showing, async (request, reply) => {
      const words = filingMessages(languageOf(request))
      const sentences: Record<string, string> = { retry: words.retryDone, refuse: words.refuseDone }
      const done = sentences[request.query.done ?? ''] ?? null
      return await show(request, reply, request.params, { done, problems: [], typed: '' })
    })

    app.post(
      `${filingsUrl}/:source/:code/retry`,
      { config: deciding, schema: { hide: true, params } },
      async (request, reply) => {
        const filing = await getFiling(request.actor, request.params)
        await retryFiling(context, filing, officerOf(request))
        return await reply.redirect(filingUrl(filing, '?done=retry'), 303)
      },
    )

    const refusing = { config: deciding, schema: { hide: true, params, body: Type.Object({ reason: part }) } }
    app.post(`${filingsUrl}/:source/:code/refuse`, refusing, async (request, reply) => {
      const filing = await getFiling(request.actor, request.params)
      const typed = request.body.reason ?? ''
      const reason = cleanText(typed).slice(0, 500)
      const problems = [{ field: 'reason', sentence: filingMessages(languageOf(request)).reasonMissing }]
      if (!reason) return await show(request, reply, filing, { done: null, problems, typed })
      await refuseFiling(context, filing, { officer: officerOf(request), reason })
      return await reply.redirect(filingUrl(filing, '?done=refuse'), 303)
    })

    /** To an officer of another agency it does not exist. */
    async function getFiling(actor: Actor, key: FilingKey): Promise<Filing> {
      const filing = await findFiling(db, key)
      if (!filing || !isFor(agencyOf(actor), filing)) throw requestProblem('request.not_found')
      return filing
    }

    type Said = Readonly<{ done: string | null; problems: readonly Problem[]; typed: string }>
    async function show(request: FastifyRequest, reply: FastifyReply, key: FilingKey, said: Said) {
      const filing = await getFiling(request.actor, key)
      const title = filing.dossierId ? (await listTitles(db, [filing.dossierId])).get(filing.dossierId) : null
      const dossier = title ? (title.code ?? title.reference) : null
      const mayDecide = may(request.actor, 'filings.decide')
      const names = await namesOf(db, [filing], languageOf(request))
      const main = filingPage({ filing, names, dossier, mayDecide, ...said }, languageOf(request))
      const page = frame(request, { title: filing.code, current: 'filings', main })
      return sendPage(reply, page, said.problems.length > 0 ? 422 : 200)
    }
  }

const namesOf = (db: Db, filings: readonly Filing[], language: Language): Promise<CodeNames> =>
  nameCodes(
    db,
    {
      procedure: filings.flatMap(({ ourProcedureCode }) => ourProcedureCode ?? []),
      agency: filings.flatMap(({ ourAgencyCode }) => ourAgencyCode ?? []),
    },
    language,
  )

/** Who decides sees what is for the own agency, or for none that is known; leaders and auditors see all. */
const agencyOf = (actor: Actor): string | null =>
  actor.kind === 'officer' && !actor.roles.some((role) => role === 'leader' || role === 'auditor')
    ? actor.agencyCode
    : null

const isFor = (agencyCode: string | null, filing: Filing): boolean =>
  agencyCode === null || filing.forAgency === '' || filing.forAgency === agencyCode
