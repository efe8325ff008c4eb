import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { dossierMessages, listOwnDossiers, readDossier, scopeOf } from '#modules/dossiers'
import { type Draft, listBegun } from '#modules/drafts'
import { showChoices } from '#modules/eforms'
import { findNameHere, findPortalCode } from '#modules/filings'
import { describeIssued, listFormsFor } from '#modules/forms'
import type { Actor } from '#modules/identity'
import { listMirroredFor } from '#modules/mirrors'
import { listScans } from '#modules/papers'
import { findProcedureVersion, inLanguage } from '#modules/procedures'
import { ratingAside } from '#modules/ratings'
import { describeReceipts } from '#modules/receipts'
import { citizenResult, listResultsOf } from '#modules/results'
import { contactAside } from '#modules/shipments'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { type ListPlace, readPlace, writePlace } from '#platform/list-place'
import { commandPages } from './command-pages.ts'
import { messagesOf } from './dossier-messages.ts'
import { dossierPage, dossierTitle } from './dossier-page.ts'
import { type MyDossiersView, myDossiersPage } from './my-dossiers-page.ts'
import { trackPages } from './track-pages.ts'

const config = { permission: 'dossiers.read_own' } as const
const pageSize = 20
const mostDrafts = 20

/** What a citizen sees of their dossiers, what they can do to them, and the public tracking pages. */
export const citizenDossierPages =
  (context: Context, frame: Frame, paysOnline = false): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(readingPages(context, frame, paysOnline))
    await app.register(commandPages(context, frame))
    await app.register(trackPages(context, frame))
  }

const readingPages =
  (context: Context, frame: Frame, paysOnline: boolean): FastifyPluginAsyncTypebox =>
  async (app) => {
    const listing = {
      schema: { hide: true, querystring: Type.Object({ before: Type.Optional(Type.String()) }) },
    }
    app.get('/my/dossiers', { config, ...listing }, async (request, reply) => {
      const language = languageOf(request)
      const view = await loadOwn(context, request.actor, readPlace(request.query.before), language)
      const main = myDossiersPage(view)
      const title = dossierMessages(language).myDossiers
      return sendPage(reply, frame(request, { title, main, current: 'dossiers' }))
    })

    const reading = {
      schema: {
        hide: true,
        params: Type.Object({ code: Type.String() }),
        querystring: Type.Object({ done: Type.Optional(Type.String()) }),
      },
    }
    app.get('/my/dossiers/:code', { config, ...reading }, async (request, reply) => {
      const language = languageOf(request)
      const { code } = request.params
      const here = await findNameHere(context.db, code, request.actor)
      if (here) return await reply.redirect(`/my/dossiers/${here}`, 303)
      const read = await readDossier(context, code, request.actor, 'own')
      const { dossier, procedure } = read
      const form = procedure.form && (await showChoices(context.db, procedure.form, dossier.answers))
      const view = { ...read, procedure: { ...procedure, form } }
      const said = saidOf(request.query.done, language)
      const { publicUrl } = context
      const isDone = dossier.state === 'resolved' || dossier.state === 'delivered'
      const results = isDone ? await listResultsOf(context.db, dossier.id) : []
      const result = citizenResult(results, publicUrl, language)
      const issued = await listFormsFor(context, dossier.id, request.actor)
      const forms = describeIssued(issued, '/my', language)
      const papers = view.attachments.map(({ paperId }) => paperId)
      const main = dossierPage({
        view,
        publicUrl,
        portalCode: await findPortalCode(context.db, dossier.id),
        forms,
        scans: await listScans(context.db, papers),
        said,
        problems: [],
        kept: new Map(),
        language,
        result,
        paysOnline,
        contact: await contactAside(context, { view, language }),
        rating: await ratingAside(context, view, language),
        receipts: await describeReceipts(context.db, dossier.id, language),
      })
      const title = dossierTitle(view, language)
      return sendPage(reply, frame(request, { title, main, current: 'dossiers' }))
    })
  }

/** One page of a person's dossiers; on the first one also what is not finished yet. */
async function loadOwn(
  context: Context,
  actor: Actor,
  before: ListPlace | null,
  language: Language,
): Promise<MyDossiersView> {
  const scope = scopeOf(actor)
  const [rows, mirrored, drafts] = await Promise.all([
    scope ? listOwnDossiers(context.db, scope, before, pageSize + 1) : [],
    before ? [] : listMirroredFor(context.db, actor),
    before || actor.kind !== 'citizen' ? [] : listBegun(context, actor, mostDrafts),
  ])
  const dossiers = rows.slice(0, pageSize)
  const last = rows.length > pageSize ? dossiers.at(-1) : null
  return {
    drafts: await nameDrafts(context, drafts, language),
    scope: scope?.kind ?? 'own',
    actingFor: actor.kind === 'citizen' ? (actor.actingFor?.name ?? null) : null,
    dossiers,
    mirrored,
    nextHref: last ? `/my/dossiers?before=${writePlace(last.submittedAt.toISOString(), last.id)}` : null,
    firstHref: before ? '/my/dossiers' : null,
    language,
  }
}

function saidOf(done: string | undefined, language: Language) {
  const say = messagesOf(language)
  if (done === 'supplement') return { tone: 'done', text: say.doneSupplement } as const
  return done === 'withdraw' ? ({ tone: 'done', text: say.doneWithdraw } as const) : null
}

/** Versions are kept in memory: naming twenty drafts reads nothing twice. */
async function nameDrafts({ db }: Pick<Context, 'db'>, drafts: readonly Draft[], language: Language) {
  return await Promise.all(
    drafts.map(async (draft) => {
      const procedure = await findProcedureVersion(db, draft.procedureVersionId)
      return { draft, name: procedure ? inLanguage(procedure, language).shortName : draft.procedureCode }
    }),
  )
}
