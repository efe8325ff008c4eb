import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { button } from '#components/button'
import { code as codeText, namedCode } from '#components/code'
import { errorSummary, type Problem } from '#components/error-summary'
import { dateField, selectField, textField } from '#components/field'
import type { Frame } from '#components/frame'
import { notice } from '#components/notice'
import { readDay } from '#components/read-step'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { appendAudit } from '#modules/audit'
import { officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { filingMessages } from './messages.ts'
import { type CodeNames, nameCodes } from './name-codes.ts'
import { type CodeKind, type CodePair, enterCodePair, listCodePairs } from './repository-codes.ts'

const codesUrl = '/admin/corresponding-codes'
const part = Type.Optional(Type.String({ maxLength: 100 }))
const body = Type.Object({ system: part, kind: part, ourCode: part, theirCode: part, from: part })
type Typed = Readonly<Partial<Record<'system' | 'kind' | 'ourCode' | 'theirCode' | 'from', string>>>

const managing = { permission: 'filings.manage_codes' } as const

/** The systems that have codes of their own, and what each is called. */
type Systems = Readonly<{ codes: readonly string[]; nameOf: (code: string, language: Language) => string }>

/** `/admin/corresponding-codes`: how other systems call the agencies and procedures of this one, by date. */
export const codePages =
  (context: Context, frame: Frame, systems: Systems): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      codesUrl,
      { config: managing, schema: { hide: true, querystring: Type.Object({ done: part }) } },
      (request, reply) =>
        show(request, reply, { typed: {}, problems: [], isDone: request.query.done !== undefined }),
    )

    app.post(codesUrl, { config: managing, schema: { hide: true, body } }, async (request, reply) => {
      const read = readPair(request.body, systems.codes, languageOf(request))
      if ('problems' in read) return await show(request, reply, { typed: request.body, isDone: false, ...read })
      const actor = officerOf(request)
      const at = context.clock.now()
      await context.db.transaction().execute(async (tx) => {
        const subjectId = await enterCodePair(tx, { ...read.pair, enteredBy: actor.fullName }, at)
        const entry = { at, actor, action: 'filings.enter_code', subjectKind: 'code_pair', subjectId }
        await appendAudit(tx, { ...entry, subjectCode: read.pair.ourCode, detail: read.pair })
      })
      return await reply.redirect(`${codesUrl}?done=1`, 303)
    })

    async function show(request: FastifyRequest, reply: FastifyReply, said: Said) {
      const language = languageOf(request)
      const pairs = await listCodePairs(context.db)
      const names = await namesOf(context.db, pairs, language)
      const main = codesPage({ ...said, systems, pairs, names }, language)
      const page = frame(request, { title: filingMessages(language).codes, current: 'codes', main })
      return sendPage(reply, page, said.problems.length > 0 ? 422 : 200)
    }
  }

type Said = Readonly<{ typed: Typed; problems: readonly Problem[]; isDone: boolean }>

type Read =
  | Readonly<{ pair: Omit<CodePair, 'id' | 'validTo' | 'enteredBy'> }>
  | Readonly<{ problems: readonly Problem[] }>

function readPair(typed: Typed, systems: readonly string[], language: Language): Read {
  const words = filingMessages(language)
  const ourCode = cleanText(typed.ourCode ?? '')
  const theirCode = cleanText(typed.theirCode ?? '')
  const validFrom = readDay(typed.from ?? '')
  const system = systems.find((one) => one === typed.system)
  const kind: CodeKind = typed.kind === 'procedure' ? 'procedure' : 'agency'
  const problems: Problem[] = [
    ...(system ? [] : [{ field: 'system', sentence: words.missing(words.system) }]),
    ...(ourCode ? [] : [{ field: 'ourCode', sentence: words.missing(words.ourCode) }]),
    ...(theirCode ? [] : [{ field: 'theirCode', sentence: words.missing(words.theirCode) }]),
    ...(validFrom ? [] : [{ field: 'from', sentence: words.dayWrong }]),
  ]
  if (!system || !validFrom || problems.length > 0) return { problems }
  return { pair: { system, kind, ourCode, theirCode, validFrom } }
}

const namesOf = (db: Db, pairs: readonly CodePair[], language: Language): Promise<CodeNames> => {
  const codes = (wanted: CodeKind) => pairs.filter(({ kind }) => kind === wanted).map(({ ourCode }) => ourCode)
  return nameCodes(db, { procedure: codes('procedure'), agency: codes('agency') }, language)
}

type CodesPage = Said & Readonly<{ systems: Systems; pairs: readonly CodePair[]; names: CodeNames }>

function codesPage(page: CodesPage, language: Language): Html {
  const words = filingMessages(language)
  const columns = [words.system, words.kind, words.ourCode, words.theirCode, words.from, words.to]
  const rows = page.pairs.map((pair) => [
    ...[page.systems.nameOf(pair.system, language), words[`kind_${pair.kind}`]],
    ...[namedCode(pair.ourCode, page.names[pair.kind].get(pair.ourCode)), codeText(pair.theirCode)],
    ...[dayText(pair.validFrom), pair.validTo ? dayText(pair.validTo) : words.open],
  ])
  const list = table({ caption: words.codes, columns: columns.map((title) => ({ title })), rows, stack: true })
  return html`<div class="mc-work__head"><h1>${words.codes}</h1><p class="mc-quiet">${words.codesHint}</p></div>
${errorSummary({ problems: page.problems, language })}
${page.isDone && notice({ tone: 'done', live: true, body: html`<p>${words.enterDone}</p>` })}
<div class="mc-stack mc-t2">${page.pairs.length > 0 ? list : notice({ body: html`<p>${words.codesNothing}</p>` })}
${page.systems.codes.length > 0 && zone({ id: 'enter', title: words.enter, body: enterForm(page, language) })}</div>`
}

const dayText = (day: string): string => day.split('-').reverse().join('/')

function enterForm({ typed, problems, systems }: CodesPage, language: Language): Html {
  const words = filingMessages(language)
  const field = (name: keyof Typed, label: string) => ({
    ...{ name, label, language, value: typed[name] ?? '' },
    problem: problems.find((one) => one.field === name)?.sentence,
  })
  const kinds = (['agency', 'procedure'] as const).map((value) => ({ value, label: words[`kind_${value}`] }))
  return html`<form class="mc-narrow mc-form" method="post" action="${codesUrl}" novalidate>
${selectField({ ...field('system', words.system), options: systems.codes.map((value) => ({ value, label: systems.nameOf(value, language) })) })}
${selectField({ ...field('kind', words.kind), options: kinds })}
${textField({ ...field('ourCode', words.ourCode), maxLength: 60 })}
${textField({ ...field('theirCode', words.theirCode), maxLength: 60 })}
${dateField({ ...field('from', words.from), description: words.fromHint })}
${button({ text: words.enter })}</form>`
}
