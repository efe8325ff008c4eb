import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { button } from '#components/button'
import { errorSummary } from '#components/error-summary'
import { textAreaField } from '#components/field'
import type { Frame } from '#components/frame'
import { type OfficerActor, officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { readReference } from '#platform/ids'
import { resultsProblem } from './errors.ts'
import { messages } from './messages.ts'
import { findResultByCode, type Result } from './repository.ts'
import { revokeResult } from './revoke-result.ts'

const params = Type.Object({ code: Type.String({ maxLength: 60 }) })
const options = { config: { permission: 'results.revoke' }, schema: { hide: true, params } } as const
const url = '/officer/results/:code/revoke'

/** `/officer/results/:code/revoke`: a signatory takes a wrong result out of force, with the reason. */
export const resultPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const show = (request: FastifyRequest, reply: FastifyReply, page: RevokePage, status: number) => {
      const language = languageOf(request)
      const main = revokePage(page, language)
      return sendPage(reply, frame(request, { title: messages(language).revokeTitle, main }), status)
    }
    app.get(url, options, async (request, reply) => {
      const { result } = await open(context, request, request.params.code)
      return show(request, reply, { result, typed: '', problem: null }, 200)
    })
    app.post(url, options, async (request, reply) => {
      const { result, officer } = await open(context, request, request.params.code)
      const { reason: typed = '' } = (request.body ?? {}) as { reason?: string }
      const problem = typed.trim() === '' ? messages(languageOf(request)).revokeReasonNeeded : null
      if (problem) return show(request, reply, { result, typed, problem }, 422)
      await revokeResult(context, result.id, typed, officer)
      return await reply.redirect(`/officer/dossiers/${result.dossierCode}`, 303)
    })
  }

async function open(
  { db }: Context,
  request: FastifyRequest,
  typed: string,
): Promise<Readonly<{ result: Result; officer: OfficerActor }>> {
  const officer = officerOf(request)
  const code = readReference(typed)
  const result = code && (await findResultByCode(db, code))
  if (!result || result.agencyId !== officer.agencyId) throw resultsProblem('results.not_found')
  if (result.state !== 'issued') throw resultsProblem('results.not_in_force')
  return { result, officer }
}

type RevokePage = Readonly<{ result: Result; typed: string; problem: string | null }>

function revokePage({ result, typed, problem }: RevokePage, language: Language): Html {
  const words = messages(language)
  const back = `/officer/dossiers/${result.dossierCode}`
  const reason = textAreaField({
    name: 'reason',
    label: words.revokeReason,
    description: words.revokeHint,
    value: typed,
    maxLength: 1000,
    problem: problem ?? undefined,
    language,
  })
  return html`<div class="mc-narrow">
${problem && errorSummary({ problems: [{ field: 'reason', sentence: problem }], language })}
<p class="mc-small"><a href="${back}">${words.back}</a></p>
<h1>${words.revokeTitle}</h1>
<p>${result.title}, ${words.number.toLowerCase()} <strong>${result.documentNumber}</strong></p>
<p class="mc-t0">${words.revokeLead}</p>
<form method="post" class="mc-stack mc-gap2 mc-t2">${reason}<div class="mc-actions">${button({ text: words.revokeButton, color: 'danger' })}</div></form>
</div>`
}
