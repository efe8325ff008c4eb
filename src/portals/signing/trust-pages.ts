import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import { officerOf } from '#modules/identity'
import { addTrustAnchor, listTrustAnchors, readCertificate, stopTrusting } from '#modules/signing'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { adminMessages } from './admin-messages.ts'
import { type SigningDesk, show } from './desk.ts'
import { type FileForm, readFileForm } from './read-file-form.ts'
import { type TypedAnchor, trustPage, trustUrl } from './trust-view.ts'

const querystring = Type.Object({ done: Type.Optional(Type.String({ maxLength: 10 })) })
const params = Type.Object({ id: Type.String({ format: 'uuid' }) })
const mostBytes = 102_400

/** `/admin/signing/trust`: the root certificates that signatures must lead to. */
export const trustPages =
  (desk: SigningDesk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { context } = desk
    const guarded = { config: { permission: 'signing.manage' } } as const

    app.get(trustUrl, { ...guarded, schema: { hide: true, querystring } }, (request, reply) =>
      showTrust(desk, request, reply, { news: request.query.done ?? '' }),
    )

    app.post(trustUrl, { ...guarded, schema: { hide: true } }, async (request, reply) => {
      const { fields, file } = await readFileForm(request, mostBytes)
      const language = languageOf(request)
      const typed = { name: cleanText(fields.name ?? '').slice(0, 200), basis: cleanText(fields.basis ?? '') }
      const problems = await add(desk, request, { typed, file }, language)
      if (problems.length > 0) return showTrust(desk, request, reply, { typed, problems })
      return await reply.redirect(`${trustUrl}?done=saved`, 303)
    })

    app.post(
      `${trustUrl}/:id/retire`,
      { ...guarded, schema: { hide: true, params } },
      async (request, reply) => {
        await stopTrusting(context, officerOf(request), request.params.id)
        return await reply.redirect(`${trustUrl}?done=retired`, 303)
      },
    )
  }

type Given = Readonly<{ typed: Readonly<{ name: string; basis: string }>; file: FileForm['file'] }>

async function add(
  { context }: SigningDesk,
  request: FastifyRequest,
  { typed, file }: Given,
  language: Language,
): Promise<Problem[]> {
  const say = adminMessages(language)
  const problems: Problem[] = []
  const content = file === 'too_large' ? null : file
  if (!content) problems.push({ field: 'file', sentence: say.anchorWrong })
  if (!typed.basis || typed.basis.length > 300) problems.push({ field: 'basis', sentence: say.basisMissing })
  if (!content || problems.length > 0) return problems
  const added = await addTrustAnchor(context, officerOf(request), { content, ...typed })
  if (added.ok) return []
  const sentence = added.code === 'already_trusted' ? say.anchorKnown : say.anchorWrong
  return [{ field: 'file', sentence }]
}

type Shown = Readonly<{ typed?: TypedAnchor; problems?: readonly Problem[]; news?: string }>

async function showTrust(
  desk: SigningDesk,
  request: FastifyRequest,
  reply: FastifyReply,
  { typed = {}, problems = [], news = '' }: Shown,
) {
  const { context, world } = desk
  const language = languageOf(request)
  const given = world.outside.trustAnchors.flatMap((der) => {
    const facts = readCertificate(der)
    return facts ? [{ facts, sha256: createHash('sha256').update(der).digest('hex') }] : []
  })
  const main = trustPage(
    { anchors: await listTrustAnchors(context.db), given, typed, problems, news },
    language,
  )
  const status = problems.length > 0 ? 422 : 200
  const title = adminMessages(language).trust
  return show(desk, request, reply, { title, main, current: 'signing-settings', status, script: null })
}
