import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { hasPage } from '#components/navigation'
import { changeRows } from '#components/repeated-group'
import { localDay } from '#modules/calendar'
import { dossierMessages, readDossierCode, type Submission, takeInDossier } from '#modules/dossiers'
import { adaptToAnswers } from '#modules/guides'
import { type OfficerActor, officerOf, takeParkedTexts } from '#modules/identity'
import { vaultRegister } from '#modules/nationalvault'
import { readIdCard, receiveForm } from '#modules/papers'
import type { Procedure } from '#modules/procedures'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { type Exchange, openExchange } from './exchange.ts'
import { checkClaims, claimsOf } from './intake-benefits.ts'
import { checkAtIntake, intakeCheckPart, tieIntake } from './intake-check.ts'
import { askDeclaration } from './intake-declaration.ts'
import { lookAtCounter, nationalVaultPart } from './intake-national-vault.ts'
import { loadScans, withChosenScans } from './intake-scans.ts'
import { loadOffers, type Taken, takeForCounter } from './intake-vault.ts'
import { type IntakePage, intakePage, shownCommuneOf } from './intake-view.ts'
import { keepPapersOf } from './kept-papers.ts'
import { type Counter, loadCounter } from './load-intake.ts'
import { officerMessages } from './messages.ts'
import { answersOf, applicantOf, checkIntake, readIntake, type TypedIntake, withCard } from './read-intake.ts'

const path = '/officer/intake'
const querystring = Type.Object({
  done: Type.Optional(Type.String({ maxLength: 60 })),
  procedure: Type.Optional(Type.String({ maxLength: 60 })),
})

type Shown = Omit<IntakePage, 'asked' | 'scans' | 'offers' | 'check' | 'nationalVault'>

/** One request of a reception officer. */
type Intake = Exchange & Readonly<{ officer: OfficerActor }>

/** `/officer/intake`: person, papers and appointment in one page. Every button sends the page and loses nothing. */
export const intakePages =
  (
    context: Context,
    frame: Frame,
    { registers, nationalVault }: Pick<Exchange, 'registers' | 'nationalVault'>,
  ): FastifyPluginAsyncTypebox =>
  async (app) => {
    const openAny = openExchange(context, frame, registers, nationalVault)
    const open = (request: FastifyRequest, reply: FastifyReply): Intake => ({
      ...openAny(request, reply),
      officer: officerOf(request),
    })
    const options = { config: { permission: 'dossiers.intake' } } as const
    app.get(path, { ...options, schema: { hide: true, querystring } }, async (request, reply) => {
      const { done = '', procedure = '' } = request.query
      const officer = officerOf(request)
      const parked = await takeParkedTexts(context.db, request)
      const { kept } = await keepPapersOf(
        context.db,
        { fields: parked ?? {}, papers: [] },
        officer.accountId,
        languageOf(request),
      )
      const typed = readIntake(parked ?? { procedure }, kept, freshIntake(context))
      const counter = await loadCounter(context, officer, chosenOf(typed))
      const code = readDossierCode(done)
      const hasReceipt = hasPage(request, '/officer/dossiers/:code/receipt.pdf')
      const page = {
        typed,
        counter,
        problems: [],
        done: code ? { code, hasReceipt } : null,
        isBack: parked !== null,
      }
      return show(open(request, reply), page, 200)
    })

    app.post(path, { ...options, schema: { hide: true } }, (request, reply) => receive(open(request, reply)))
  }

