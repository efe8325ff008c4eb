import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { actions, button } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { textField } from '#components/field'
import type { Frame } from '#components/frame'
import { narrow } from '#components/sheet'
import { listDemoOfficers } from '#modules/organisations'
import type { Context } from '#platform/context'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { findActorOf } from './accounts.ts'
import { messagesOf } from './messages.ts'
import { type Arrival, arrivalNotices } from './refused-pages.ts'
import type { Actor } from './rules/actor.ts'
import { may } from './rules/permissions.ts'
import { safeReturnPath } from './rules/return-path.ts'
import { demoPassword } from './seed-demo.ts'
import { giveSessionCookie, sessionTokenOf } from './sessions.ts'
import { type SignInAnswer, signInOfficer } from './sign-in-officer.ts'

const Query = Type.Object({
  return: Type.Optional(Type.String()),
  ended: Type.Optional(Type.String()),
  kept: Type.Optional(Type.String()),
})
const Body = Type.Object({
  username: Type.Optional(Type.String({ maxLength: 256 })),
  password: Type.Optional(Type.String({ maxLength: 1024 })),
  return: Type.Optional(Type.String({ maxLength: 1024 })),
})
const path = '/officer/sign-in'
const open = { config: { permission: 'identity.sign_in' } } as const

/** `/officer/sign-in`: name and password, throttled. */
export const officerSignInPages =
  (context: Context, { frame }: Readonly<{ frame: Frame }>): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(path, { ...open, schema: { querystring: Query } }, async (request, reply) => {
      const back = safeReturnPath(request.query.return, '')
      if (request.actor.kind === 'officer') return await reply.redirect(back || homeOf(request.actor), 303)
      return await answer(request, reply, { ...request.query, back, problems: [] })
    })

    app.post(path, { ...open, schema: { body: Body } }, async (request, reply) => {
      const { username = '', password = '' } = request.body
      const back = safeReturnPath(request.body.return, '')
      const language = languageOf(request)
      const problems = checkPresence({ username, password }, language)
      if (problems.length > 0) return await answer(request, reply, { back, username, problems }, 422)
      const before = sessionTokenOf(context, request)
      const signedIn = await signInOfficer(context, { username, password, address: request.ip, before })
      if (!signedIn.ok) return await refuse(request, reply, signedIn, { back, username })
      giveSessionCookie(context, reply, signedIn.token)
      const actor = await findActorOf(context.db, { kind: 'officer', accountId: signedIn.accountId })
      return await reply.redirect(back || homeOf(actor), 303)
    })

    async function refuse(
      request: FastifyRequest,
      reply: FastifyReply,
      refusal: Refusal,
      typed: Readonly<{ back: string; username: string }>,
    ): Promise<FastifyReply> {
      const problems = [{ field: 'password', sentence: explain(refusal, languageOf(request)) }]
      if (refusal.code === 'wrong') return await answer(request, reply, { ...typed, problems }, 422)
      reply.header('retry-after', refusal.waitSeconds)
      return await answer(request, reply, { ...typed, problems }, 429)
    }

    async function answer(
      request: FastifyRequest,
      reply: FastifyReply,
      view: Omit<Parameters<typeof officerSignInView>[0], 'language' | 'demoNames'>,
      status = 200,
    ): Promise<FastifyReply> {
      const language = languageOf(request)
      const demoNames = context.config.MOTCUA_DEMO === 'on' ? await listDemoNames(context.db) : []
      const main = officerSignInView({ ...view, demoNames, language })
      return sendPage(reply, frame(request, { title: messagesOf(language).officerTitle, main }), status)
    }
  }

/** The first accounts of the demo, one for each role; the others have a place in their name. */
const listDemoNames = async (db: Context['db']): Promise<string[]> =>
  (await listDemoOfficers(db)).map(({ username }) => username).filter((name) => !name.includes('.'))

type Refusal = Exclude<SignInAnswer, { ok: true }>

/** Where an officer's day begins. */
function homeOf(actor: Actor): string {
  if (may(actor, 'dossiers.list_work')) return '/officer/worklist'
  return may(actor, 'identity.manage_accounts') ? '/admin/accounts' : '/'
}

function checkPresence(
  { username, password }: Readonly<{ username: string; password: string }>,
  language: Language,
): Problem[] {
  const say = messagesOf(language)
  return [
    ...(username.trim() ? [] : [{ field: 'username', sentence: say.usernameMissing }]),
    ...(password ? [] : [{ field: 'password', sentence: say.passwordMissing }]),
  ]
}

function explain(refusal: Refusal, language: Language): string {
  const say = messagesOf(language)
  if (refusal.code === 'wrong') return say.signInWrong
  const { waitSeconds } = refusal
  return say.signInWait(waitSeconds < 60 ? say.seconds(waitSeconds) : say.minutes(Math.ceil(waitSeconds / 60)))
}

/** The officers' door: name and password. */
function officerSignInView(
  view: Arrival &
    Readonly<{ username?: string | undefined; problems: readonly Problem[]; demoNames: readonly string[] }>,
): Html {
  const { language, problems } = view
  const say = messagesOf(language)
  const problemOf = (field: string) => problems.find((problem) => problem.field === field)?.sentence
  return narrow(
    errorSummary({ problems, language }),
    html`<h1>${say.officerTitle}</h1>`,
    arrivalNotices(view),
    html`<form class="mc-form" method="post" action="/officer/sign-in" novalidate>
<input type="hidden" name="return" value="${view.back}">
${textField({
  name: 'username',
  label: say.username,
  language,
  value: view.username,
  problem: problemOf('username'),
  autocomplete: 'username',
  spellcheck: false,
  size: 32,
})}
${textField({
  name: 'password',
  label: say.password,
  language,
  type: 'password',
  problem: problemOf('password'),
  autocomplete: 'current-password',
  size: 32,
})}
${actions(button({ text: say.officerStart }))}
</form>`,
    html`<p class="mc-quiet">${say.officerHelp}</p>`,
    html`<p><a href="/sign-in">${say.toCitizen}</a></p>`,
    view.demoNames.length > 0 &&
      html`<p class="mc-quiet">${say.officerDemo} <code>${demoPassword}</code>. ${view.demoNames.join(', ')}.</p>`,
  )
}
