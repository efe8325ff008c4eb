import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { isId } from '#platform/ids'
import { mostUnseen } from './count-reminders.ts'
import { taskMessages } from './messages.ts'
import { remindersPage, remindersUrl } from './reminder-view.ts'
import { countUnseen, listOwnAlarms, markSeen } from './repository-alarms.ts'

const pageSize = 40
const Text = Type.Optional(Type.String({ maxLength: 100 }))
const querystring = Type.Object({ before: Text })
const body = Type.Object({ alarm: Text, all: Text, before: Text })

const readId = (text: string | undefined): string | null => (text && isId(text) ? text : null)

/** `/officer/reminders`: what rang for this officer, and the marks that it was seen. */
export const reminderPages =
  ({ db, clock }: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const guarded = { config: { permission: 'tasks.read_own' } } as const

    app.get(remindersUrl, { ...guarded, schema: { hide: true, querystring } }, async (request, reply) => {
      const actor = officerOf(request)
      const before = readId(request.query.before)
      const [found, unseen] = await Promise.all([
        listOwnAlarms(db, actor.accountId, { before, limit: pageSize + 1 }),
        countUnseen(db, actor.accountId, mostUnseen),
      ])
      const alarms = found.slice(0, pageSize)
      const next = found.length > pageSize ? (alarms.at(-1)?.id ?? null) : null
      const language = languageOf(request)
      const main = remindersPage({ alarms, unseen, before, next }, language)
      const title = taskMessages(language).reminders
      return sendPage(reply, frame(request, { title, current: 'reminders', main }))
    })

    app.post(`${remindersUrl}/seen`, { ...guarded, schema: { hide: true, body } }, async (request, reply) => {
      const actor = officerOf(request)
      const { alarm, all, before } = request.body
      const id = readId(alarm)
      if (id)
        await db
          .transaction()
          .execute((tx) => markSeen(tx, actor.accountId, { id, all: all === 'yes' }, clock.now()))
      const page = readId(before)
      return await reply.redirect(page ? `${remindersUrl}?before=${page}` : remindersUrl, 303)
    })
  }
