import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { may, officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { enqueueFetch } from './jobs.ts'
import { catalogueMessages } from './messages.ts'
import { readFetches } from './repository.ts'
import {
  countDifferences,
  type DifferencePlace,
  type KeptDifference,
  listDifferences,
  type Wanted,
} from './repository-differences.ts'
import { differenceWhats, listingKinds } from './rules/differences.ts'
import { cataloguePage, catalogueUrl } from './view.ts'

const part = Type.Optional(Type.String({ maxLength: 500 }))
const querystring = Type.Object({ show: part, after: part, done: Type.Optional(Type.Literal('asked')) })
const pageSize = 50

/** `/admin/national-catalogue`: what differs between the national catalogue and ours; fetched now from here. */
export const nationalCataloguePages =
  (context: Context, frame: Frame, isConnected: boolean): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = context
    const reading = { config: { permission: 'sync.read' }, schema: { hide: true, querystring } } as const
    app.get(catalogueUrl, reading, async (request, reply) => {
      const language = languageOf(request)
      const wanted = readWanted(request.query.show ?? '')
      const after = readAfter(request.query.after ?? '')
      const [fetches, counts, found] = await Promise.all([
        readFetches(db),
        countDifferences(db),
        listDifferences(db, wanted, { after, limit: pageSize + 1 }),
      ])
      const differences = found.slice(0, pageSize)
      const last = found.length > pageSize ? differences.at(-1) : null
      const main = cataloguePage(
        {
          ...{ ...fetches, isConnected, counts, differences, isFirst: after === null },
          show: wanted.kind ? `${wanted.kind}.${wanted.what}` : '',
          next: last ? writeAfter(last) : null,
          isAsked: request.query.done !== undefined,
          mayManage: may(request.actor, 'sync.manage'),
        },
        language,
      )
      const title = catalogueMessages(language).title
      return sendPage(reply, frame(request, { title, current: 'operations', main }))
    })

    const doing = { config: { permission: 'sync.manage' }, schema: { hide: true } } as const
    app.post(`${catalogueUrl}/fetch`, doing, async (request, reply) => {
      const { fullName } = officerOf(request)
      await db.transaction().execute((tx) => enqueueFetch(tx, fullName))
      return await reply.redirect(`${catalogueUrl}?done=asked`, 303)
    })
  }

/** `procedure.name`; all for whatever is no such choice. */
function readWanted(show: string): Wanted {
  const [kind, what] = show.split('.')
  const wanted = {
    kind: listingKinds.find((one) => one === kind),
    what: differenceWhats.find((one) => one === what),
  }
  return wanted.kind && wanted.what ? { kind: wanted.kind, what: wanted.what } : { kind: null, what: null }
}

const writeAfter = ({ kind, what, code }: KeptDifference): string =>
  Buffer.from(`${kind}.${what}.${code}`).toString('base64url')

function readAfter(after: string): DifferencePlace | null {
  const text = Buffer.from(after, 'base64url').toString()
  const { kind, what } = readWanted(text)
  const code = text.split('.').slice(2).join('.')
  return kind && what && /^\P{C}+$/u.test(code) ? { kind, what, code } : null
}
