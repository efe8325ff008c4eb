import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { readDay } from '#components/read-step'
import { localDay } from '#modules/calendar'
import { listOfficerContacts, officerOf, takeParkedTexts } from '#modules/identity'
import { receiveForm } from '#modules/papers'
import { delegate, endDelegation, listDelegations } from '#modules/running'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import type { Language } from '#platform/i18n'
import { isId } from '#platform/ids'
import { cleanText } from '#platform/search-text'
import { delegationMessages } from './delegation-messages.ts'
import { type DelegationPage, delegationPage, delegationsUrl } from './delegation-view.ts'
import { type Exchange, openExchange } from './exchange.ts'

const config = { permission: 'running.work' } as const
const query = Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) })
const params = Type.Object({ id: Type.String({ maxLength: 60 }) })

/** `/officer/delegations`: who does the tasks of an officer on leave. */
export const delegationPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const open = openExchange(context, frame)
    app.get(delegationsUrl, { config, schema: { hide: true, querystring: query } }, async (request, reply) => {
      const exchange = open(request, reply)
      const words = delegationMessages(exchange.language)
      const said = { given: words.given, ended: words.ended }[request.query.done ?? '']
      const typed = await takeParkedTexts(context.db, request)
      return await send(exchange, { typed: typed ?? {}, remark: said ? { tone: 'done', body: said } : null })
    })

    app.post(delegationsUrl, { config, schema: { hide: true } }, (request, reply) => give(open(request, reply)))

    app.post(
      `${delegationsUrl}/:id/end`,
      { config, schema: { hide: true, params } },
      async (request, reply) => {
        const { id } = request.params
        const ended = isId(id) && (await endDelegation(context, id, officerOf(request)))
        if (!ended) throw requestProblem('request.not_found')
        return await reply.redirect(`${delegationsUrl}?done=ended`, 303)
      },
    )
  }

/** Reads the form, and gives; comes back with what was typed when it cannot be. */
async function give(exchange: Exchange): Promise<FastifyReply> {
  const { context, request, reply, language } = exchange
  const { fields: typed } = await receiveForm(context, request)
  const { delegate: delegateId = '', from = '', until = '', reason = '' } = typed
  const given = {
    delegateId,
    fromOn: readDay(from) ?? '',
    untilOn: readDay(until) ?? '',
    reason: cleanText(reason),
  }
  const problems = findProblems(given, language)
  if (problems.length > 0) return await send(exchange, { typed, problems, status: 422 })
  try {
    await delegate(context, given, officerOf(exchange.request))
  } catch (error) {
    const problem = problemOf(error, language)
    if (!problem) throw error
    return await send(exchange, { typed, problems: [problem], status: 422 })
  }
  return await reply.redirect(`${delegationsUrl}?done=given`, 303)
}

type Given = Readonly<{ delegateId: string; fromOn: string; untilOn: string; reason: string }>

function findProblems({ delegateId, fromOn, untilOn, reason }: Given, language: Language): Problem[] {
  const words = delegationMessages(language)
  const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)
  return [
    !isId(delegateId) && { field: 'delegate', sentence: words.whoNeeded },
    !isDay(fromOn) && { field: 'from', sentence: words.dayNeeded },
    !isDay(untilOn) && { field: 'until', sentence: words.dayNeeded },
    reason === '' && { field: 'reason', sentence: words.whyNeeded },
  ].filter((problem) => problem !== false)
}

function problemOf(error: unknown, language: Language): Problem | null {
  if (!(error instanceof AppError)) return null
  const words = delegationMessages(language)
  if (error.code === 'running.days_invalid') return { field: 'until', sentence: words.daysWrong }
  return error.code === 'running.officer_unknown' ? { field: 'delegate', sentence: words.whoNeeded } : null
}

type Shown = Partial<Pick<DelegationPage, 'typed' | 'problems' | 'remark'>> & Readonly<{ status?: number }>

async function send(exchange: Exchange, { typed = {}, problems = [], remark = null, status = 200 }: Shown) {
  const { context, frame, request, reply, language } = exchange
  const { accountId, agencyId } = officerOf(exchange.request)
  const today = localDay(context.clock.now()).toString()
  const [delegations, contacts] = await Promise.all([
    listDelegations(context.db, accountId, today),
    listOfficerContacts(context.db, { agencyId }),
  ])
  const officers = contacts.filter((one) => one.accountId !== accountId)
  const page = { accountId, delegations, officers, typed, problems, remark }
  const content = {
    title: delegationMessages(language).title,
    main: delegationPage(page, language),
    current: 'process-tasks',
  }
  return sendPage(reply, frame(request, content), status)
}
