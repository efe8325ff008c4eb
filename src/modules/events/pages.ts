import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { heldPages } from './held-pages.ts'
import { eventMessages } from './messages.ts'
import { readCursor, readMoment, writeCursor } from './read-typed.ts'
import { replaySince } from './replay.ts'
import { listDead } from './repository-held.ts'
import { listLatest } from './repository-latest.ts'
import { listSubscribers } from './repository-subscribers.ts'
import { eventsPage, eventsUrl, subscriberPage, subscriberUrl, type TypedMoment } from './view.ts'

const deadAtOnce = 40
const latestAtOnce = 20

const Text = Type.Optional(Type.String({ maxLength: 400 }))
const querystring = Type.Object({ after: Text, done: Text })
const named = Type.Object({ name: Type.String({ maxLength: 100 }) })
const momentBody = Type.Object({ day: Text, time: Text })

/** `/admin/events`: subscribers with cursor and lag, dead events to read, fix and replay, replay from a moment. */
export const eventPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(heldPages(context, frame))
    const { db, clock, config } = context
    const carrier = config.NATS_URL ? 'NATS JetStream' : 'PostgreSQL'
    const guarded = { config: { permission: 'events.manage' } } as const
    const framed = (request: FastifyRequest, main: ReturnType<typeof eventsPage>) =>
      frame(request, { title: eventMessages(languageOf(request)).events, current: 'events', main })

    app.get(eventsUrl, { ...guarded, schema: { hide: true, querystring } }, async (request, reply) => {
      const language = languageOf(request)
      const after = readCursor(request.query.after ?? '')
      const [subscribers, found] = await Promise.all([listSubscribers(db), listDead(db, after, deadAtOnce + 1)])
      const dead = found.slice(0, deadAtOnce)
      const last = found.length > deadAtOnce ? dead.at(-1) : undefined
      const view = {
        ...{ carrier, subscribers, dead, now: clock.now(), done: sayDone(request.query.done, language) },
        nextHref: last ? `${eventsUrl}?after=${encodeURIComponent(writeCursor(last))}` : null,
        firstHref: after ? eventsUrl : null,
      }
      return sendPage(reply, framed(request, eventsPage(view, language)))
    })

    const showSubscriber = async (name: string, typed: TypedMoment, problems: readonly Problem[]) => {
      const [state] = await listSubscribers(db, name)
      if (!state) throw requestProblem('request.not_found')
      return {
        state,
        latest: await listLatest(db, state.topic, latestAtOnce),
        typed,
        problems,
        now: clock.now(),
      }
    }

    const readingOne = { ...guarded, schema: { hide: true, params: named, querystring } }
    app.get(`${eventsUrl}/subscribers/:name`, readingOne, async (request, reply) => {
      const language = languageOf(request)
      const view = await showSubscriber(request.params.name, noMoment, [])
      const from = /^\d+$/.test(request.query.done ?? '') ? (request.query.done ?? '') : null
      const done = from && eventMessages(language).replayedFrom(from)
      return sendPage(reply, framed(request, subscriberPage({ ...view, done }, language)))
    })

    const replaying = { ...guarded, schema: { hide: true, params: named, body: momentBody } }
    app.post(`${eventsUrl}/subscribers/:name/replay`, replaying, async (request, reply) => {
      const language = languageOf(request)
      const { name } = request.params
      const typed = { ...noMoment, ...request.body }
      const view = await showSubscriber(name, typed, [])
      const read = readMoment(typed, language)
      const from = read.ok ? await replaySince(context, name, read.moment, officerOf(request)) : null
      if (from) return await reply.redirect(`${subscriberUrl(name)}?done=${from}`, 303)
      const nothing = [{ field: 'day', sentence: eventMessages(language).nothingSince }]
      const problems = read.ok ? nothing : read.problems
      return sendPage(reply, framed(request, subscriberPage({ ...view, problems, done: null }, language)), 422)
    })
  }

const noMoment: TypedMoment = { day: '', time: '00:00' }

function sayDone(done: string | undefined, language: Language): string | null {
  const say = eventMessages(language)
  if (done === 'replay') return say.doneReplay
  return done === 'set-aside' ? say.doneSetAside : null
}
