import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { type Actor, type CitizenActor, citizenOf, type OfficerActor } from '#modules/identity'
import { listPapers, storedPaperSchema } from '#modules/papers'
import { keyHeader, sendOnce } from '#modules/repeats'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { nextCursor, orNull, paging } from '#platform/schema-parts'
import { vaultProblem } from './errors.ts'
import type { FindApplicant } from './ports.ts'
import { listVaultPapers, offerPapers } from './read-vault.ts'
import type { Item } from './rules/item.ts'
import { judgeShare } from './rules/share.ts'
import { getShare, shareAddress, shareItem } from './share-item.ts'
import { takeOrRefuse } from './take-from-vault.ts'

const instant = Type.String({ description: 'RFC 3339 with offset' })
const day = Type.String({ description: 'YYYY-MM-DD' })
const purpose = Type.String({ minLength: 3, maxLength: 300 })
const typeCode = Type.String({ minLength: 1, maxLength: 60 })
const dossier = Type.String({
  minLength: 3,
  maxLength: 60,
  description: 'Code or reference of a dossier of that person',
})
const params = Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) })

const paper = Type.Object({
  code: Type.String(),
  typeCode: Type.String(),
  title: Type.String(),
  number: orNull(Type.String()),
  issuer: Type.Object({ code: orNull(Type.String()), name: Type.String() }),
  issuedOn: orNull(day),
  validFrom: orNull(day),
  validTo: orNull(Type.String({ description: 'YYYY-MM-DD, the last day on which it is good' })),
  validity: Type.String({ description: 'valid, not_yet, expired, revoked or replaced, today' }),
  source: Type.String({ description: 'own_result, certified_digitisation or national_vault' }),
  dossierCode: orNull(Type.String()),
  version: Type.Integer(),
  reuseCount: Type.Integer(),
  sha256: orNull(Type.String()),
  signature: orNull(Type.Object({ verdict: Type.String(), level: orNull(Type.String()), judgedAt: instant })),
})

const listing = {
  summary: 'Papers of a vault: the own one, or for an officer what counts today of the applicant of a dossier',
  description: 'What an officer is shown, at most 60 papers, is one page whatever `limit` says.',
  tags: ['vault'],
  querystring: Type.Object({
    organisation: Type.Optional(
      Type.String({ minLength: 1, maxLength: 40, description: 'Tax code; citizens only' }),
    ),
    typeCode: Type.Optional(typeCode),
    dossier: Type.Optional(dossier),
    purpose: Type.Optional(purpose),
    ...paging(100, 20, { pattern: '^[A-Za-z0-9_-]{22}$' }),
  }),
  response: { 200: Type.Object({ papers: Type.Array(paper), nextCursor }) },
}

const taking = {
  summary: 'Take a paper out of a vault for a dossier; answers the paper to hand in',
  tags: ['vault'],
  headers: keyHeader,
  params,
  body: Type.Object(
    {
      purpose,
      key: Type.String({
        minLength: 3,
        maxLength: 120,
        description: 'The place it is for: twice gives the same paper',
      }),
      dossier: Type.Optional(dossier),
    },
    { additionalProperties: false },
  ),
  response: {
    201: storedPaperSchema,
  },
}

const sharing = {
  summary: 'Make a link that shows one own paper for a limited time',
  description: 'Sent again under the same key it answers the same link, and how that stands then.',
  tags: ['vault'],
  headers: keyHeader,
  params,
  body: Type.Object(
    {
      purpose,
      recipient: Type.String({ minLength: 1, maxLength: 200 }),
      time: Type.Unsafe<'1h' | '1d' | '7d'>({ type: 'string', enum: ['1h', '1d', '7d'] }),
      mostOpenings: Type.Optional(orNull(Type.Integer({ minimum: 1, maximum: 1000 }))),
    },
    { additionalProperties: false },
  ),
  response: {
    201: Type.Object({
      code: Type.String(),
      address: Type.String({ description: 'The link, as its QR code carries it' }),
      expiresAt: instant,
      mostOpenings: orNull(Type.Integer()),
      state: Type.String(),
    }),
  },
}

