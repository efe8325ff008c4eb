import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Context } from '#platform/context'
import { answerConsultation } from './answer-consultation.ts'
import { askAgency } from './ask-agency.ts'
import { type ConsultationView, describeWhole, readConsultationsOf } from './read-consultations.ts'
import { schemas } from './route-schemas.ts'

/** The JSON API of consultations, under `/api/v1`. */
export const consultationRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    const asking = { schema: schemas.ask, config: { permission: 'consultations.ask' } } as const
    app.post('/dossiers/:code/consultations', asking, async ({ params, body, headers, actor }, reply) => {
      const { papers = [], ...question } = body
      const key = headers['idempotency-key'] ?? null
      const asked = await askAgency(context, params.code, { ...question, papers }, actor, key)
      return reply.status(201).send(toBody(await describeWhole(context, asked)))
    })

    const listing = { schema: schemas.list, config: { permission: 'consultations.read' } } as const
    app.get('/dossiers/:code/consultations', listing, async ({ params, actor }) => {
      const views = await readConsultationsOf(context, params.code, actor)
      return { consultations: views.map(toBody) }
    })

    const answering = { schema: schemas.answer, config: { permission: 'consultations.answer' } } as const
    app.post('/consultations/:id/answer', answering, async ({ params, body, headers, actor }) => {
      const { opinion, answer: text = '' } = body
      const key = headers['idempotency-key'] ?? null
      const answered = await answerConsultation(context, params.id, { opinion, text }, actor, key)
      return toBody(await describeWhole(context, answered))
    })
  }

function toBody({ consultation, asking, asked, urgency, papers }: ConsultationView) {
  const { id, number, dossierCode, question, answer, toldOverdueAt, lapsedAt } = consultation
  return {
    ...{ id, number, dossierCode, question, urgency },
    askingAgency: asking.code,
    askedAgency: asked.code,
    askedAt: consultation.askedAt.toString(),
    askedBy: consultation.askedByName,
    dueAt: consultation.dueAt.toString(),
    papers: papers.map(({ paperId }) => paperId),
    answer: answer && {
      opinion: answer.opinion,
      answer: answer.text,
      answeredAt: answer.at.toString(),
      answeredBy: answer.byName,
    },
    toldOverdueAt: toldOverdueAt?.toString() ?? null,
    lapsedAt: lapsedAt?.toString() ?? null,
  }
}
