import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import { type OfficerActor, officerOf } from '#modules/identity'
import {
  chooseDocuments,
  listBatches,
  listOwnCertificates,
  mostInBatch,
  startBatch,
  type WaitingDocument,
} from '#modules/signing'
import type { Context } from '#platform/context'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { listOf, type SigningDesk, show } from './desk.ts'
import { signingMessages } from './messages.ts'
import {
  batchUrl,
  type ChoosableCertificate,
  keyOf,
  type ReviewPage,
  reasonUsual,
  reviewPage,
  signingUrl,
  toSignPage,
} from './sign-view.ts'
import { describeCertificate } from './words.ts'

const Text = Type.Optional(Type.String({ maxLength: 400 }))
const Documents = Type.Optional(
  Type.Union([
    Type.String({ maxLength: 200 }),
    Type.Array(Type.String({ maxLength: 200 }), { maxItems: mostInBatch }),
  ]),
)
const querystring = Type.Object({ before: Type.Optional(Type.String({ format: 'uuid' })) })
const chosen = Type.Object({ document: Documents })
const confirmed = Type.Object({ document: Documents, certificate: Text, reason: Text, key: Text })
const pageSize = 10

/** `/officer/signing`: choose what to sign, check it with certificate and reason, start. */
export const signPages =
  (desk: SigningDesk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const guarded = { config: { permission: 'signing.sign' } } as const

    app.get(signingUrl, { ...guarded, schema: { hide: true, querystring } }, async (request, reply) =>
      showList(desk, request, reply, { before: request.query.before }),
    )

    const choosing = { ...guarded, schema: { hide: true, body: chosen } }
    app.post(`${signingUrl}/review`, choosing, async (request, reply) => {
      const { language, officer, wanted, documents } = await read(desk, request, request.body.document)
      const say = signingMessages(language)
      if (!documents) return showList(desk, request, reply, { wanted, problem: say.goneFromList })
      if (documents.length === 0) return showList(desk, request, reply, { problem: say.noneChosen })
      const review = await loadReview(desk, officer, documents, language)
      const [first] = review.certificates.filter(({ words }) => words.usable)
      const typed = { certificate: first ? choiceOf(first) : '', reason: reasonUsual(language) }
      return showReview(desk, request, reply, { ...review, typed, problems: [], key: randomUUID() })
    })

    const starting = { ...guarded, schema: { hide: true, body: confirmed } }
    app.post(`${signingUrl}/batches`, starting, (request, reply) => start(desk, request, reply, request.body))
  }

/** Starts what was confirmed, or shows again what is wrong with it; nothing is started by halves. */
async function start(
  desk: SigningDesk,
  request: FastifyRequest,
  reply: FastifyReply,
  body: Static<typeof confirmed>,
) {
  const { certificate = '', key = '' } = body
  const { language, officer, wanted, documents } = await read(desk, request, body.document)
  const say = signingMessages(language)
  if (!documents || documents.length === 0)
    return showList(desk, request, reply, { wanted, problem: say.goneFromList })
  const reason = cleanText(body.reason ?? '')
  const problems = checkChoice({ certificate, reason }, language)
  if (problems.length === 0) {
    const [provider = '', ...rest] = certificate.split('|')
    const asked = { provider, certificateId: rest.join('|'), documents: toAsked(documents), reason }
    const started = await startBatch(desk.context, officer, asked, key || null)
    if (started.ok) return await reply.redirect(batchUrl(started.batchId), 303)
    if (started.code === 'already_signing') return showList(desk, request, reply, { problem: say.goneFromList })
    problems.push({ field: 'certificate', sentence: say.certificateMissing })
  }
  const review = await loadReview(desk, officer, documents, language)
  const page = { ...review, typed: { certificate, reason }, problems, key: key || randomUUID() }
  return showReview(desk, request, reply, page, 422)
}

const toAsked = (documents: readonly WaitingDocument[]) => chooseDocuments(documents, documents) ?? []

const choiceOf = ({ provider, words }: ChoosableCertificate): string => `${provider}|${words.certificateId}`

/** The form with what it names looked up; `documents` null: one of them waits no more. */
async function read(
  { context, world }: SigningDesk,
  request: FastifyRequest,
  given: string | string[] | undefined,
) {
  const officer = officerOf(request)
  const wanted = new Set(listOf(given))
  const waiting = await world.toSign(context, officer)
  const documents = waiting.filter((document) => wanted.has(keyOf(document)))
  const isWhole = documents.length === wanted.size
  return { language: languageOf(request), officer, wanted, documents: isWhole ? documents : null }
}

type Listed = Readonly<{ before?: string | undefined; wanted?: ReadonlySet<string>; problem?: string }>

async function showList(desk: SigningDesk, request: FastifyRequest, reply: FastifyReply, listed: Listed) {
  const { before, wanted = new Set(), problem } = listed
  const language = languageOf(request)
  const officer = officerOf(request)
  const [waiting, batches] = await Promise.all([
    desk.world.toSign(desk.context, officer),
    listBatches(desk.context.db, officer.accountId, { before, limit: pageSize + 1 }),
  ])
  const shown = batches.slice(0, pageSize)
  const main = toSignPage(
    {
      waiting,
      batches: shown,
      nameOf: (key) => desk.world.outside.providers.find((one) => one.key === key)?.name ?? key,
      chosen: wanted,
      problems: problem ? [{ field: 'document', sentence: problem }] : [],
      before: before ?? null,
      next: batches.length > pageSize ? (shown.at(-1)?.id ?? null) : null,
    },
    language,
  )
  const status = problem ? 422 : 200
  return show(desk, request, reply, { title: signingMessages(language).title, main, status })
}

async function loadReview(
  { context, world }: SigningDesk,
  officer: OfficerActor,
  documents: readonly WaitingDocument[],
  language: Language,
): Promise<Pick<ReviewPage, 'documents' | 'certificates' | 'away'>> {
  const accounts = await listOwnCertificates(context, world.outside, officer.accountId)
  const about = { at: now(context), fullName: officer.fullName }
  return {
    documents,
    certificates: accounts.flatMap(({ signer, providerName, certificates }) =>
      (certificates ?? []).map((certificate) => ({
        provider: signer.provider,
        providerName,
        words: describeCertificate(certificate, about, language),
      })),
    ),
    away: accounts.filter(({ certificates }) => certificates === null).map(({ providerName }) => providerName),
  }
}

const now = ({ clock }: Context) => clock.now()

function showReview(
  desk: SigningDesk,
  request: FastifyRequest,
  reply: FastifyReply,
  page: ReviewPage,
  status = 200,
) {
  const language = languageOf(request)
  const main = reviewPage(page, language)
  return show(desk, request, reply, { title: signingMessages(language).review, main, status })
}

function checkChoice(
  { certificate, reason }: Readonly<{ certificate: string; reason: string }>,
  language: Language,
): Problem[] {
  const say = signingMessages(language)
  const problems: Problem[] = []
  if (!certificate.includes('|')) problems.push({ field: 'certificate', sentence: say.certificateMissing })
  if (!reason || reason.length > 200) problems.push({ field: 'reason', sentence: say.reasonMissing })
  return problems
}
