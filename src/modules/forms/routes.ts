import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { readDossier } from '#modules/dossiers'
import type { Context } from '#platform/context'
import { formNames } from './messages.ts'
import { listFormsFor, readIssued, sendForm } from './pages.ts'
import type { IssuedForm } from './repository.ts'

const code = Type.String({ maxLength: 60, description: 'The code or the reference of the dossier' })
const Form = Type.Object({
  id: Type.String({ format: 'uuid' }),
  number: Type.String({ description: '01 to 06 (TT 03/2025/TT-VPCP, Phụ lục I)' }),
  name: Type.String(),
  version: Type.Integer({ description: 'Further versions were issued again; the earlier ones stay' }),
  checkCode: Type.String(),
  issuedAt: Type.String({ format: 'date-time' }),
  agency: Type.String(),
  reason: Type.Union([Type.String(), Type.Null()]),
  signature: Type.Union([
    Type.Literal('sealed'),
    Type.Literal('asked'),
    Type.Literal('failed'),
    Type.Literal('no_seal'),
  ]),
  sha256: Type.String(),
})

const listing = {
  config: { permission: 'dossiers.read' },
  schema: {
    tags: ['forms'],
    summary: 'The forms that were issued for a dossier, in the order they were issued',
    params: Type.Object({ code }),
    response: { 200: Type.Object({ forms: Type.Array(Form) }) },
  },
} as const

const reading = {
  config: { permission: 'dossiers.read' },
  schema: {
    tags: ['forms'],
    summary: 'An issued form as PDF/A, sealed when it is sealed',
    params: Type.Object({ code, form: Type.String({ format: 'uuid' }) }),
    produces: ['application/pdf'],
  },
} as const

/** The JSON API of forms, under `/api/v1`. */
export const formRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/dossiers/:code/forms', listing, async ({ params, actor }) => {
      const { dossier } = await readDossier(context, params.code, actor, 'api')
      return { forms: (await listFormsFor(context, dossier.id, actor)).map(describeForm) }
    })

    app.get('/dossiers/:code/forms/:form', reading, async ({ params, actor }, reply) =>
      sendForm(context, await readIssued(context, params, actor), reply),
    )
  }

const describeForm = (form: IssuedForm) => ({
  id: form.id,
  number: form.number,
  name: formNames('vi')[form.number],
  version: form.version,
  checkCode: form.checkCode,
  issuedAt: form.issuedAt.toString(),
  agency: form.agencyName,
  reason: form.reason,
  signature: form.seal,
  sha256: form.contentSha256,
})
