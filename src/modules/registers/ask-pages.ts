import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import type { Told } from './ask-on-record.ts'
import { type AskPage, askPage, askUrl } from './ask-view.ts'
import type { RegisterDesk } from './desk.ts'
import { lookUp } from './look-up.ts'
import { messages } from './messages.ts'
import type { FindDossierOf, RegisterSource } from './ports.ts'

const querystring = Type.Object({
  register: Type.Optional(Type.String({ maxLength: 40 })),
  dossier: Type.Optional(Type.String({ maxLength: 60 })),
})
const body = Type.Optional(
  Type.Record(Type.String(), Type.Union([Type.String({ maxLength: 1000 }), Type.Array(Type.String())])),
)
const config = { permission: 'registers.look_up' } as const

type World = Readonly<{ context: Context; frame: Frame; desk: RegisterDesk; findDossier: FindDossierOf }>

/** `/officer/registers`: a register of the State asked by its number, for a dossier. */
export const askPages =
  (
    context: Context,
    frame: Frame,
    { desk, findDossier }: Pick<World, 'desk' | 'findDossier'>,
  ): FastifyPluginAsyncTypebox =>
  async (app) => {
    const world = { context, frame, desk, findDossier }
    app.get(askUrl, { config, schema: { hide: true, querystring } }, async (request, reply) => {
      const { register = '', dossier = '' } = request.query
      const source = desk.sources.get(register) ?? null
      return send(world, request, reply, { source, typed: { dossier }, problems: [], told: null })
    })

    app.post(askUrl, { config, schema: { hide: true, querystring, body } }, async (request, reply) => {
      const { actor } = request
      const source = desk.sources.get(request.query.register ?? '') ?? null
      if (!source || actor.kind !== 'officer') throw requestProblem('request.not_found')
      const typed = textsOf(request.body ?? {})
      const asked = await ask(world, { source, typed, actor }, languageOf(request))
      return send(world, request, reply, { source, typed, ...asked })
    })
  }

/** Each text as it was typed; of several with one name the last. */
const textsOf = (given: Readonly<Record<string, string | string[]>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).map(([name, text]) => [name, cleanText([text].flat().at(-1) ?? '').slice(0, 500)]),
  )

type Asking = Readonly<{
  source: RegisterSource
  typed: Readonly<Record<string, string>>
  actor: OfficerActor
}>

async function ask(
  { context, desk, findDossier }: World,
  { source, typed, actor }: Asking,
  language: Language,
): Promise<{ problems: Problem[]; told: Told | null }> {
  const words = messages(language)
  const { dossier: code = '', purpose = '', key = '' } = typed
  const fields = source.fields.flatMap(({ name }) => (`field.${name}` in typed ? [name] : []))
  const claims = Object.fromEntries(
    source.fields.flatMap(({ name }) => {
      const claimed = typed[`claim.${name}`]?.trim()
      return claimed ? [[name, claimed]] : []
    }),
  )
  const dossier = await findDossier(actor, code)
  const problems: Problem[] = []
  if (!dossier) problems.push({ field: 'dossier', sentence: words.dossierUnknown })
  if (purpose.length < 3 || purpose.length > 300) problems.push({ field: 'purpose', sentence: words.whyWrong })
  if (!source.key.pattern.test(key.replace(/\s/g, '')))
    problems.push({ field: 'key', sentence: words.keyWrong(source.key.example) })
  if (fields.length === 0 && Object.keys(claims).length === 0)
    problems.push({ field: 'fields', sentence: words.fieldsMissing })
  if (problems.length > 0) return { problems, told: null }
  try {
    const reason = { purpose, dossier, occasion: null, actor }
    return {
      problems,
      told: await lookUp(context, desk, { ...reason, register: source.code, key, fields, claims }),
    }
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'registers.too_many')) throw error
    return { problems: [{ field: 'key', sentence: words.tooMany }], told: null }
  }
}

function send(
  { frame, desk }: World,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Omit<AskPage, 'sources'>,
): FastifyReply {
  const language = languageOf(request)
  const main = askPage({ ...page, sources: [...desk.sources.values()] }, language)
  const content = { title: messages(language).askTitle, main, current: 'registers' }
  return sendPage(reply, frame(request, content), page.problems.length > 0 ? 422 : 200)
}
