import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import { readDay } from '#components/read-step'
import { type DesignAct, decideDesign, type OrderAnswer } from '#modules/designs'
import { officerOf, type Permission } from '#modules/identity'
import { languageOf } from '#platform/i18n'
import { type ActFieldName, type ActView, actView } from './act-view.ts'
import { type Asked, addressOf, type Desk, dayOf, idParams, numberOf, shortText, show } from './desk.ts'
import { headOf, type LoadedDesign, loadDesign } from './load-design.ts'
import { designMessages } from './messages.ts'

/** Who may do which act; a leader judges, an administrator writes. */
export const permissionOf: Readonly<Record<DesignAct, Permission>> = {
  submit: 'designs.edit',
  take_back: 'designs.edit',
  discard: 'designs.edit',
  return: 'designs.approve',
  approve: 'designs.approve',
  undo: 'designs.approve',
}

const body = Type.Object({
  seen: shortText,
  note: shortText,
  number: Type.Optional(Type.String({ maxLength: 200 })),
  decidedOn: shortText,
  effectiveOn: shortText,
})
type Body = Readonly<Partial<Record<ActFieldName | 'seen', string>>>

/** `/admin/designs/:id/acts/<act>`: what an act means, and the act. */
export const actPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    for (const [act, permission] of Object.entries(permissionOf) as [DesignAct, Permission][]) {
      const url = `/admin/designs/:id/acts/${act}`
      const config = { permission }
      app.get(url, { config, schema: { params: idParams } }, async (request, reply) => {
        const loaded = await loadDesign(desk, request.params)
        return showAct(desk, { request, reply }, { loaded, act, typed: {}, problems: [] })
      })
      app.post(url, { config, schema: { params: idParams, body } }, async (request, reply) =>
        doAct(desk, { request, reply }, await loadDesign(desk, request.params), act),
      )
    }
  }

type Shown = Pick<ActView, 'act' | 'typed' | 'problems' | 'refusal'> &
  Readonly<{ loaded: LoadedDesign; status?: number }>

function showAct(desk: Desk, asked: Asked, { loaded, status = 200, ...view }: Shown) {
  const say = designMessages(languageOf(asked.request))
  const main = actView({ ...view, head: headOf(loaded, 'overview', asked) })
  return show(desk, asked, { title: `${say.acts()[view.act]}: ${loaded.name}`, main, status })
}

async function doAct(desk: Desk, asked: Asked, loaded: LoadedDesign, act: DesignAct) {
  const { request, reply } = asked
  const typed = request.body as Body
  const say = designMessages(languageOf(request))
  const [decidedOn, effectiveOn] = [readDay(typed.decidedOn ?? ''), readDay(typed.effectiveOn ?? '')]
  const unread = (['decidedOn', 'effectiveOn'] as const).filter(
    (name) => typed[name]?.trim() && readDay(typed[name] ?? '') === null,
  )
  if (act === 'approve' && unread.length > 0) {
    const problems = unread.map((field) => ({ field, sentence: say.dayWrong }))
    return showAct(desk, asked, { loaded, act, typed, problems, status: 422 })
  }
  const order = {
    act,
    seen: numberOf(typed.seen),
    note: typed.note?.trim() ?? '',
    decision: {
      number: typed.number?.trim() ?? '',
      decidedOn: decidedOn ?? '',
      effectiveOn: effectiveOn ?? '',
    },
  }
  const answer = await decideDesign(desk.context, loaded.design.id, order, officerOf(request))
  if (answer.ok) return reply.redirect(`${addressOf(loaded.design.id)}?done=${act}`, 303)
  const { problems, refusal } = explain(answer, order.decision, languageOf(request))
  const fresh = await loadDesign(desk, { id: loaded.design.id })
  return showAct(desk, asked, { loaded: fresh, act, typed, problems, refusal, status: 422 })
}

type Refused = Extract<OrderAnswer, { ok: false }>

/** A refusal at its field, or above the form. */
function explain(
  { code, on }: Refused,
  decision: Readonly<{ number: string; decidedOn: string; effectiveOn: string }>,
  language: 'vi' | 'en',
): Readonly<{ problems: readonly Problem[]; refusal?: string }> {
  const say = designMessages(language)
  const sentence = `${say.refusals()[code]}${on ? ` (${dayOf(on)})` : ''}`
  const fields: Readonly<Partial<Record<Refused['code'], string>>> = {
    reason_needed: 'note',
    day_passed: 'effectiveOn',
    not_after_last: 'effectiveOn',
    decided_in_future: 'decidedOn',
  }
  const field = fields[code]
  if (field) return { problems: [{ field, sentence }] }
  if (code !== 'decision_needed') return { problems: [], refusal: sentence }
  const missing = (['number', 'decidedOn', 'effectiveOn'] as const).filter((name) => decision[name] === '')
  return { problems: missing.map((name) => ({ field: name, sentence })) }
}
