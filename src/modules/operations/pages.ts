import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { hasPage } from '#components/navigation'
import { may, officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { holdSystem, releaseSystem } from './hold-system.ts'
import { lookAtSystems } from './look-at-systems.ts'
import { operationMessages } from './messages.ts'
import type { OutsideSystem } from './ports.ts'
import { listAlarms } from './repository-alarms.ts'
import { operationsUrl, overviewPage, systemPage, systemUrl } from './view.ts'

const params = Type.Object({ code: Type.String({ maxLength: 60 }) })
const querystring = Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) })
const body = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 400 })) })

/** `/admin/sync`: every system outside; `/admin/systems/:code`: one of them, held and called again. */
export const operationPages =
  (context: Context, frame: Frame, systems: readonly OutsideSystem[]): FastifyPluginAsyncTypebox =>
  async (app) => {
    const reading = { permission: 'operations.read' } as const
    const managing = { permission: 'operations.manage' } as const

    app.get(operationsUrl, { config: reading, schema: { hide: true } }, async (request, reply) => {
      const language = languageOf(request)
      const [looks, alarms] = await Promise.all([lookAtSystems(context, systems), listAlarms(context.db)])
      const faultsHref =
        may(request.actor, 'portal.break_stand_ins') && hasPage(request, '/demo/faults') ? '/demo/faults' : null
      const main = overviewPage({ looks, alarms, faultsHref }, language)
      const content = { title: operationMessages(language).title, current: 'operations', main }
      return sendPage(reply, frame(request, content))
    })

    const showing = { config: reading, schema: { hide: true, params, querystring } }
    app.get('/admin/systems/:code', showing, async (request, reply) => {
      const done = doneSentence(request.query.done, languageOf(request))
      return await show(request, reply, { done, problems: [] })
    })

    async function show(
      request: FastifyRequest<{ Params: { code: string } }>,
      reply: FastifyReply,
      said: Readonly<{ done: string | null; problems: readonly Problem[] }>,
    ): Promise<FastifyReply> {
      const language = languageOf(request)
      const system = known(request)
      const [look] = await lookAtSystems(context, [system])
      if (!look) throw requestProblem('request.not_found')
      const mayManage = may(request.actor, 'operations.manage')
      const { desk } = system
      const deskHref = desk && may(request.actor, desk.permission) ? desk.href : null
      const main = systemPage({ look, ...said, mayManage, deskHref }, language)
      const content = { title: system.names[language], current: 'operations', main }
      return sendPage(reply, frame(request, content), said.problems.length > 0 ? 422 : 200)
    }

    function known({ params }: FastifyRequest<{ Params: { code: string } }>): OutsideSystem {
      const system = systems.find(({ code }) => code === params.code)
      if (!system) throw requestProblem('request.not_found')
      return system
    }

    const holding = { config: managing, schema: { hide: true, params, body } }
    app.post('/admin/systems/:code/hold', holding, async (request, reply) => {
      const { code, mayBeHeld } = known(request)
      if (!mayBeHeld) throw requestProblem('request.not_found')
      const reason = cleanText(request.body.reason ?? '').slice(0, 300)
      const sentence = operationMessages(languageOf(request)).reasonMissing
      if (!reason) return await show(request, reply, { done: null, problems: [{ field: 'reason', sentence }] })
      await holdSystem(context, code, reason, officerOf(request))
      return await reply.redirect(systemUrl(code, '?done=held'), 303)
    })

    app.post(
      '/admin/systems/:code/release',
      { config: managing, schema: { hide: true, params } },
      async (request, reply) => {
        const { code } = known(request)
        await releaseSystem(context, code, officerOf(request))
        return await reply.redirect(systemUrl(code, '?done=released'), 303)
      },
    )
  }

function doneSentence(done: string | undefined, language: Language): string | null {
  if (done === 'held') return operationMessages(language).heldDone
  return done === 'released' ? operationMessages(language).releasedDone : null
}
