import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Temporal } from 'temporal-polyfill'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import { readDay } from '#components/read-step'
import { localDay } from '#modules/calendar'
import { officerOf } from '#modules/identity'
import { listAgencies } from '#modules/organisations'
import {
  addSeal,
  listCertificates,
  listSeals,
  readCertificate,
  refuseCertificate,
  type SignerCertificate,
  stopSeal,
} from '#modules/signing'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { adminMessages } from './admin-messages.ts'
import { type SigningDesk, show } from './desk.ts'
import { signingMessages } from './messages.ts'
import { type FileForm, keepPicture, mostPictureBytes, readFileForm } from './read-file-form.ts'
import { sealsPage, sealsUrl, type TypedSeal } from './seal-view.ts'

const querystring = Type.Object({ done: Type.Optional(Type.String({ maxLength: 10 })) })
const params = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** `/admin/signing/seals`: which key seals for which agency, from when to when. */
export const sealPages =
  (desk: SigningDesk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { context } = desk
    const guarded = { config: { permission: 'signing.manage' } } as const

    app.get(sealsUrl, { ...guarded, schema: { hide: true, querystring } }, (request, reply) =>
      showSeals(desk, request, reply, { news: request.query.done ?? '' }),
    )

    app.post(sealsUrl, { ...guarded, schema: { hide: true } }, async (request, reply) => {
      const { fields, file } = await readFileForm(request, mostPictureBytes)
      const picture = await keepPicture(context.files, file)
      const read = await readSeal(desk, fields, picture, languageOf(request))
      if (!read.ok) return showSeals(desk, request, reply, { typed: typedOf(fields), problems: read.problems })
      await addSeal(context, officerOf(request), read.seal)
      return await reply.redirect(`${sealsUrl}?done=saved`, 303)
    })

    app.post(
      `${sealsUrl}/:id/retire`,
      { ...guarded, schema: { hide: true, params } },
      async (request, reply) => {
        await stopSeal(context, officerOf(request), request.params.id)
        return await reply.redirect(`${sealsUrl}?done=retired`, 303)
      },
    )
  }

type Fields = FileForm['fields']
const typedOf = (fields: Fields): TypedSeal =>
  Object.fromEntries(Object.entries(fields).map(([name, value = '']) => [name, value]))

type ReadSeal =
  | Readonly<{ ok: true; seal: Parameters<typeof addSeal>[2] }>
  | Readonly<{ ok: false; problems: readonly Problem[] }>

/** Reads what was typed and asks the provider for the certificate: a seal that could not seal is not kept. */
async function readSeal(
  { context, world }: SigningDesk,
  fields: Fields,
  picture: string | null,
  language: Language,
): Promise<ReadSeal> {
  const say = adminMessages(language)
  const agency = (await listAgencies(context.db)).find(({ id }) => id === fields.agency)
  const provider = world.outside.providers.find(({ key }) => key === fields.provider)
  const account = cleanText(fields.account ?? '')
  const from = readDay((fields.from ?? '').trim())
  const to = readDay((fields.to ?? '').trim())
  const problems = findProblems({ agency, provider, account, from, to, picture }, language)
  if (problems.length > 0 || !agency || !provider || !from || !to) return { ok: false, problems }
  const secret = (fields.secret ?? '').slice(0, 200) || null
  const offered = await listCertificates(provider, { account, ...(secret && { secret }) })
  const chosen = chooseCertificate(offered, { wanted: (fields.certificate ?? '').trim(), language })
  if (!chosen.ok) return { ok: false, problems: [chosen.problem] }
  const certificateName = nameIfFit(chosen.certificate, context.clock.now())
  if (certificateName === null)
    return { ok: false, problems: [{ field: 'certificate', sentence: say.sealExpired }] }
  return {
    ok: true,
    seal: {
      agencyId: agency.id,
      agencyName: agency.name,
      provider: provider.key,
      account,
      secret,
      certificateId: chosen.certificate.certificateId,
      certificateName,
      imageSha256: picture,
      validFromOn: from,
      validToOn: to,
    },
  }
}

/** The name the certificate is made out to; null when nobody may sign with it now. */
function nameIfFit({ certificates: [own] }: SignerCertificate, at: Temporal.Instant): string | null {
  const facts = own && readCertificate(own)
  return facts && !refuseCertificate(facts, { at, fullName: null }) ? facts.commonName : null
}

type Given = Readonly<
  Record<'agency' | 'provider', unknown> &
    Record<'account' | 'from' | 'to' | 'picture', string | null | undefined>
>

function findProblems({ agency, provider, account, from, to, picture }: Given, language: Language): Problem[] {
  const say = adminMessages(language)
  const words = signingMessages(language)
  const checks: readonly (readonly [unknown, string, string])[] = [
    [agency, 'agency', say.agencyMissing],
    [provider, 'provider', words.providerMissing],
    [account && account.length <= 120, 'account', words.accountMissing],
    [from, 'from', say.dayWrong],
    [to, 'to', say.dayWrong],
    [!from || !to || from <= to, 'to', say.daysReversed],
    [picture !== 'wrong', 'picture', words.pictureWrong],
  ]
  return checks.filter(([isFine]) => !isFine).map(([, field, sentence]) => ({ field, sentence }))
}

type Chosen = Readonly<{ ok: true; certificate: SignerCertificate }> | Readonly<{ ok: false; problem: Problem }>

function chooseCertificate(
  offered: readonly SignerCertificate[] | null,
  { wanted, language }: Readonly<{ wanted: string; language: Language }>,
): Chosen {
  const say = adminMessages(language)
  if (!offered) return { ok: false, problem: { field: 'provider', sentence: say.providerAway } }
  const found = wanted ? offered.filter(({ certificateId }) => certificateId === wanted) : offered
  const [first, second] = found
  if (first && !second) return { ok: true, certificate: first }
  const ids = offered.map(({ certificateId }) => certificateId).join(', ')
  const sentence = first ? say.sealCertificateChoose(ids) : say.sealCertificateUnknown
  return { ok: false, problem: { field: 'certificate', sentence } }
}

type Shown = Readonly<{ typed?: TypedSeal; problems?: readonly Problem[]; news?: string }>

async function showSeals(
  desk: SigningDesk,
  request: FastifyRequest,
  reply: FastifyReply,
  { typed = {}, problems = [], news = '' }: Shown,
) {
  const { context, world } = desk
  const language = languageOf(request)
  const [seals, agencies] = await Promise.all([listSeals(context.db), listAgencies(context.db)])
  const main = sealsPage(
    {
      ...{ seals, agencies, typed, problems, news },
      providers: world.outside.providers.filter(({ throughPage }) => !throughPage),
      today: localDay(context.clock.now()).toString(),
    },
    language,
  )
  const status = problems.length > 0 ? 422 : 200
  const title = adminMessages(language).seals
  return show(desk, request, reply, { title, main, current: 'signing-settings', status, script: null })
}
