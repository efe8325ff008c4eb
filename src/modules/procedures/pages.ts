import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import type { Context } from '#platform/context'
import type { Html } from '#platform/html'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { renderAdminList, renderAdminProcedure } from './admin-pages.ts'
import { dayOf, getCatalogueProcedure } from './get-procedure.ts'
import { loadHome, renderHome } from './home-page.ts'
import { renderField, renderFields, renderSearch } from './list-pages.ts'
import { messagesOf } from './messages.ts'
import { renderProcedure } from './procedure-page.ts'
import { codeSchema } from './procedure-schema.ts'
import { findDescribed, listVersions } from './repository.ts'
import { countOpenIssues, listFields, listIssues } from './repository-search.ts'
import { inLanguage } from './rules/procedure.ts'
import { searchProcedures } from './search-procedures.ts'
import { settleIssue } from './settle-issue.ts'

const params = Type.Object({ code: codeSchema })
const word = Type.Optional(Type.String({ maxLength: 500 }))
const querystring = Type.Object({ q: word, field: word, cursor: word })
const perPage = 20

/** The pages of citizens: home, search, the catalogue by field, a procedure. */
export const procedurePages =
  ({ db, clock }: Context, { frame }: Readonly<{ frame: Frame }>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const config = { permission: 'procedures.read' } as const
    app.get('/', { config: { permission: 'portal.read_home' } }, async (request, reply) => {
      const language = languageOf(request)
      const main = renderHome(await loadHome(db), language, app.hasRoute({ method: 'GET', url: '/track' }))
      return sendPage(reply, frame(request, { title: messagesOf(language).homeTitle, main, wide: true }))
    })
    app.get('/search', { config, schema: { querystring } }, async (request, reply) => {
      const { q: text = '', cursor } = request.query
      const language = languageOf(request)
      const page = await searchProcedures(db, { text, cursor, limit: perPage })
      const main = renderSearch({ page, text, cursor }, language)
      return sendPage(
        reply,
        frame(request, { title: messagesOf(language).searchTitle, main, current: 'procedures' }),
      )
    })
    app.get('/procedures', { config, schema: { querystring } }, async (request, reply) => {
      const { field = '', cursor } = request.query
      const language = languageOf(request)
      const main = field
        ? renderField(
            { page: await searchProcedures(db, { field, cursor, limit: perPage }), text: field, cursor },
            language,
          )
        : renderFields(await listFields(db), language)
      const title = field || messagesOf(language).proceduresTitle
      return sendPage(reply, frame(request, { title, main, current: 'procedures' }))
    })
    app.get('/procedures/:code', { config, schema: { params } }, async (request, reply) => {
      const language = languageOf(request)
      const on = dayOf(clock.now())
      const procedure = await getCatalogueProcedure(db, request.params.code, on)
      const canStart = app.hasRoute({ method: 'POST', url: '/procedures/:code/start' })
      const main = renderProcedure(procedure, language, { canStart, on })
      const title = inLanguage(procedure, language).shortName
      return sendPage(reply, frame(request, { title, main, current: 'procedures' }))
    })
  }

/** What stands beside the versions on the page of one procedure; modules above hand it in. */
export type BesideVersions = (
  request: FastifyRequest,
  procedure: Readonly<{ code: string; name: string }>,
) => Promise<Html | null>

/** The administrator's pages: all procedures, and one with its versions and what is to settle. */
export const procedureAdminPages =
  (
    context: Context,
    { frame, beside = async () => null }: Readonly<{ frame: Frame; beside?: BesideVersions }>,
  ): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = context
    const config = { permission: 'procedures.manage' } as const
    app.get('/admin/procedures', { config, schema: { querystring } }, async (request, reply) => {
      const { q: text = '', cursor } = request.query
      const language = languageOf(request)
      const page = await searchProcedures(db, { text, cursor, limit: 40 })
      const openIssues = await countOpenIssues(
        db,
        page.lines.map(({ code }) => code),
      )
      const main = renderAdminList({ page, text, cursor, openIssues }, language)
      return sendPage(
        reply,
        frame(request, { title: messagesOf(language).adminTitle, main, current: 'procedures' }),
      )
    })
    app.get('/admin/procedures/:code', { config, schema: { params } }, async (request, reply) => {
      const language = languageOf(request)
      const procedure = inLanguage(
        await getCatalogueProcedure(db, request.params.code, dayOf(clock.now())),
        language,
      )
      const described = await findDescribed(db, procedure.code)
      const [versions, issues] = await Promise.all([
        listVersions(db, procedure.code),
        described ? listIssues(db, described.versionId) : [],
      ])
      const { code, shortName: name } = procedure
      const extra = procedure.status === 'offered' ? await beside(request, { code, name }) : null
      const main = renderAdminProcedure({ procedure, versions, issues, extra }, language)
      return sendPage(reply, frame(request, { title: procedure.shortName, main, current: 'procedures' }))
    })
    const issueParams = Type.Object({ code: codeSchema, position: Type.Integer({ minimum: 1, maximum: 1000 }) })
    const settle = '/admin/procedures/:code/issues/:position/settle'
    app.post(settle, { config, schema: { params: issueParams } }, async (request, reply) => {
      const { actor, params: issue } = request
      if (actor.kind === 'officer') await settleIssue(context, issue, actor)
      return reply.redirect(`/admin/procedures/${encodeURIComponent(issue.code)}#issues`, 303)
    })
  }
