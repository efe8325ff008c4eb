import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { localDay } from '#modules/calendar'
import type { CitizenActor } from '#modules/identity'
import { explainRefusal, listOwnPapers, type PaperResult, receiveForm, type StoredPaper } from '#modules/papers'
import {
  type DeclarationGap,
  type Declared,
  findGaps,
  type Ground,
  keepRepresentation,
} from '#modules/representation'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { isId } from '#platform/ids'
import { messagesOf } from './acting-messages.ts'
import { type DeclareView, declareView } from './acting-views.ts'
import { asFree, choosePrincipal } from './choose-principal.ts'

const config = { permission: 'representation.choose' } as const
const path = '/my/acting/declare'
const empty: Declared = { name: '', personalId: '', birthDate: '', ground: '' }

/** `/my/acting/declare`: who acts for a child, a ward or by authorisation says so and gives the paper. */
export const declarePages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(path, { config, schema: { hide: true } }, async (request, reply) => {
      asFree(request)
      return show(request, reply, { typed: empty, problems: [], kept: null })
    })

    app.post(path, { config, schema: { hide: true } }, async (request, reply) => {
      const actor = asFree(request)
      const view = await readDeclaration(context, request, actor)
      if (view.problems.length > 0 || !view.kept) return show(request, reply, view)
      await choosePrincipal(context, request, await declare(context, actor, view.typed, view.kept.id))
      return await reply.redirect('/my/acting?done=declared', 303)
    })

    function show(
      request: FastifyRequest,
      reply: FastifyReply,
      view: Omit<DeclareView, 'language'>,
    ): FastifyReply {
      const language = languageOf(request)
      const page = { title: messagesOf(language).declareTitle, main: declareView({ ...view, language }) }
      return sendPage(reply, frame(request, page), view.problems.length > 0 ? 422 : 200)
    }
  }

function declare(context: Context, actor: CitizenActor, typed: Declared, paperId: string): Promise<string> {
  const name = typed.name.trim().normalize('NFC')
  const told = {
    personalId: actor.personalId,
    principal: { kind: 'person', number: typed.personalId, name },
    ground: typed.ground as Ground,
    source: 'declared',
    paperId,
    birthDate: typed.birthDate,
  } as const
  const doing = { actor, at: context.clock.now() }
  return context.db.transaction().execute((tx) => keepRepresentation(tx, told, doing))
}

const fieldOf = {
  ...{ name: 'name', personalId: 'personalId', ownId: 'personalId' },
  ...{ birthDate: 'birthDate', grownUp: 'birthDate', ground: 'ground' },
} as const satisfies Readonly<Record<DeclarationGap, string>>

type Reading = Omit<DeclareView, 'language'>

async function readDeclaration(
  context: Context,
  request: FastifyRequest,
  actor: CitizenActor,
): Promise<Reading> {
  const { fields, papers } = await receiveForm(context, request)
  const text = (name: string) => String(fields[name] ?? '').slice(0, 200)
  const typed: Declared = {
    ...{ name: text('name'), ground: text('ground'), birthDate: readDay(text('birthDate')) },
    personalId: text('personalId').replace(/\s/g, ''),
  }
  const language = languageOf(request)
  const [result] = papers.map((paper) => paper.result)
  const kept = await findKept(context, result, text('kept'), actor)
  const today = localDay(context.clock.now()).toString()
  const gaps = findGaps(typed, { ownPersonalId: actor.personalId, today }).map((gap) => ({
    field: fieldOf[gap],
    sentence: messagesOf(language)[`gap_${gap}`],
  }))
  return { typed, kept, problems: [...gaps, ...listPaperProblems(result, kept, language)] }
}

/** The paper of this form, else the one that had come with an attempt before. */
async function findKept(
  { db }: Context,
  result: PaperResult | undefined,
  earlier: string,
  { accountId }: CitizenActor,
): Promise<StoredPaper | null> {
  if (result?.ok) return result.paper
  if (!isId(earlier)) return null
  const [old] = await listOwnPapers(db, [earlier], accountId)
  return old ?? null
}

function listPaperProblems(
  result: PaperResult | undefined,
  kept: StoredPaper | null,
  language: Language,
): Problem[] {
  if (result && !result.ok) return [{ field: 'paper', sentence: explainRefusal(result, language) }]
  return kept ? [] : [{ field: 'paper', sentence: messagesOf(language).gap_paper }]
}

/** 14/03/2017, 3/2017 or 2017 as the day is kept; anything else as it was typed, to be mended. */
function readDay(typed: string): string {
  const found = typed
    .trim()
    .match(/^(?:(?:(?<day>\d{1,2})[/.-])?(?<month>\d{1,2})[/.-])?(?<year>\d{4})$/)?.groups
  if (!found) return typed.trim()
  const { year, month, day } = found
  return [year, month?.padStart(2, '0'), day?.padStart(2, '0')].filter(Boolean).join('-')
}
