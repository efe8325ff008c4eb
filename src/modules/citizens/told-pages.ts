import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { listAudit } from '#modules/audit'
import { citizenOf, findSignInOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import { listProviderAccounts } from './repository.ts'
import { unlinkProviderAccount } from './sign-out.ts'
import { toldView } from './told-view.ts'

const path = '/my/identity'
const config = { permission: 'identity.read_told' } as const

/** `/my/identity`: what VNeID told us of its reader, which of its accounts speak for them, and how one is unlinked. */
export const toldPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const querystring = Type.Object({ done: Type.Optional(Type.String()) })
    app.get(path, { config, schema: { hide: true, querystring } }, async (request, reply) => {
      const { accountId, personalId, assuranceLevel } = citizenOf(request)
      const language = languageOf(request)
      const [accounts, entries, signIn] = await Promise.all([
        listProviderAccounts(context.db, personalId),
        listAudit(context.db, { kind: 'account', id: accountId, limit: 100 }),
        findSignInOf(context, request),
      ])
      const changes = entries.filter(({ action }) => action === 'citizens.contact_changed').slice(0, 5)
      const isUnlinked = request.query.done === 'unlinked'
      const current = signIn?.providerAccountId ?? null
      const view = { accounts, changes, current, level: assuranceLevel, isUnlinked, language }
      reply.header('cache-control', 'no-store')
      return sendPage(reply, frame(request, { title: messagesOf(language).toldTitle, main: toldView(view) }))
    })

    const body = Type.Object({ account: Type.String({ format: 'uuid' }) })
    app.post(path, { config, schema: { hide: true, body } }, async (request, reply) => {
      const actor = citizenOf(request)
      const { account } = request.body
      if (!(await unlinkProviderAccount(context, actor, account))) throw requestProblem('request.not_found')
      return await reply.redirect(`${path}?done=unlinked`, 303)
    })
  }
