import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { findAgencyByCode, getAgency } from '#modules/organisations'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import type { Html } from '#platform/html'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { accountListView, accountView, newAccountView, passwordView } from './account-views.ts'
import { listOfficerContacts } from './accounts.ts'
import { type AccountChange, type AccountRefusal, changeAccount, createAccount } from './manage-accounts.ts'
import { messagesOf } from './messages.ts'
import { findOfficerByUsername, listOfficerAccounts } from './repository-accounts.ts'
import { type OfficerActor, type Role, roles } from './rules/actor.ts'

const pageSize = 50
const guarded = { config: { permission: 'identity.manage_accounts' } } as const
const Text = Type.Optional(Type.String({ maxLength: 200 }))
const Roles = Type.Optional(
  Type.Union([Type.String({ maxLength: 40 }), Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20 })]),
)
const Draft = Type.Object({ username: Text, fullName: Text, position: Text, agency: Text, roles: Roles })
const Change = Type.Object({
  change: Type.Union([
    Type.Literal('deactivate'),
    Type.Literal('activate'),
    Type.Literal('reset_password'),
    Type.Literal('set_roles'),
    Type.Literal('set_superior'),
  ]),
  roles: Roles,
  superior: Text,
})
const Named = Type.Object({ username: Type.String({ maxLength: 64 }) })
const Page = Type.Object({ after: Type.Optional(Type.String({ maxLength: 64 })) })

/** `/admin/accounts`: the officers' accounts, opened, closed and changed by an administrator. */
export const accountPages =
  (context: Context, { frame }: Readonly<{ frame: Frame }>): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/admin/accounts', { ...guarded, schema: { querystring: Page } }, async (request, reply) => {
      const found = await listOfficerAccounts(context.db, { after: request.query.after, limit: pageSize + 1 })
      const accounts = found.slice(0, pageSize)
      const next = found.length > pageSize ? accounts.at(-1)?.username : undefined
      return show(request, reply, accountListView({ accounts, next, language: languageOf(request) }))
    })

    app.get('/admin/new-account', guarded, async (request, reply) =>
      show(request, reply, newAccountView({ typed: emptyDraft, problems: [], language: languageOf(request) })),
    )

    app.post('/admin/accounts', { ...guarded, schema: { body: Draft } }, async (request, reply) => {
      const language = languageOf(request)
      const typed = readDraft(request.body)
      const agency = await findAgencyByCode(context.db, typed.agency)
      const problems = checkDraft(typed, agency !== null, language)
      const draft = { ...typed, agencyId: agency?.id ?? '', officerId: null }
      const created =
        problems.length === 0 ? await createAccount(context, draft, request.actor as OfficerActor) : null
      if (created?.ok)
        return showOnce(
          request,
          reply,
          passwordView({ username: typed.username, password: created.password, language }),
        )
      const taken = { field: 'username', sentence: messagesOf(language).usernameTaken }
      const all = created ? [taken] : problems
      return show(request, reply, newAccountView({ typed, problems: all, language }), 422)
    })

    app.get('/admin/accounts/:username', { ...guarded, schema: { params: Named } }, (request, reply) =>
      showAccount(request, reply, request.params.username),
    )

    app.post(
      '/admin/accounts/:username',
      { ...guarded, schema: { params: Named, body: Change } },
      async (request, reply) => {
        const { username } = request.params
        const language = languageOf(request)
        const change = readChange(request.body)
        const changed = await changeAccount(context, username, change, request.actor as OfficerActor)
        if (!changed.ok) return await showAccount(request, reply, username, changed.code)
        if (changed.password)
          return showOnce(request, reply, passwordView({ username, password: changed.password, language }))
        return await reply.redirect(`/admin/accounts/${encodeURIComponent(username)}?saved=1`, 303)
      },
    )

    async function showAccount(
      request: FastifyRequest,
      reply: FastifyReply,
      username: string,
      refused?: AccountRefusal,
    ): Promise<FastifyReply> {
      const view = await loadAccount(context, request, username, refused)
      return show(request, reply, accountView(view), refused ? 422 : 200)
    }

    function show(request: FastifyRequest, reply: FastifyReply, main: Html, status = 200): FastifyReply {
      const title = messagesOf(languageOf(request)).accountsTitle
      return sendPage(reply, frame(request, { title, current: 'accounts', main }), status)
    }

    /** A page with a password that is shown this one time. */
    function showOnce(request: FastifyRequest, reply: FastifyReply, main: Html): FastifyReply {
      const title = messagesOf(languageOf(request)).accountsTitle
      return sendPage(reply, frame(request, { title, current: 'accounts', main, shownOnce: true }))
    }
  }

async function loadAccount(
  { db }: Context,
  request: FastifyRequest,
  username: string,
  refused: AccountRefusal | undefined,
) {
  const account = await findOfficerByUsername(db, username)
  if (!account) throw requestProblem('request.not_found')
  const { agencyId } = account
  const [agency, colleagues] = await Promise.all([
    getAgency(db, agencyId),
    listOfficerContacts(db, { agencyId }),
  ])
  const isSaved = (request.query as { saved?: string }).saved === '1'
  return { account, agencyName: agency.name, colleagues, isSaved, refused, language: languageOf(request) }
}

const emptyDraft = { username: '', fullName: '', position: '', agency: '', roles: [] as Role[] }
type TypedDraft = typeof emptyDraft

const isRole = (given: string): given is Role => roles.some((role) => role === given)
const readRoles = (given: string | string[] | undefined): Role[] => [given ?? []].flat().filter(isRole)

const readDraft = (body: Partial<Record<keyof TypedDraft, string | string[]>>): TypedDraft => {
  const text = (name: keyof TypedDraft): string =>
    String(body[name] ?? '')
      .normalize('NFC')
      .trim()
  return {
    username: text('username').toLowerCase(),
    fullName: text('fullName'),
    position: text('position'),
    agency: text('agency').toUpperCase(),
    roles: readRoles(body.roles),
  }
}

type ChangeBody = Readonly<{ change: AccountChange['kind']; roles?: string | string[]; superior?: string }>

function readChange({ change, roles: given, superior }: ChangeBody): AccountChange {
  if (change === 'set_roles') return { kind: change, roles: readRoles(given) }
  if (change === 'set_superior') return { kind: change, superiorId: superior || null }
  return { kind: change }
}

function checkDraft(
  typed: TypedDraft,
  isAgencyKnown: boolean,
  language: ReturnType<typeof languageOf>,
): Problem[] {
  const say = messagesOf(language)
  const checks: readonly [boolean, string, string][] = [
    [/^[a-z0-9][a-z0-9._-]{2,63}$/.test(typed.username), 'username', say.usernameNotAccepted],
    [typed.fullName !== '', 'fullName', say.fullNameMissing],
    [isAgencyKnown, 'agency', say.agencyUnknown],
    [typed.roles.length > 0, 'roles', say.rolesMissing],
  ]
  return checks.filter(([isFine]) => !isFine).map(([, field, sentence]) => ({ field, sentence }))
}
