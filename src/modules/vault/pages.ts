import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { appendAudit } from '#modules/audit'
import { type Actor, citizenOf } from '#modules/identity'
import { sendContent } from '#modules/papers'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { vaultProblem } from './errors.ts'
import { messages } from './messages.ts'
import { type PaperPage, paperPage, vaultCrumb } from './paper-page.ts'
import { papersPage, titleOf } from './papers-page.ts'
import type { NameDossiers } from './ports.ts'
import { readShareForm } from './read-share-form.ts'
import { getItemOf, listVaultPapers, readItem } from './read-vault.ts'
import { listShareViews } from './repository-shares.ts'
import { fingerprintOf, mostShares, shareAddress, shareItem, stopSharing, tokenOf } from './share-item.ts'
import { sharePage } from './share-page.ts'

const config = { permission: 'vault.read_own' } as const
const code = Type.String({ maxLength: 40 })
const text = Type.Optional(Type.String({ maxLength: 200 }))
const listing = {
  schema: { hide: true, querystring: Type.Object({ of: text, type: text, q: text, before: text }) },
}
const ofItem = {
  schema: { hide: true, params: Type.Object({ code }), querystring: Type.Object({ uses: text }) },
}
const ofFile = {
  schema: {
    hide: true,
    params: Type.Object({ code }),
    querystring: Type.Object({ download: Type.Optional(Type.String()) }),
  },
}
const ofShare = { schema: { hide: true, params: Type.Object({ code, share: code }) } }

const mostViews = 100

/** The vault for its owner: the list, one paper with its uses, its file, and its links. */
export const vaultPages =
  (context: Context, frame: Frame, nameDossiers: NameDossiers): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/my/papers', { config, ...listing }, async (request, reply) => {
      const { of: organisation, type = '', q = '', before } = request.query
      const asked = { organisation, typeCode: type || undefined, words: q, cursor: before }
      const page = await listVaultPapers(context, citizenOf(request), asked)
      const language = languageOf(request)
      const shown = { words: q, typeCode: type, isFirst: before === undefined, isNational: false, language }
      const main = papersPage({ ...page, ...shown })
      return sendPage(reply, frame(request, { title: titleOf(page.owner, language), main, current: 'papers' }))
    })

    app.get('/my/papers/:code', { config, ...ofItem }, (request, reply) =>
      showItem(request, reply, { uses: request.query.uses }),
    )

    app.get('/my/papers/:code/file', { config, ...ofFile }, (request, reply) => {
      const disposition = request.query.download === undefined ? 'inline' : 'attachment'
      return sendFile(context, { asked: request.actor, code: request.params.code, disposition }, reply)
    })

    await app.register(sharingPages(context, frame, showItem))

    async function showItem(
      request: FastifyRequest,
      reply: FastifyReply,
      { uses, ...shown }: Partial<Pick<PaperPage, 'typed' | 'problems'>> & { uses?: string | undefined },
    ): Promise<FastifyReply> {
      const language = languageOf(request)
      const named = (request.params as { code: string }).code
      const view = await readItem(context, citizenOf(request), named, uses)
      const dossiers = await nameDossiers(view.uses.flatMap(({ dossier }) => dossier?.id ?? []))
      const now = context.clock.now()
      const main = paperPage({ ...view, dossiers, now, language, typed: {}, problems: [], ...shown })
      const status = shown.problems?.length ? 422 : 200
      return sendPage(reply, frame(request, { title: view.item.title, main, current: 'papers' }), status)
    }
  }

type ShowItem = (
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Partial<Pick<PaperPage, 'typed' | 'problems'>>,
) => Promise<FastifyReply>

const sharingPages =
  (context: Context, frame: Frame, showItem: ShowItem): FastifyPluginAsyncTypebox =>
  async (app) => {
    const making = { schema: { hide: true, params: Type.Object({ code }) } }
    app.post('/my/papers/:code/shares', { config, ...making }, async (request, reply) => {
      const typed = { ...(request.body as Record<string, string> | undefined) }
      const language = languageOf(request)
      const { terms, problems } = readShareForm(typed, language)
      if (!terms) return await showItem(request, reply, { typed, problems })
      try {
        const share = await shareItem(context, citizenOf(request), request.params.code, terms)
        return await reply.redirect(`/my/papers/${request.params.code}/shares/${share.code}`, 303)
      } catch (error) {
        const sentence = explain(error, request)
        if (!sentence) throw error
        return await showItem(request, reply, { typed, problems: [{ field: 'purpose', sentence }] })
      }
    })

    app.get('/my/papers/:code/shares/:share', { config, ...ofShare }, async (request, reply) => {
      const { item, owner, shares } = await readItem(context, citizenOf(request), request.params.code)
      const share = shares.find((one) => one.code === request.params.share)
      if (!share) throw vaultProblem('vault.not_found')
      const views = await listShareViews(context.db, share.id, mostViews)
      const isOurs = fingerprintOf(tokenOf(context, share)) === share.tokenSha256
      const address = isOurs ? shareAddress(context, share) : null
      const language = languageOf(request)
      const main = sharePage({
        item,
        crumb: vaultCrumb(owner, language),
        share,
        address,
        views,
        now: context.clock.now(),
        language,
      })
      const title = messages(language).shareFor(share.recipient)
      return sendPage(reply, frame(request, { title, main, current: 'papers' }))
    })

    app.post('/my/papers/:code/shares/:share/end', { config, ...ofShare }, async (request, reply) => {
      const { code: item, share } = request.params
      await stopSharing(context, citizenOf(request), item, share)
      return await reply.redirect(`/my/papers/${item}/shares/${share}`, 303)
    })
  }

function explain(error: unknown, request: FastifyRequest): string | null {
  const words = messages(languageOf(request))
  if (!(error instanceof AppError)) return null
  if (error.code === 'vault.not_offered') return words.cannotShare
  return error.code === 'vault.too_many_shares' ? words.tooManyShares(mostShares) : null
}

type FileWanted = Readonly<{ asked: Actor; code: string; disposition: 'inline' | 'attachment' }>

/** Sends the file of an item to its owner; the reading is on record before the first byte goes out. */
async function sendFile(
  context: Context,
  { asked, code: named, disposition }: FileWanted,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const actor = citizenOf({ actor: asked })
  const { db, clock, files } = context
  const { item } = await getItemOf(db, named, actor.personalId)
  if (!item.paper) throw vaultProblem('vault.not_found')
  if (!(await files.has(item.paper.sha256))) throw vaultProblem('vault.content_unavailable')
  await db.transaction().execute((tx) =>
    appendAudit(tx, {
      at: clock.now(),
      actor,
      action: 'vault.download',
      subjectKind: 'vault_item',
      subjectId: item.id,
      subjectCode: item.code,
      detail: { purpose: 'own', disposition },
    }),
  )
  return sendContent(context, item.paper, reply, disposition)
}