/** The JSON API of vaults. An officer names the dossier whose applicant it is, and says what for. */
export const vaultRoutes =
  (findApplicant: FindApplicant) =>
  (context: Context): FastifyPluginAsync => {
    const routes: FastifyPluginAsyncTypebox = async (app) => {
      app.get(
        '/vault/papers',
        { config: { permission: 'vault.take' }, schema: listing },
        async ({ query, actor }) => {
          if (actor.kind === 'citizen') {
            const { items, next } = await listVaultPapers(context, actor, query)
            return { papers: items.map((item) => toBody(item, item.validity)), nextCursor: next }
          }
          const { personalId } = await getApplicant(findApplicant, actor, query.dossier)
          const typeCodes = query.typeCode ? [query.typeCode] : null
          const asked = { personalId, typeCodes, actor: asSignedIn(actor), purpose: query.purpose ?? '' }
          const offers = await offerPapers(context, asked)
          return { papers: offers.map((item) => toBody(item, 'valid')), nextCursor: null }
        },
      )

      const atTake = { config: { permission: 'vault.take' }, schema: taking } as const
      app.post('/vault/papers/:code/take', atTake, async (request, reply) => {
        const { actor, body } = request
        const taken = {
          item: request.params.code,
          actor: asSignedIn(actor),
          purpose: body.purpose,
          key: body.key,
        }
        const whose = await findWhose(findApplicant, actor, body.dossier)
        const take = async (inside: Context) => (await takeOrRefuse(inside, { ...taken, ...whose })).id
        const [paper] = await listPapers(context.db, [await sendOnce(context, request, take)])
        if (!paper) throw vaultProblem('vault.not_found')
        return reply.status(201).send(paper)
      })

      const share = { config: { permission: 'vault.read_own' }, schema: sharing } as const
      app.post('/vault/papers/:code/shares', share, async (request, reply) => {
        const { params, body } = request
        const terms = { ...body, mostOpenings: body.mostOpenings ?? null }
        const id = await sendOnce(
          context,
          request,
          async (inside) => (await shareItem(inside, citizenOf(request), params.code, terms)).id,
        )
        const made = await getShare(context, id)
        return reply.status(201).send({
          code: made.code,
          address: shareAddress(context, made),
          expiresAt: made.expiresAt.toString(),
          mostOpenings: made.mostOpenings,
          state: judgeShare(made, context.clock.now()),
        })
      })
    }
    return routes as FastifyPluginAsync
  }

/** Whose vault it is taken from, and for which procedure: a citizen's own, or that of the applicant of a dossier. */
async function findWhose(findApplicant: FindApplicant, actor: Actor, dossier: string | undefined) {
  const isNeeded = actor.kind === 'officer' || dossier
  const applicant = isNeeded ? await getApplicant(findApplicant, actor, dossier) : null
  const procedure = applicant && { code: applicant.procedureCode, name: applicant.procedureName }
  return { personalId: actor.kind === 'citizen' ? actor.personalId : (applicant?.personalId ?? ''), procedure }
}

async function getApplicant(findApplicant: FindApplicant, actor: Actor, named: string | undefined) {
  const found = named ? await findApplicant(actor, named) : null
  if (!found) throw vaultProblem('vault.dossier_unknown')
  return found
}

function asSignedIn(actor: Actor): CitizenActor | OfficerActor {
  if (actor.kind === 'nobody') throw requestProblem('request.not_signed_in')
  return actor
}

const toBody = (item: Item, validity: string) => ({
  code: item.code,
  typeCode: item.typeCode,
  title: item.title,
  number: item.number,
  issuer: item.issuer,
  issuedOn: item.issuedOn,
  validFrom: item.validFrom,
  validTo: item.validTo,
  validity,
  source: item.source,
  dossierCode: item.dossierCode,
  version: item.version,
  reuseCount: item.reuseCount,
  sha256: item.paper?.sha256 ?? null,
  signature: item.signature && { ...item.signature, judgedAt: item.signature.judgedAt.toString() },
})
