import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { readDay, writeDay } from '#components/read-step'
import { localDay } from '#modules/calendar'
import {
  listRegister,
  mostPrinted,
  printRegister,
  type RegisterPlace,
  type RegisterQuery,
  type RegisterRow,
  writeRegisterCsv,
} from '#modules/forms'
import { officerOf } from '#modules/identity'
import { type Agency, findAgencyByCode, getAgency } from '#modules/organisations'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { foldForSearch } from '#platform/search-text'
import { registerMessages } from './messages.ts'
import { type RegisterAddress, registerPage, registerUrl } from './register-view.ts'

const part = Type.Optional(Type.String({ maxLength: 200 }))
const querystring = Type.Object({
  ...{ q: part, from: part, to: part, procedure: part, state: part, agency: part, after: part },
})
const reading = { config: { permission: 'forms.read_register' }, schema: { hide: true, querystring } } as const
const pageSize = 50
const mostWords = 6

/** `/officer/register`: the register of the officer's agency (an auditor names any), as page, as form 07, as CSV. */
export const registerPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(registerUrl, reading, async (request, reply) => {
      const read = await readAddress(context, request)
      return await showRegister({ context, frame, request, reply }, read, [])
    })

    app.get(`${registerUrl}.csv`, reading, async (request, reply) => {
      const { query, agency, problems } = await readAddress(context, request)
      if (problems.length > 0) throw requestProblem('request.invalid', { fields: problems.map(toField) })
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="so-theo-doi-${agency.code}.csv"`)
        .header('cache-control', 'private, no-store')
        .send(Readable.from(writeRegisterCsv(context.db, query)))
    })

    app.get(`${registerUrl}.pdf`, reading, async (request, reply) => {
      const read = await readAddress(context, request)
      if (read.problems.length > 0) return await showRegister({ context, frame, request, reply }, read, [])
      try {
        const pdf = await print(context, read)
        return await reply
          .type('application/pdf')
          .header('content-disposition', `inline; filename="so-theo-doi-${read.agency.code}.pdf"`)
          .header('cache-control', 'private, no-store')
          .send(pdf)
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'forms.register_too_long')) throw error
        const sentence = registerMessages(read.language).tooLong(mostPrinted.toLocaleString(read.language))
        return await showRegister({ context, frame, request, reply }, read, [{ field: 'from', sentence }])
      }
    })
  }

const toField = ({ field, sentence }: Problem) => ({ field, expected: sentence })

type Read = Readonly<{
  agency: Agency
  query: RegisterQuery
  problems: readonly Problem[]
  address: RegisterAddress
  choosesAgency: boolean
  language: Language
}>

/** What the address asks for: a day that cannot be read is named, and not asked. */
async function readAddress(
  context: Context,
  request: FastifyRequest<{ Querystring: RegisterAddress }>,
): Promise<Read> {
  const actor = officerOf(request)
  const { query: address } = request
  const language = languageOf(request)
  const say = registerMessages(language)
  const choosesAgency = actor.roles.includes('auditor')
  const wanted = choosesAgency && address.agency?.trim()
  const named = wanted ? await findAgencyByCode(context.db, wanted) : null
  const agency = named ?? (await getAgency(context.db, actor.agencyId))
  const problems: Problem[] = wanted && !named ? [{ field: 'agency', sentence: say.unknownAgency }] : []
  const day = (field: 'from' | 'to'): string | null => {
    const typed = address[field]?.trim()
    const read = typed ? readDay(typed) : null
    if (typed && !read) problems.push({ field, sentence: say.dayWrong })
    return read
  }
  const query: RegisterQuery = {
    agencyId: agency.id,
    from: day('from'),
    to: day('to'),
    procedureCode: address.procedure?.trim() || null,
    state: address.state || null,
    words: foldForSearch(address.q ?? '')
      .split(' ')
      .filter(Boolean)
      .slice(0, mostWords),
  }
  return { agency, query, problems, address, choosesAgency, language }
}

function print({ db, clock }: Context, { agency, query }: Read): Promise<Buffer> {
  const say = registerMessages('vi')
  const today = localDay(clock.now())
  const { from, to } = query
  const period =
    from || to ? say.period(from ? writeDay(from) : '…', writeDay(to ?? today.toString())) : say.whole
  return printRegister(db, query, { agencyName: agency.name, on: today, period })
}

type Exchange = Readonly<{ context: Context; frame: Frame; request: FastifyRequest; reply: FastifyReply }>

async function showRegister(
  { context, frame, request, reply }: Exchange,
  { agency, query, problems, address, choosesAgency, language }: Read,
  further: readonly Problem[],
): Promise<FastifyReply> {
  const rows = await listRegister(context.db, query, 'newest', readCursor(address.after), pageSize + 1)
  const shown = rows.slice(0, pageSize)
  const last = rows.length > pageSize ? shown.at(-1) : undefined
  const all = [...problems, ...further]
  const view = {
    ...{ agencyName: agency.name, address, rows: shown, choosesAgency, problems: all },
    nextCursor: last ? writeCursor(last) : null,
  }
  const title = registerMessages(language).title
  const page = frame(request, { title, main: registerPage(view, language), current: 'register' })
  return sendPage(reply, page, all.length > 0 ? 422 : 200)
}

const writeCursor = ({ receivedOn, number }: RegisterRow): string => `${receivedOn}.${number}`

/** Where a page begins; what is no cursor begins at the beginning. */
function readCursor(text: string | undefined): RegisterPlace | null {
  const [, receivedOn = '', number = ''] = /^(\d{4}-\d{2}-\d{2})\.(\d{1,9})$/.exec(text ?? '') ?? []
  return readDay(receivedOn.split('-').reverse().join('/')) ? { receivedOn, number: Number(number) } : null
}
