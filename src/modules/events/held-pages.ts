import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { type HeldView, heldPage, type TypedFix, writePayload } from './held-view.ts'
import { eventMessages } from './messages.ts'
import { readPayload } from './read-typed.ts'
import { replayDead, setAside } from './replay.ts'
import { countBehind, findHeld } from './repository-held.ts'
import { eventsUrl } from './view.ts'

const placed = Type.Object({
  name: Type.String({ maxLength: 100 }),
  position: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
})
const fixBody = Type.Object({ payload: Type.Optional(Type.String({ maxLength: 40_000 })) })
const asideBody = Type.Object({ why: Type.Optional(Type.String({ maxLength: 2000 })) })

type Placed = Readonly<{ name: string; position: number }>

/** An event that could not be taken: read, fixed and replayed, or set aside. */
export const heldPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = context
    const guarded = { config: { permission: 'events.manage' } } as const
    const framed = (request: FastifyRequest, view: HeldView) =>
      frame(request, {
        title: eventMessages(languageOf(request)).events,
        current: 'events',
        main: heldPage(view, languageOf(request)),
      })

    const showHeld = async ({ name, position }: Placed, typed: Partial<TypedFix> = {}): Promise<HeldView> => {
      const held = await findHeld(db, name, position)
      if (!held) throw requestProblem('request.not_found')
      const payload = writePayload(held.fixed?.payload ?? held.event.payload)
      const behind = await countBehind(db, held)
      return { held, behind, typed: { payload, why: '', ...typed }, problems: [] }
    }

    const readingHeld = { ...guarded, schema: { hide: true, params: placed } }
    app.get(`${eventsUrl}/held/:name/:position`, readingHeld, async (request, reply) => {
      const view = await showHeld(request.params)
      return sendPage(reply, framed(request, view))
    })

    const fixing = { ...guarded, schema: { hide: true, params: placed, body: fixBody } }
    app.post(`${eventsUrl}/held/:name/:position/replay`, fixing, async (request, reply) => {
      const { name: subscriber, position } = request.params
      const view = await showHeld(request.params)
      const payload = request.body.payload ?? view.typed.payload
      const read = readPayload(payload)
      if (read) {
        const isAsBefore = writePayload(read) === view.typed.payload
        await replayDead(context, { subscriber, position }, officerOf(request), isAsBefore ? null : read)
        return await reply.redirect(`${eventsUrl}?done=replay`, 303)
      }
      const problems = [{ field: 'payload', sentence: eventMessages(languageOf(request)).payloadWrong }]
      const wrong = { ...view, typed: { ...view.typed, payload }, problems }
      return sendPage(reply, framed(request, wrong), 422)
    })

    const settingAside = { ...guarded, schema: { hide: true, params: placed, body: asideBody } }
    app.post(`${eventsUrl}/held/:name/:position/set-aside`, settingAside, async (request, reply) => {
      const { name: subscriber, position } = request.params
      const view = await showHeld(request.params)
      const why = cleanText(request.body.why ?? '').slice(0, 500)
      if (why !== '') {
        await setAside(context, { subscriber, position }, officerOf(request), why)
        return await reply.redirect(`${eventsUrl}?done=set-aside`, 303)
      }
      const problems = [{ field: 'why', sentence: eventMessages(languageOf(request)).whyMissing }]
      return sendPage(reply, framed(request, { ...view, problems }), 422)
    })
  }