/** Whatever button was pressed: the card is read, the procedure's form shown, or the dossier accepted. */
async function receive(exchange: Intake): Promise<FastifyReply> {
  const { context, request, officer, language } = exchange
  const sent = await receiveForm(context, request)
  const form = { ...sent, fields: withChosenScans(sent.fields) }
  const { kept, problems } = await keepPapersOf(context.db, form, officer.accountId, language)
  const { v: pressed = '' } = form.fields
  const fields = (changeRows(form.fields) ?? form.fields) as typeof form.fields
  const step = readCardInto(readIntake(fields, kept, freshIntake(context)), pressed, language)
  const counter = await loadCounter(context, officer, chosenOf(step.typed))
  const taking = { typed: step.typed, procedure: counter.procedure, take: form.fields.take ?? '' }
  const taken = await takeForCounter(context, officer, taking, language)
  const { typed, problems: spent } = withTaken(step.typed, taken)
  const found = [
    ...step.problems,
    ...problems,
    ...spent,
    ...(pressed === 'verify' ? await checkAtIntake(exchange, typed) : []),
    ...(pressed === vaultRegister ? await lookAtCounter(exchange, typed, counter.procedure) : []),
    ...checkChoice(typed, counter, pressed === 'accept', language),
  ]
  // Another procedure or agency than the one that stood on the page: its form and its promise are shown first.
  const isShown = typed.shownCode === typed.procedureCode
  const isPromised = typed.shownCommune === shownCommuneOf(counter)
  const isAccepting = pressed === 'accept' && isShown && isPromised
  const all = isAccepting ? merge(found, checkWhole(typed, counter, language)) : found
  const isMoved = pressed === 'accept' && isShown && !isPromised && all.length === 0
  const remark = isMoved ? officerMessages(language).placeChanged : null
  const page = { typed, counter, problems: all, remark }
  if (all.length > 0) return show(exchange, page, 422)
  return isAccepting ? await accept(exchange, page) : show(exchange, page, 200)
}

/** The papers given so far with the one that was taken, or why it was not. */
function withTaken(typed: TypedIntake, taken: Taken): Step {
  if (!taken) return { typed, problems: [] }
  if ('problem' in taken) return { typed, problems: [taken.problem] }
  const { component, paper } = taken
  const before = (typed.kept[component] ?? []).filter(({ id }) => id !== paper.id)
  return { typed: { ...typed, kept: { ...typed.kept, [component]: [...before, paper] } }, problems: [] }
}

const freshIntake = ({ clock }: Context) => ({ key: randomUUID(), today: localDay(clock.now()).toString() })

/** What was chosen; the papers and the time are those of the case that the declaration tells. */
const chosenOf = (typed: TypedIntake) => ({
  procedureCode: typed.procedureCode,
  communeCode: typed.communeCode,
  adapt: (procedure: Procedure) => adaptToAnswers(procedure, answersOf(typed, procedure)),
})

const merge = (first: readonly Problem[], more: readonly Problem[]): Problem[] => [
  ...first,
  ...more.filter(({ field }) => !first.some((problem) => problem.field === field)),
]

/** Everything that stands against accepting, in the order of the page. */
const checkWhole = (
  typed: TypedIntake,
  { procedure, now }: Counter,
  language: Language,
): readonly Problem[] => [
  ...checkIntake(typed, procedure, language),
  ...(procedure ? checkClaims({ typed, procedure, now }, language) : []),
]

type Step = Readonly<{ typed: TypedIntake; problems: readonly Problem[] }>

/** Reads a scanned card into the form, whichever button sent it: a scanner ends its text with Enter. */
function readCardInto(typed: TypedIntake, pressed: string, language: Language): Step {
  const words = officerMessages(language)
  if (pressed === 'type') return { typed: { ...typed, isFromCard: false }, problems: [] }
  if (typed.scan.trim() === '') {
    const isEmpty = pressed === 'card' && typed.person.fullName === ''
    return { typed, problems: isEmpty ? [{ field: 'scan', sentence: words.cardEmpty }] : [] }
  }
  const reading = readIdCard(typed.scan)
  if (reading.ok) return { typed: withCard(typed, reading.card), problems: [] }
  const sentence = words.cardProblem(words[`card_${reading.code}`])
  return { typed, problems: [{ field: 'scan', sentence }] }
}

