import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { readDay } from '#components/read-step'
import { appendAudit } from '#modules/audit'
import { citizenOf, officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { isId } from '#platform/ids'
import { messages } from './messages.ts'
import type { Sources } from './naming.ts'
import { ownPage, type ReportAddress, reportPage, reportUrl } from './report-view.ts'
import { listRecords, type RecordQuery } from './repository-records.ts'
import { writeReport } from './write-report.ts'

const part = Type.Optional(Type.String({ maxLength: 100 }))
const querystring = Type.Object({
  ...{ from: part, to: part, account: part, agency: part, register: part, subject: part, before: part },
})
const reporting = {
  config: { permission: 'registers.read_report' },
  schema: { hide: true, querystring },
} as const
const pageSize = 50

/** `/officer/look-ups`: who looked up whom, for auditors and administrators, as page and as the report of the police. */
export const reportPages =
  (context: Context, frame: Frame, sources: Sources): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(reportUrl, reporting, async (request, reply) => {
      const language = languageOf(request)
      const { query, problems } = readAddress(request.query, language)
      const before = cursorOf(request.query.before)
      const found = await listRecords(context.db, query, { before, limit: pageSize + 1 })
      const records = found.slice(0, pageSize)
      const next = found.length > pageSize ? (records.at(-1)?.id ?? null) : null
      const main = reportPage({ sources, records, address: request.query, next, problems }, language)
      const page = frame(request, { title: messages(language).reportTitle, main, current: 'look-ups' })
      return sendPage(reply, page, problems.length > 0 ? 422 : 200)
    })

    app.get(`${reportUrl}.csv`, reporting, async (request, reply) => {
      const actor = officerOf(request)
      const { query, problems } = readAddress(request.query, 'vi')
      if (problems.length > 0)
        throw requestProblem('request.invalid', {
          fields: problems.map(({ field, sentence }) => ({ field, expected: sentence })),
        })
      await context.db.transaction().execute((tx) =>
        appendAudit(tx, {
          at: context.clock.now(),
          actor,
          action: 'registers.export_report',
          subjectKind: 'look_up_report',
          subjectId: actor.accountId,
          detail: { ...query, subject: query.subject && 'given' },
        }),
      )
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="tra-cuu-co-so-du-lieu.csv"')
        .header('cache-control', 'private, no-store')
        .send(Readable.from(writeReport(context.db, query, sources)))
    })
  }

/** What the address asks for; a day that cannot be read is named, and not asked. */
function readAddress(address: ReportAddress, language: Language): { query: RecordQuery; problems: Problem[] } {
  const problems: Problem[] = []
  const day = (field: 'from' | 'to'): string | null => {
    const typed = address[field]?.trim()
    const read = typed ? readDay(typed) : null
    if (typed && !read) problems.push({ field, sentence: messages(language).dayWrong })
    return read
  }
  const query = {
    from: day('from'),
    to: day('to'),
    account: address.account?.trim() || null,
    agencyCode: address.agency?.trim() || null,
    register: address.register?.trim() || null,
    subject: address.subject?.replace(/\s/g, '') || null,
  }
  return { query, problems }
}

const cursorOf = (text: string | undefined): string | null => (text && isId(text) ? text : null)

const own = {
  config: { permission: 'registers.read_own' },
  schema: { hide: true, querystring: Type.Object({ before: part }) },
} as const

/** `/my/look-ups`: what registers were asked about the person who is signed in. */
export const ownLookUpPages =
  (context: Context, frame: Frame, sources: Sources): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/my/look-ups', own, async (request, reply) => {
      const actor = citizenOf(request)
      const language = languageOf(request)
      const before = cursorOf(request.query.before)
      const whole = { from: null, to: null, account: null, agencyCode: null, register: null }
      const query = { ...whole, subject: actor.personalId }
      const found = await listRecords(context.db, query, { before, limit: pageSize + 1 })
      const records = found.slice(0, pageSize)
      const next = found.length > pageSize ? (records.at(-1)?.id ?? null) : null
      const main = ownPage(
        { sources, records, next, isFirst: before === null, accountId: actor.accountId },
        language,
      )
      return sendPage(reply, frame(request, { title: messages(language).ownTitle, main, current: 'papers' }))
    })
  }
