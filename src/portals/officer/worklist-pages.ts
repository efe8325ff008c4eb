import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import {
  dossierMessages,
  findDossier,
  listOwnDossiers,
  mayReadDossier,
  readDossierCode,
  type StoredDossier,
} from '#modules/dossiers'
import { findName } from '#modules/filings'
import { type OfficerActor, officerOf } from '#modules/identity'
import { findMirrorsAddress } from '#modules/mirrors'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { loadWorklist } from './load-worklist.ts'
import { officerMessages } from './messages.ts'
import { personPage } from './person-view.ts'
import { worklistPage } from './worklist-view.ts'

const part = Type.Optional(Type.String({ maxLength: 200 }))
const querystring = Type.Object({
  q: part,
  group: part,
  procedure: part,
  step: part,
  channel: part,
  after: part,
})

/** `/officer/worklist`: what waits for this officer; a code, ours or the national portal’s, a reference or a personal id typed whole goes straight there. */
export const worklistPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const options = {
      config: { permission: 'dossiers.list_work' },
      schema: { hide: true, querystring },
    } as const
    app.get('/officer/worklist', options, async (request, reply) => {
      const actor = officerOf(request)
      const { query } = request
      const language = languageOf(request)
      const { q = '' } = query
      const found = await findExactly(context.db, q, actor)
      const exact = await findAddress(context.db, q, found, actor)
      if (exact) return await reply.redirect(exact, 303)
      const page =
        found.length > 1
          ? {
              title: officerMessages(language).dossiersOf(q),
              main: personPage({ personalId: digitsOf(q), dossiers: found }, language),
            }
          : {
              title: dossierMessages(language).worklist,
              main: worklistPage(await loadWorklist(context, actor, query), language),
            }
      return sendPage(reply, frame(request, { ...page, current: 'worklist' }))
    })
  }

const hrefOf = ({ code, reference: name }: StoredDossier): string => `/officer/dossiers/${code ?? name}`

const digitsOf = (typed: string): string => typed.replace(/[\s.]/g, '')
const reference = /^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/

/** At most this many dossiers of one person are looked through. */
const mostOfPerson = 20

/** The dossiers that a text names exactly and that this officer may see; none for any other text. */
async function findExactly(db: Db, typed: string, officer: OfficerActor): Promise<StoredDossier[]> {
  const digits = digitsOf(typed)
  const name =
    readDossierCode(typed) ?? (reference.test(typed.trim().toUpperCase()) ? typed.trim().toUpperCase() : null)
  if (!name && !/^\d{12}$/.test(digits)) return []
  const names = name ? [await findName(db, name)] : await listNamesOf(db, digits)
  const found = await Promise.all(names.map((each) => findDossier(db, each)))
  return found.filter((dossier) => dossier !== null && mayReadDossier(officer, dossier)) as StoredDossier[]
}

/** Where the one thing is shown that a text names exactly; null: it names none, or several. */
async function findAddress(
  db: Db,
  typed: string,
  found: readonly StoredDossier[],
  officer: OfficerActor,
): Promise<string | null> {
  const [only, ...more] = found
  if (!only) return await findMirrorsAddress(db, typed, officer)
  return more.length === 0 ? hrefOf(only) : null
}

async function listNamesOf(db: Db, personalId: string): Promise<string[]> {
  const rows = await listOwnDossiers(db, { kind: 'own', personalId }, null, mostOfPerson)
  return rows.map(({ code, reference: name }) => code ?? name)
}
