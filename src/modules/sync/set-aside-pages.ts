import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { idPattern } from '#platform/ids'
import { cleanText } from '#platform/search-text'
import { setAsideDelivery } from './hold-destination.ts'
import { syncMessages } from './messages.ts'
import { findDead } from './repository.ts'
import { setAsidePage } from './set-aside-view.ts'
import { destinationUrl, syncUrl } from './view.ts'

const count = Type.String({ pattern: '^\\d{1,6}$' })
const params = Type.Object({
  destination: Type.String({ maxLength: 60 }),
  dossier: Type.String({ pattern: idPattern }),
  number: count,
  repeat: count,
})
const body = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 400 })) })

/** `/admin/sync/:destination/set-aside/…`: a message that waits for a person is given up, with a reason. */
export const setAsidePages =
  (context: Context, frame: Frame, known: (code: string) => string): FastifyPluginAsyncTypebox =>
  async (app) => {
    const url = `${syncUrl}/:destination/set-aside/:dossier/:number/:repeat`
    const config = { permission: 'sync.manage' } as const
    const keyOf = ({ destination, dossier, number, repeat }: Static<typeof params>) => ({
      ...{ destination: known(destination), dossierId: dossier },
      ...{ number: Number(number), repeat: Number(repeat) },
    })

    async function show(
      request: FastifyRequest<{ Params: Static<typeof params> }>,
      reply: FastifyReply,
      said: Readonly<{ reason: string; problems: readonly Problem[] }>,
    ): Promise<FastifyReply> {
      const delivery = await findDead(context.db, keyOf(request.params))
      if (!delivery) throw requestProblem('request.not_found')
      const language = languageOf(request)
      const main = setAsidePage({ delivery, ...said }, language)
      const page = frame(request, { title: syncMessages(language).setAside, current: 'operations', main })
      return sendPage(reply, page, said.problems.length > 0 ? 422 : 200)
    }

    app.get(url, { config, schema: { hide: true, params } }, (request, reply) =>
      show(request, reply, { reason: '', problems: [] }),
    )
    app.post(url, { config, schema: { hide: true, params, body } }, async (request, reply) => {
      const key = keyOf(request.params)
      const reason = cleanText(request.body.reason ?? '').slice(0, 300)
      const sentence = syncMessages(languageOf(request)).setAsideReasonMissing
      if (!reason) return await show(request, reply, { reason, problems: [{ field: 'reason', sentence }] })
      await setAsideDelivery(context, { key, reason }, officerOf(request))
      return await reply.redirect(destinationUrl(key.destination, '?done=set_aside'), 303)
    })
  }
