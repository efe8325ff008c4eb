import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { readDay } from '#components/read-step'
import {
  builtInSettings,
  decideTemplate,
  type FormLook,
  type FormNumber,
  formNames,
  formNumbers,
  formSections,
  isFormNumber,
  loadTemplates,
  readOwnTemplate,
  type SampleKind,
  sampleKinds,
  saveTemplateDraft,
  type TemplateAct,
  tryLook,
} from '#modules/forms'
import { may, officerOf, type Permission } from '#modules/identity'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { templateMessages } from './messages.ts'
import {
  type TemplatePage,
  type TypedDecision,
  type TypedTemplate,
  templatePage,
  templatesPage,
  templatesUrl,
} from './template-view.ts'

const Text = Type.Optional(Type.String({ maxLength: 200_000 }))
const params = Type.Object({ number: Type.String({ maxLength: 10 }) })
const body = Type.Object(
  { seen: Text, title: Text, basis: Text, note: Text, left: Text, right: Text, source: Text, own: Text },
  { additionalProperties: Type.Unknown() },
)
const actBody = Type.Object({ seen: Text, number: Text, decidedOn: Text, validFrom: Text })
const showing = Type.Object({ done: Text })
const previewing = Type.Object({ sample: Text, version: Type.Optional(Type.String({ pattern: '^\\d{1,6}$' })) })

const permissionOf: Readonly<Record<TemplateAct, Permission>> = {
  propose: 'forms.edit_templates',
  take_back: 'forms.edit_templates',
  drop: 'forms.edit_templates',
  return: 'forms.approve_templates',
  approve: 'forms.approve_templates',
}
const actsAt: Readonly<Record<string, readonly TemplateAct[]>> = {
  draft: ['propose', 'drop'],
  proposed: ['approve', 'return', 'take_back'],
}

const reads = { permission: 'forms.read_templates' } as const
const edits = { permission: 'forms.edit_templates' } as const
const noDecision: TypedDecision = { number: '', decidedOn: '', validFrom: '' }

/** `/admin/forms`: the templates of the forms, written, seen as they will be, and approved. */
export const templatePages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const desk = { context, frame }
    app.get(templatesUrl, { config: reads, schema: { hide: true } }, async (request, reply) => {
      const language = languageOf(request)
      const loaded = await Promise.all(
        formNumbers.map(async (number) => [number, await loadTemplates(context, number)] as const),
      )
      const main = templatesPage(new Map(loaded), language)
      const title = templateMessages(language).title
      return sendPage(reply, frame(request, { title, main, current: 'forms' }))
    })
    await app.register(writingPages(desk))
    await app.register(previewPages(desk))
    for (const [act, permission] of Object.entries(permissionOf) as [TemplateAct, Permission][]) {
      const schema = { hide: true, params, body: actBody }
      app.post(`${templatesUrl}/:number/acts/${act}`, { config: { permission }, schema }, (request, reply) =>
        decide(desk, { request, reply, number: numberOf(request.params) }, act, request.body),
      )
    }
  }

type Desk = Readonly<{ context: Context; frame: Frame }>
type Asked = Readonly<{ request: FastifyRequest; reply: FastifyReply; number: FormNumber }>

const writingPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { context } = desk
    const url = `${templatesUrl}/:number`
    app.get(url, { config: reads, schema: { hide: true, params, querystring: showing } }, (request, reply) => {
      const say = templateMessages(languageOf(request))
      const { done = '' } = request.query
      const text = done === 'save' ? say.saved : isAct(done) && say[`done_${done}`]
      const remark = text ? ({ tone: 'done', text } as const) : null
      return show(desk, { request, reply, number: numberOf(request.params) }, { remark })
    })

    app.post(url, { config: edits, schema: { hide: true, params, body } }, async (request, reply) => {
      const number = numberOf(request.params)
      const asked = { request, reply, number }
      const typed = readTyped(number, request.body)
      if (request.body.own) {
        const source = await readOwnTemplate(number)
        return await show(desk, asked, { typed: { ...typed, source } })
      }
      const problems = checkTyped(typed, languageOf(request))
      if (problems.length > 0) return await show(desk, asked, { typed, problems }, 422)
      const seen = Number(request.body.seen) || 0
      try {
        await saveTemplateDraft(context, number, { ...lookOf(number, typed), seen }, officerOf(request))
      } catch (error) {
        return await comeBack(desk, asked, error, { typed })
      }
      return await reply.redirect(`${templatesUrl}/${number}?done=save`, 303)
    })
  }

const previewPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const url = `${templatesUrl}/:number/preview.pdf`
    const reading = { config: reads, schema: { hide: true, params, querystring: previewing } }
    app.get(url, reading, async (request, reply) => {
      const number = numberOf(request.params)
      const { all } = await loadTemplates(desk.context, number)
      const { version, sample = 'usual' } = request.query
      const found = all.find((template) => template.version === Number(version))
      if (version && !found) throw requestProblem('request.not_found')
      const look = found ?? { settings: builtInSettings[number], source: null }
      return await sendTrial(desk, { request, reply, number }, look, sampleOf(sample))
    })

    app.post(url, { config: edits, schema: { hide: true, params, body } }, async (request, reply) => {
      const number = numberOf(request.params)
      const typed = readTyped(number, request.body)
      return await sendTrial(desk, { request, reply, number }, lookOf(number, typed), 'usual', typed)
    })
  }

