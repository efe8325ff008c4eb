import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { button } from '#components/button'
import { code as codeText } from '#components/code'
import type { Frame } from '#components/frame'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say } from '#components/say'
import { table } from '#components/table'
import { appendAudit } from '#modules/audit'
import { formatMoment } from '#modules/calendar'
import { may, officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { type Html, html, type Piece } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { idPattern } from '#platform/ids'
import { messages } from './messages.ts'
import { enqueuePush } from './queue-push.ts'
import { listPushes, markAgain, type Push, type PushTally, tallyPushes } from './repository-pushes.ts'

const url = '/admin/national-vault'
const querystring = Type.Object({
  before: Type.Optional(Type.String({ pattern: idPattern })),
  open: Type.Optional(Type.Literal('1')),
  done: Type.Optional(Type.Literal('again')),
})
const body = Type.Object({ push: Type.String({ pattern: idPattern }) })
const pageSize = 50

/** `/admin/national-vault`: what the national vault was told of our results, and what it was not; sent again from here. */
export const nationalVaultPages =
  (context: Context, frame: Frame, isConnected: boolean): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = context
    const reading = { config: { permission: 'sync.read' }, schema: { hide: true, querystring } } as const
    app.get(url, reading, async (request, reply) => {
      const { before = null, open, done } = request.query
      const language = languageOf(request)
      const query = { before, limit: pageSize + 1, openOnly: open === '1' }
      const [found, tally] = await Promise.all([listPushes(db, query), tallyPushes(db)])
      const pushes = found.slice(0, pageSize)
      const next = found.length > pageSize ? (pushes.at(-1)?.id ?? null) : null
      const mayManage = may(request.actor, 'sync.manage')
      const page = { ...query, pushes, tally, next, isConnected, mayManage, isDone: done !== undefined }
      const title = messages(language).title
      return sendPage(
        reply,
        frame(request, { title, current: 'national-vault', main: pushPage(page, language) }),
      )
    })

    const managing = { config: { permission: 'sync.manage' }, schema: { hide: true, body } } as const
    app.post(url, managing, async (request, reply) => {
      const actor = officerOf(request)
      const at = clock.now()
      const subject = { subjectKind: 'vault_push', subjectId: request.body.push }
      await db.transaction().execute(async (tx) => {
        await markAgain(tx, request.body.push)
        await enqueuePush(tx)
        await appendAudit(tx, { at, actor, action: 'nationalvault.push_again', ...subject })
      })
      return await reply.redirect(`${url}?done=again`, 303)
    })
  }

type PushPage = Readonly<{
  pushes: readonly Push[]
  tally: PushTally
  before: string | null
  next: string | null
  openOnly: boolean
  isConnected: boolean
  mayManage: boolean
  isDone: boolean
}>

function pushPage(page: PushPage, language: Language): Html {
  const words = messages(language)
  const { pushes, tally, before, next, openOnly, isConnected, isDone } = page
  const kept = openOnly ? '&open=1' : ''
  const figures = words.tally(tally.waiting, tally.refused)
  return html`<div class="mc-work__head"><h1>${words.title}</h1><p class="mc-quiet">${words.lead}</p></div>
${isDone && notice({ tone: 'done', live: true, body: html`<p>${words.done}</p>` })}
${!isConnected && notice({ tone: 'warn', body: html`<p>${words.notConnected}</p>` })}
<p class="mc-t1">${say(tally.refused > 0 ? 'bad' : 'ok', figures)}</p>
<p class="mc-small mc-t1"><a href="${url}${openOnly ? '' : '?open=1'}">${openOnly ? words.all : words.openOnly}</a></p>
${pushes.length > 0 ? pushTable(page, language) : html`<p class="mc-t2">${words.none}</p>`}
${pagination({ nextHref: next && `${url}?before=${next}${kept}`, firstHref: before ? `${url}${openOnly ? '?open=1' : ''}` : null, language })}`
}

function pushTable({ pushes, mayManage }: PushPage, language: Language): Html {
  const words = messages(language)
  const columns = [words.dossier, words.result, words.what, words.state, ...(mayManage ? [words.action] : [])]
  const rows = pushes.map((push) => [
    html`<a href="/officer/dossiers/${push.dossierCode}">${codeText(push.dossierCode)}</a>`,
    html`${push.title}<br><span class="mc-small mc-quiet">${push.number}</span>`,
    html`${words[`kind_${push.kind}`]}${push.reason && html`<br><span class="mc-small mc-quiet">${push.reason}</span>`}`,
    stateOf(push, language),
    ...(mayManage ? [push.toldAt ? '' : againForm(push, language)] : []),
  ])
  return table({ caption: words.title, columns: columns.map((title) => ({ title })), rows, stack: true })
}

function stateOf({ toldAt, refusedAt, queuedAt, tries, lastFailure }: Push, language: Language): Piece {
  const words = messages(language)
  if (toldAt) return say('ok', words.stateTold(formatMoment(toldAt, language)))
  const why = lastFailure === 'not_ready' ? words.notReady : lastFailure
  const note = [tries > 0 && words.stateTries(tries), why].filter(Boolean).join(', ')
  const state = refusedAt
    ? say('bad', words.stateRefused)
    : say('warn', words.stateWaits(formatMoment(queuedAt, language)))
  return html`${state}${note && html`<br><span class="mc-small mc-quiet">${note}</span>`}`
}

function againForm({ id, number, title }: Push, language: Language): Html {
  const words = messages(language)
  const look = { text: words.again, about: words.againAbout(number ?? title), variant: 'secondary' } as const
  return html`<form method="post" action="${url}"><input type="hidden" name="push" value="${id}">${button(look)}</form>`
}
