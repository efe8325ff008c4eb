import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { selectField, textField } from '#components/field'
import type { Frame } from '#components/frame'
import { issuedForms } from '#components/issued-forms'
import { notice } from '#components/notice'
import { narrow, zone } from '#components/sheet'
import { type DossierView, readDossier } from '#modules/dossiers'
import {
  type DossierFormNumber,
  describeIssued,
  formMessages,
  formNames,
  type IssuedForm,
  isFormNumber,
  issueAgain,
  type ListConsultations,
  listFormsFor,
} from '#modules/forms'
import { may, officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'

const params = Type.Object({ code: Type.String({ maxLength: 60 }) })
const querystring = Type.Object({ done: Type.Optional(Type.String()) })
const Text = Type.Optional(Type.String({ maxLength: 1000 }))
const body = Type.Object({ form: Text, reason: Text })
const url = '/officer/dossiers/:code/forms'

type Typed = Readonly<{ form: string; reason: string }>
type Page = Readonly<{ typed: Typed; problems: readonly Problem[]; done: boolean }>

/** `/officer/dossiers/:code/forms`: what was issued for a dossier, and issuing one again with a reason. */
export const issuedFormPages =
  (context: Context, frame: Frame, listConsultations: ListConsultations): FastifyPluginAsyncTypebox =>
  async (app) => {
    const show = async (request: FastifyRequest, reply: FastifyReply, view: DossierView, page: Page) => {
      const language = languageOf(request)
      const forms = await listFormsFor(context, view.dossier.id, request.actor)
      const mayIssue = may(request.actor, 'forms.issue') && forms.length > 0
      const main = formsPage(view, forms, mayIssue, page, language)
      const title = formMessages(language).heading
      const status = page.problems.length > 0 ? 422 : 200
      return sendPage(reply, frame(request, { title, main, current: 'worklist' }), status)
    }

    const reading = {
      config: { permission: 'dossiers.list_work' },
      schema: { hide: true, params, querystring },
    } as const
    app.get(url, reading, async (request, reply) => {
      const view = await readDossier(context, request.params.code, request.actor, 'form')
      const typed = { form: '', reason: '' }
      return await show(request, reply, view, { typed, problems: [], done: request.query.done === 'again' })
    })

    const issuing = { config: { permission: 'forms.issue' }, schema: { hide: true, params, body } } as const
    app.post(url, issuing, async (request, reply) => {
      const actor = officerOf(request)
      const view = await readDossier(context, request.params.code, actor, 'form')
      const typed = readTyped(request.body)
      try {
        const again = { reason: typed.reason, officer: actor }
        await issueAgain({ ...context, listConsultations }, view, numberOf(typed.form), again)
      } catch (error) {
        const problems = explain(error, languageOf(request))
        if (!problems) throw error
        return await show(request, reply, view, { typed, problems, done: false })
      }
      const { code, reference } = view.dossier
      return await reply.redirect(`/officer/dossiers/${code ?? reference}/forms?done=again`, 303)
    })
  }

const readTyped = ({ form = '', reason = '' }: Partial<Typed>): Typed => ({
  form,
  reason: cleanText(reason).slice(0, 500),
})

function numberOf(text: string): DossierFormNumber {
  if (!isFormNumber(text) || text === '07') throw new AppError('forms.not_due', 409)
  return text
}

/** A refusal at its field; null for what is none. */
function explain(error: unknown, language: Language): Problem[] | null {
  if (!(error instanceof AppError)) return null
  const say = formMessages(language)
  const refusals: Readonly<Record<string, Problem>> = {
    'forms.reason_missing': { field: 'reason', sentence: say.reasonMissing },
    'forms.unchanged': { field: 'form', sentence: say.unchanged },
    'forms.not_due': { field: 'form', sentence: say.notDue },
  }
  const problem = refusals[error.code]
  return problem ? [problem] : null
}

function formsPage(
  { dossier }: DossierView,
  forms: readonly IssuedForm[],
  mayIssue: boolean,
  page: Page,
  language: Language,
): Html {
  const say = formMessages(language)
  const code = dossier.code ?? dossier.reference
  const lines = describeIssued(forms, '/officer', language)
  return html`<p class="mc-quiet mc-small"><a href="/officer/dossiers/${code}">${code}</a></p>
<div class="mc-work__head"><h1>${say.heading}</h1><p class="mc-quiet">${dossier.procedureName}</p></div>
${narrow(
  page.done && notice({ tone: 'done', live: true, body: html`<p>${say.issuedAgain}</p>` }),
  errorSummary({ problems: page.problems, language }),
  zone({
    id: 'issued',
    title: code,
    body: issuedForms({ lines }) ?? html`<p>${say.noneYet}</p>`,
  }),
  mayIssue && zone({ id: 'again', title: say.issueAgain, body: againForm(code, forms, page, language) }),
)}`
}

function againForm(code: string, forms: readonly IssuedForm[], page: Page, language: Language): Html {
  const say = formMessages(language)
  const field = typedFields<keyof Typed>(page, language)
  const numbers = [...new Set(forms.map(({ number }) => number))]
  const options = numbers.map((number) => ({
    value: number,
    label: `${say.form(number)}: ${formNames(language)[number]}`,
  }))
  return html`<p class="mc-small">${say.issueAgainHint}</p><form class="mc-form mc-t1" method="post" action="/officer/dossiers/${code}/forms" novalidate>
${selectField({ ...field('form'), label: say.whichForm, options })}
${textField({ ...field('reason'), label: say.whyAgain, maxLength: 500 })}
${actions(button({ text: say.issueAgain }))}</form>`
}