const sampleOf = (text: string): SampleKind => sampleKinds.find((kind) => kind === text) ?? 'usual'

/** The example as PDF, or the page with what is wrong and what was typed. */
async function sendTrial(desk: Desk, asked: Asked, look: FormLook, sample: SampleKind, typed?: TypedTemplate) {
  const trial = await tryLook(asked.number, look, sample)
  if (!trial.ok) return await show(desk, asked, { fault: trial.fault, ...(typed && { typed }) }, 422)
  return await asked.reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="mau-${asked.number}-xem-thu.pdf"`)
    .header('cache-control', 'private, no-store')
    .send(trial.pdf)
}

async function decide(
  desk: Desk,
  asked: Asked,
  act: TemplateAct,
  { seen, ...typed }: Readonly<Partial<Record<keyof TypedDecision | 'seen', string>>>,
): Promise<FastifyReply> {
  const { request, reply, number } = asked
  const say = templateMessages(languageOf(request))
  const decision = { ...noDecision, ...typed }
  const [decidedOn, validFrom] = [readDay(decision.decidedOn.trim()), readDay(decision.validFrom.trim())]
  const problems = (['decidedOn', 'validFrom'] as const)
    .filter((field) => decision[field].trim() && readDay(decision[field].trim()) === null)
    .map((field) => ({ field, sentence: say.dayWrong }))
  if (act === 'approve' && problems.length > 0) return await show(desk, asked, { decision, problems }, 422)
  const given = { number: decision.number.trim(), decidedOn: decidedOn ?? '', validFrom: validFrom ?? '' }
  try {
    const order = { act, seen: Number(seen) || 0, decision: given }
    const answer = await decideTemplate(desk.context, number, order, officerOf(request))
    if (answer.ok) return await reply.redirect(`${templatesUrl}/${number}?done=${act}`, 303)
    const remark = { tone: 'warn', text: say[answer.code] } as const
    return await show(desk, asked, { decision, remark, fault: answer.fault ?? null }, 422)
  } catch (error) {
    return await comeBack(desk, asked, error, { decision })
  }
}

/** Somebody was faster: the newest is shown, with what was typed. */
function comeBack(
  desk: Desk,
  asked: Asked,
  error: unknown,
  kept: Partial<TemplatePage>,
): Promise<FastifyReply> {
  if (!(error instanceof AppError && error.code === 'forms.template_changed')) throw error
  const text = templateMessages(languageOf(asked.request)).changed
  return show(desk, asked, { ...kept, remark: { tone: 'warn', text } }, 409)
}

async function show(
  desk: Desk,
  asked: Asked,
  page: Partial<TemplatePage>,
  status = 200,
): Promise<FastifyReply> {
  const { request, reply, number } = asked
  const { actor } = request
  const language = languageOf(request)
  const loaded = await loadTemplates(desk.context, number)
  const look = loaded.open ?? loaded.inForce ?? { settings: builtInSettings[number], source: null }
  const view: TemplatePage = {
    ...loaded,
    number,
    typed: typedOf(number, look),
    decision: noDecision,
    acts: (actsAt[loaded.open?.state ?? ''] ?? []).filter((act) => may(actor, permissionOf[act])),
    mayEdit: may(actor, 'forms.edit_templates'),
    ...{ problems: [], fault: null, remark: null },
    ...page,
  }
  const content = { title: formNames(language)[number], main: templatePage(view, language), current: 'forms' }
  return sendPage(reply, desk.frame(request, content), status)
}

function numberOf({ number }: Readonly<{ number: string }>): FormNumber {
  if (!isFormNumber(number)) throw requestProblem('request.not_found')
  return number
}

const isAct = (text: string): text is TemplateAct => Object.hasOwn(permissionOf, text)

const typedOf = (number: FormNumber, { settings, source }: FormLook): TypedTemplate => ({
  title: settings.title,
  basis: settings.basis,
  note: settings.note,
  left: settings.signatures[0],
  right: settings.signatures[1],
  source: source ?? '',
  shown: formSections[number].filter((section) => !settings.hidden.includes(section)),
})

function readTyped(number: FormNumber, posted: Readonly<Record<string, unknown>>): TypedTemplate {
  const text = (name: string, most: number): string => {
    const value = posted[name]
    return typeof value === 'string' ? cleanText(value).slice(0, most) : ''
  }
  const { source } = posted
  return {
    title: text('title', 160),
    basis: text('basis', 300),
    note: text('note', 1000),
    left: text('left', 80),
    right: text('right', 80),
    source: typeof source === 'string' ? source.replaceAll('\r\n', '\n') : '',
    shown: formSections[number].filter((section) => posted[`section.${section}`] !== undefined),
  }
}

const checkTyped = ({ title }: TypedTemplate, language: Language): Problem[] =>
  title === '' ? [{ field: 'title', sentence: templateMessages(language).titleMissing }] : []

const lookOf = (number: FormNumber, typed: TypedTemplate): FormLook => ({
  settings: {
    title: typed.title,
    basis: typed.basis,
    note: typed.note,
    hidden: formSections[number].filter((section) => !typed.shown.includes(section)),
    signatures: [typed.left, typed.right],
  },
  source: typed.source.trim() === '' ? null : typed.source,
})
