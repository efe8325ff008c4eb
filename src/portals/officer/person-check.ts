import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { actions, button } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { textField } from '#components/field'
import type { Frame } from '#components/frame'
import { readDay } from '#components/read-step'
import { type DossierView, readDossier } from '#modules/dossiers'
import { may, type OfficerActor } from '#modules/identity'
import { receiveForm } from '#modules/papers'
import {
  findLatest,
  isBirth,
  listMissing,
  outcomeList,
  type PersonMeant,
  type PersonValues,
  type RegisterDesk,
  registerMessages,
  type Told,
  verifyPerson,
} from '#modules/registers'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import type { Language } from '#platform/i18n'
import { dossierHref, dossierTitle } from './dossier-address.ts'
import { type Exchange, openExchange } from './exchange.ts'

const url = '/officer/dossiers/:code/person-check'
const place = 'person-check'
const params = Type.Object({ code: Type.String({ maxLength: 60 }) })
const guarded = { config: { permission: 'registers.look_up' }, schema: { hide: true, params } } as const

/** A birth as people type it: '8/2/1960', '2/1960' or '1960', as registers have it; null: none of these. */
export function readBirth(typed: string): string | null {
  const day = readDay(typed)
  if (day) return day
  const [, month, year] = /^(?:(\d{1,2})[/.-])?(\d{4})$/.exec(typed.trim()) ?? []
  const birth = [year, month?.padStart(2, '0')].filter(Boolean).join('-')
  return isBirth(birth) ? birth : null
}

/** `/officer/dossiers/:code/person-check`: the applicant of a dossier beside the population register. */
export const personCheckPages =
  (context: Context, frame: Frame, registers: RegisterDesk | null): FastifyPluginAsyncTypebox =>
  async (app) => {
    const open = openExchange(context, frame, registers)
    app.get(url, guarded, async (request, reply) => {
      const exchange = open(request, reply)
      const view = await readDossier(context, request.params.code, request.actor, 'person_check')
      return await sendCheck(exchange, view, { typed: '', problems: [] })
    })

    app.post(url, guarded, (request, reply) => check(open(request, reply), request.params.code))
  }

/** Asks the register; the answer stands on the page of the dossier. */
async function check(exchange: Exchange, code: string): Promise<FastifyReply> {
  const { context, request, reply, language, registers } = exchange
  const { fields } = await receiveForm(context, request)
  const view = await readDossier(context, code, request.actor, 'person_check')
  const { actor } = request
  if (actor.kind !== 'officer' || !registers) throw requestProblem('request.not_found')
  const { birth: typed = '' } = fields
  const person = personOf(view, typed)
  const problem = problemOf(person, language)
  if (problem) return await sendCheck(exchange, view, { typed, problems: [problem] })
  const { id } = view.dossier
  const dossier = { id, code: view.dossier.code ?? view.dossier.reference }
  const words = registerMessages('vi')
  const reason = { purpose: words.purposeDossier, dossier, occasion: null, actor }
  const asked = { ...person, ...reason, claims: claimsOf(view), fresh: fields.fresh === '1' }
  const limited = await isLimited(() => verifyPerson(context, registers, asked))
  if (!limited) return await reply.redirect(dossierHref(view, `#${place}`), 303)
  const problems = [{ field: 'birth', sentence: registerMessages(language).tooMany }]
  return await sendCheck(exchange, view, { typed, problems })
}

/** True when the account has asked too often; everything else that is thrown goes on. */
export async function isLimited(ask: () => Promise<Told>): Promise<boolean> {
  try {
    await ask()
    return false
  } catch (error) {
    if (error instanceof AppError && error.code === 'registers.too_many') return true
    throw error
  }
}

const personOf = ({ dossier }: DossierView, typedBirth: string): PersonMeant => ({
  personalId: dossier.applicantPersonalId,
  fullName: dossier.applicantName,
  birth: dossier.applicantBirthOn ?? readBirth(typedBirth) ?? '',
})

const claimsOf = ({ dossier: { applicantAddress } }: DossierView): PersonValues =>
  applicantAddress ? { address: applicantAddress } : {}

/** Why the register cannot be asked about this person, at the field where it can be mended. */
export function problemOf(person: PersonMeant, language: Language): Problem | null {
  const missing = listMissing(person)
  if (missing.length === 0) return null
  const words = registerMessages(language)
  const isBirthAlone = missing.every((name) => name === 'birth')
  return { field: 'birth', sentence: isBirthAlone ? words.birthWrong : words.cannotCheck }
}

type Typed = Readonly<{ typed: string; problems: readonly Problem[] }>

async function sendCheck(exchange: Exchange, view: DossierView, typed: Typed): Promise<FastifyReply> {
  const { frame, request, reply, language } = exchange
  const part = await personCheckPart(exchange, view, typed)
  const main = html`<div class="mc-narrow mc-stack">${errorSummary({ problems: typed.problems, language })}
<p class="mc-quiet mc-small"><a href="${dossierHref(view)}">${dossierTitle(view, language)}</a></p>
<h1>${registerMessages(language).checkTitle}</h1>${part}</div>`
  const title = registerMessages(language).checkTitle
  const status = typed.problems.length > 0 ? 422 : 200
  return sendPage(reply, frame(request, { title, main, current: 'worklist' }), status)
}

/** What the register said of the applicant last, and the button that asks it; null where no register is connected. */
export async function personCheckPart(
  { context, request, registers, language }: Exchange,
  view: DossierView,
  typed: Typed | null = null,
): Promise<Html | null> {
  if (!registers?.population) return null
  const { dossier } = view
  const latest = await findLatest(context.db, { register: 'population', dossierId: dossier.id })
  const mayAsk = may(request.actor, 'registers.look_up') && !dossier.closedAt
  if (!(latest || mayAsk)) return null
  const words = registerMessages(language)
  const form = mayAsk && checkForm(view, { isAgain: latest !== null, typed }, language)
  const heading = typed ? null : html`<h3 id="${place}-title">${words.checkTitle}</h3>`
  return html`<section class="mc-t2" id="${place}"${!typed && html` aria-labelledby="${place}-title"`}>${heading}
${latest && outcomeList(latest, language)}${form}</section>`
}

function checkForm(
  view: DossierView,
  { isAgain, typed }: Readonly<{ isAgain: boolean; typed: Typed | null }>,
  language: Language,
): Html {
  const words = registerMessages(language)
  const birth =
    view.dossier.applicantBirthOn === null &&
    textField({
      ...{ name: 'birth', label: words.birth, description: words.birthHint, language, size: 12 },
      value: typed?.typed,
      problem: typed?.problems[0]?.sentence,
      autocomplete: 'off',
    })
  return html`<form class="mc-form mc-form--tight mc-t1" method="post" action="${dossierHref(view, '/person-check')}" novalidate>
${birth}${isAgain && html`<input type="hidden" name="fresh" value="1">`}
${!isAgain && html`<p class="mc-small mc-quiet">${words.checkHint}</p>`}
${actions(button({ text: isAgain ? words.checkAgain : words.check, variant: 'secondary' }))}</form>`
}

/** An officer who may ask registers. */
export const mayCheck = (actor: OfficerActor, registers: RegisterDesk | null): registers is RegisterDesk =>
  registers?.population !== null && registers !== null && may(actor, 'registers.look_up')