/** A code that is no procedure of this counter, no commune of the province, or that nobody resolves. */
function checkChoice(
  typed: TypedIntake,
  counter: Counter,
  isAccepting: boolean,
  language: Language,
): Problem[] {
  const words = officerMessages(language)
  if (typed.procedureCode === '') return []
  const { procedure, communes, communeCode, competentAgency } = counter
  if (!procedure) return [{ field: 'procedure', sentence: words.procedureNotHere }]
  if (procedure.level === 'commune' && !communes.some(({ code }) => code === communeCode)) {
    const sentence = communeCode === '' ? words.communeNeeded : words.communeNotHere
    return communeCode === '' && !isAccepting ? [] : [{ field: 'commune', sentence }]
  }
  return competentAgency ? [] : [{ field: 'procedure', sentence: words.agencyUnknown }]
}

async function accept(exchange: Intake, page: Shown): Promise<FastifyReply> {
  const { context, reply, officer, language } = exchange
  const { typed, counter } = page
  if (!counter.procedure) return show(exchange, page, 422)
  try {
    const submission = submissionOf(typed, counter.procedure, counter)
    const dossier = await takeInDossier(context, submission, officer, typed.key)
    await tieIntake(context, typed, officer, dossier)
    const { code, reference } = dossier
    return await reply.redirect(`${path}?done=${code ?? reference}`, 303)
  } catch (error) {
    const remark = explain(error, language)
    if (!remark || !(error instanceof AppError)) throw error
    const key = error.code === 'request.key_reused' ? randomUUID() : typed.key
    return show(exchange, { ...page, typed: { ...typed, key }, remark }, error.status)
  }
}

/** What the form hands in. Files of a procedure that was chosen before are left behind. */
function submissionOf(typed: TypedIntake, procedure: Procedure, counter: Counter): Submission {
  const { form } = procedure
  const answers = answersOf(typed, procedure)
  const asked = procedure.components.map(({ key }) => key)
  const given = Object.entries(typed.kept).filter(([component]) => asked.includes(component))
  return {
    procedure: procedure.code,
    channel: 'counter',
    communeCode: shownCommuneOf(counter) || null,
    applicant: applicantOf(typed),
    subject: form?.['x-subject'] ? null : typed.subject || null,
    answers,
    papers: given.flatMap(([component, files]) => files.map(({ id }) => ({ component, paper: id }))),
    ...(!form?.['x-return-method'] && { returnMethod: typed.returnMethod }),
    ...claimsOf({ typed, procedure, now: counter.now }),
  }
}

/** What was refused although the form was complete; null for what is an error of ours. */
function explain(error: unknown, language: Language): string | null {
  if (!(error instanceof AppError)) return null
  const words = officerMessages(language)
  const sentences: Readonly<Record<string, string>> = {
    'request.key_reused': words.duplicate,
    'dossiers.agency_unknown': words.agencyUnknown,
    'dossiers.not_found': words.notThisCounter,
    'dossiers.not_allowed': words.notThisCounter,
    'dossiers.channel_closed': words.procedureNotHere,
    'dossiers.papers_unknown': words.paperUnknown,
  }
  const sentence = sentences[error.code]
  return sentence ? `${sentence} ${words.nothingWritten}` : null
}

async function show(exchange: Intake, page: Shown, status: number): Promise<FastifyReply> {
  const { context, frame, request, reply, language } = exchange
  const { procedure, agency } = page.counter
  const scans = await loadScans(context, exchange.officer, page.typed.kept)
  const offers = await loadOffers(context, exchange.officer, page.typed, procedure)
  const check = await intakeCheckPart(exchange, page.typed)
  const nationalVault = await nationalVaultPart(exchange, page.typed, page)
  const asked = await askDeclaration(context.db, page.typed, procedure, agency.provinceCode)
  const content = {
    title: dossierMessages(language).intake,
    main: intakePage({ ...page, asked, scans, offers, check, nationalVault }, language),
    scripts: ['questions.js'],
    current: 'intake',
  }
  return sendPage(reply, frame(request, content), status)
}
