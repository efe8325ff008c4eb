import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { loadTrustAnchors, type SigningOutside } from '#modules/signing'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { queueCheck } from './jobs.ts'
import { type LogView, logPage, logUrl } from './log-view.ts'
import { messages } from './messages.ts'
import { findEntries, listNewest, readHead, type SignedEntry } from './repository.ts'
import { listBatchesFrom, listNewestBatches, readWaiting } from './repository-batches.ts'
import { findStanding } from './repository-inspections.ts'
import { listPublicKeys } from './signing-key.ts'

const config = { permission: 'messagelog.read' } as const
const pageSize = 25
const shownBatches = 10
const Text = Type.Optional(Type.String({ maxLength: 300 }))
const querystring = Type.Object({
  q: Text,
  before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
  done: Text,
})

/** `/officer/exchange/messages`: the message log as an auditor or administrator reads it. */
export const messagelogPages =
  (context: Context, frame: Frame, signing: Pick<SigningOutside, 'trustAnchors'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(logUrl, { config, schema: { hide: true, querystring } }, async (request, reply) => {
      const { q, before = null, done } = request.query
      const language = languageOf(request)
      const asked = { searched: q?.trim() || null, before, isQueued: done === 'queued' }
      const main = logPage(await load(context, signing, asked), language)
      return sendPage(reply, frame(request, { title: messages(language).title, main, current: 'messages' }))
    })

    app.post(`${logUrl}/check`, { config, schema: { hide: true } }, async (_request, reply) => {
      await context.db.transaction().execute(queueCheck)
      return await reply.redirect(`${logUrl}?done=queued`, 303)
    })
  }

async function load(
  { db }: Context,
  signing: Pick<SigningOutside, 'trustAnchors'>,
  asked: Pick<LogView, 'searched' | 'before' | 'isQueued'>,
): Promise<LogView> {
  const { searched, before } = asked
  const found = searched
    ? (await findEntries(db, searched, pageSize)).reverse()
    : await listNewest(db, { before, messageId: null, limit: pageSize + 1 })
  const entries = found.slice(0, pageSize)
  const last = entries.at(-1)
  const [batches, newestBatches, head, waiting, inspection, keys, anchors] = await Promise.all([
    batchesOf(db, entries),
    listNewestBatches(db, shownBatches),
    readHead(db),
    readWaiting(db),
    findStanding(db),
    listPublicKeys(db),
    loadTrustAnchors(db, signing),
  ])
  return {
    ...{ ...asked, entries, batches, newestBatches, inspection, keys },
    nextHref: found.length > pageSize && last ? `${logUrl}?before=${last.number}` : null,
    logged: head.number,
    waiting: waiting.batches,
    judgesAuthority: anchors.length > 0,
  }
}

/** Each entry stands in one batch: no more of them than entries lie behind the oldest one shown in a row. */
async function batchesOf(db: Context['db'], entries: readonly SignedEntry[]) {
  const [newest, oldest] = [entries[0], entries.at(-1)]
  if (!newest || !oldest) return []
  const isRow = newest.number - oldest.number < pageSize
  if (isRow) return await listBatchesFrom(db, oldest.number, pageSize)
  return (await Promise.all(entries.map(({ number }) => listBatchesFrom(db, number, 1)))).flat()
}
