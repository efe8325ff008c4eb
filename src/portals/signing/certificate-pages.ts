import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import { officerOf } from '#modules/identity'
import { listOwnCertificates, removeSigner, saveSigner } from '#modules/signing'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { certificatesPage, type TypedAccount } from './certificate-view.ts'
import { type SigningDesk, show } from './desk.ts'
import { signingMessages } from './messages.ts'
import { keepPicture, mostPictureBytes, readFileForm } from './read-file-form.ts'
import { certificatesUrl } from './sign-view.ts'
import { describeCertificate } from './words.ts'

const querystring = Type.Object({ done: Type.Optional(Type.String({ maxLength: 10 })) })
const named = Type.Object({ provider: Type.String({ maxLength: 40 }) })

/** `/officer/signing/certificates`: the officer's accounts at providers, and whether they work. */
export const certificatePages =
  (desk: SigningDesk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { context, world } = desk
    const guarded = { config: { permission: 'signing.sign' } } as const

    app.get(certificatesUrl, { ...guarded, schema: { hide: true, querystring } }, (request, reply) =>
      showAccounts(desk, request, reply, { news: request.query.done ?? '' }),
    )

    app.post(certificatesUrl, { ...guarded, schema: { hide: true } }, async (request, reply) => {
      const officer = officerOf(request)
      const { fields, file } = await readFileForm(request, mostPictureBytes)
      const typed = { provider: fields.provider ?? '', account: cleanText(fields.account ?? '') }
      const picture = await keepPicture(context.files, file)
      const known = world.outside.providers.some(({ key }) => key === typed.provider)
      const problems = check({ ...typed, known, picture }, languageOf(request))
      if (problems.length > 0 || picture === 'wrong')
        return showAccounts(desk, request, reply, { typed, problems })
      const secret = (fields.secret ?? '').slice(0, 200) || null
      await saveSigner(context, officer, { ...typed, secret, imageSha256: picture })
      return await reply.redirect(`${certificatesUrl}?done=saved`, 303)
    })

    const removing = { ...guarded, schema: { hide: true, body: named } }
    app.post(`${certificatesUrl}/remove`, removing, async (request, reply) => {
      await removeSigner(context, officerOf(request), request.body.provider)
      return await reply.redirect(`${certificatesUrl}?done=removed`, 303)
    })
  }

type Checked = Readonly<{ account: string; known: boolean; picture: string | null }>

function check({ account, known, picture }: Checked, language: Language): Problem[] {
  const say = signingMessages(language)
  const checks: readonly (readonly [boolean, string, string])[] = [
    [known, 'provider', say.providerMissing],
    [account !== '' && account.length <= 120, 'account', say.accountMissing],
    [picture !== 'wrong', 'picture', say.pictureWrong],
  ]
  return checks.filter(([isFine]) => !isFine).map(([, field, sentence]) => ({ field, sentence }))
}

type Shown = Readonly<{ typed?: TypedAccount; problems?: readonly Problem[]; news?: string }>

async function showAccounts(
  desk: SigningDesk,
  request: FastifyRequest,
  reply: FastifyReply,
  { typed = {}, problems = [], news = '' }: Shown,
) {
  const { context, world } = desk
  const language = languageOf(request)
  const officer = officerOf(request)
  const accounts = await listOwnCertificates(context, world.outside, officer.accountId)
  const about = { at: context.clock.now(), fullName: officer.fullName }
  const main = certificatesPage(
    {
      accounts: accounts.map(({ signer, providerName, certificates }) => ({
        ...{ signer, providerName },
        certificates: certificates?.map((one) => describeCertificate(one, about, language)) ?? null,
      })),
      providers: world.outside.providers,
      ...{ typed, problems, news },
    },
    language,
  )
  const status = problems.length > 0 ? 422 : 200
  return show(desk, request, reply, { title: signingMessages(language).accounts, main, status })
}
