import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import { officerOf } from '#modules/identity'
import {
  type AppearanceSettings,
  checkAppearance,
  defaultAppearances,
  listAppearances,
  saveAppearance,
  unknownWords,
} from '#modules/signing'
import { requestProblem } from '#platform/errors'
import { type Language, languageOf } from '#platform/i18n'
import { adminMessages } from './admin-messages.ts'
import {
  type AppearancePage,
  appearancePage,
  appearancesPage,
  appearancesUrl,
  type TypedAppearance,
  typeSettings,
} from './appearance-view.ts'
import { type SigningDesk, show } from './desk.ts'
import { previewAppearance } from './preview-appearance.ts'

const Text = Type.Optional(Type.String({ maxLength: 1000 }))
const body = Type.Object({
  key: Text,
  visible: Text,
  page: Text,
  x: Text,
  y: Text,
  width: Text,
  height: Text,
  picture: Text,
  border: Text,
  lines: Text,
})
const querystring = Type.Object({ saved: Type.Optional(Type.String({ maxLength: 10 })) })
const params = Type.Object({ key: Type.String({ maxLength: 80 }) })
const keyPattern = /^[a-z0-9][a-z0-9_.-]{0,79}$/

/** `/admin/signing/appearances`: how signatures and seals look on the pages of a template, tried before it is saved. */
export const appearancePages =
  (desk: SigningDesk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { context } = desk
    const guarded = { config: { permission: 'signing.manage' } } as const

    app.get(appearancesUrl, { ...guarded, schema: { hide: true, querystring } }, async (request, reply) => {
      const all = await listAppearances(context.db)
      const main = appearancesPage({ all, isSaved: request.query.saved === '1' }, languageOf(request))
      return showPage(desk, request, reply, main)
    })

    app.post(
      `${appearancesUrl}/preview.pdf`,
      { ...guarded, schema: { hide: true, body } },
      async (request, reply) => {
        const typed = { ...noAppearance, ...request.body }
        const read = readAppearance(typed, languageOf(request))
        if (!read.ok) return showForm(desk, request, reply, { key: typed.key || null, typed, ...read })
        const pdf = await previewAppearance(read.settings, languageOf(request))
        return await reply.type('application/pdf').header('cache-control', 'no-store').send(pdf)
      },
    )

    app.get(`${appearancesUrl}/new`, { ...guarded, schema: { hide: true } }, (request, reply) => {
      const begun = defaultAppearances.person
      const typed = typeSettings('', begun)
      return showForm(desk, request, reply, { key: null, typed, problems: [] })
    })

    app.get(
      `${appearancesUrl}/:key`,
      { ...guarded, schema: { hide: true, params } },
      async (request, reply) => {
        const { key } = request.params
        const found = (await listAppearances(context.db)).find((one) => one.key === key)
        if (!found) throw requestProblem('request.not_found')
        return showForm(desk, request, reply, { key, typed: typeSettings(key, found.settings), problems: [] })
      },
    )

    const saving = { ...guarded, schema: { hide: true, params, body } }
    app.post(`${appearancesUrl}/:key`, saving, (request, reply) =>
      save(desk, request, reply, { key: request.params.key, body: request.body }),
    )
  }

type Sent = Readonly<{ key: string; body: Static<typeof body> }>

async function save(desk: SigningDesk, request: FastifyRequest, reply: FastifyReply, sent: Sent) {
  const isNew = sent.key === 'new'
  const language = languageOf(request)
  const typed = { ...noAppearance, ...sent.body }
  const key = isNew ? typed.key.trim() : sent.key
  const read = readAppearance(typed, language)
  const problems = [...checkKey(key, language), ...(read.ok ? [] : read.problems)]
  if (!read.ok || problems.length > 0)
    return showForm(desk, request, reply, { key: isNew ? null : key, typed, problems })
  await saveAppearance(desk.context, officerOf(request), key, read.settings)
  return await reply.redirect(`${appearancesUrl}?saved=1`, 303)
}

const checkKey = (key: string, language: Language): Problem[] =>
  keyPattern.test(key) ? [] : [{ field: 'key', sentence: adminMessages(language).appearanceKeyWrong }]

const noAppearance: TypedAppearance = {
  key: '',
  visible: 'yes',
  page: '',
  x: '',
  y: '',
  width: '',
  height: '',
  picture: 'yes',
  border: 'none',
  lines: '',
}

type ReadAppearance =
  | Readonly<{ ok: true; settings: AppearanceSettings }>
  | Readonly<{ ok: false; problems: readonly Problem[] }>

function readAppearance(typed: TypedAppearance, language: Language): ReadAppearance {
  const say = adminMessages(language)
  const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))
  const lines = typed.lines.split(/\r?\n/).flatMap((line) => line.trim() || [])
  const settings: AppearanceSettings = {
    visible: typed.visible !== 'no',
    page: Math.trunc(numberOf(typed.page)),
    x: numberOf(typed.x),
    y: numberOf(typed.y),
    width: numberOf(typed.width),
    height: numberOf(typed.height),
    picture: typed.picture !== 'no',
    lines,
    border: typed.border === 'red' || typed.border === 'blue' ? typed.border : 'none',
  }
  const problems = checkAppearance(settings).map(
    ({ field, least, most }): Problem => ({ field, sentence: say.numberWrong(least, most) }),
  )
  const unknown = unknownWords(lines)
  if (lines.length > 6 || lines.some((line) => line.length > 120))
    problems.push({ field: 'lines', sentence: say.linesWrong })
  else if (unknown.length > 0)
    problems.push({ field: 'lines', sentence: say.wordUnknown(unknown.map((word) => `{${word}}`).join(', ')) })
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings }
}

const showForm = (desk: SigningDesk, request: FastifyRequest, reply: FastifyReply, page: AppearancePage) =>
  showPage(
    desk,
    request,
    reply,
    appearancePage(page, languageOf(request)),
    page.problems.length > 0 ? 422 : 200,
  )

function showPage(
  desk: SigningDesk,
  request: FastifyRequest,
  reply: FastifyReply,
  main: ReturnType<typeof appearancePage>,
  status = 200,
) {
  const title = adminMessages(languageOf(request)).appearances
  return show(desk, request, reply, { title, main, current: 'signing-settings', status, script: null })
}
