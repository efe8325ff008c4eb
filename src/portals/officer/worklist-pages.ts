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
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { requestProblem } from '#platform/errors'
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

/** `/officer/worklist`: what waits for this officer; a code, a reference or a personal id typed whole goes straight there. */
export const worklistPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const options = {
      config: { permission: 'dossiers.list_work' },
      schema: { hide: true, querystring },
    } as const
    app.get('/officer/worklist', options, async (request, reply) => {
      const { actor, query } = request
      if (actor.kind !== 'officer') throw requestProblem('request.not_allowed')
      const language = languageOf(request)
      const found = await findExactly(context.db, query.q ?? '', actor)
      if (found.length === 1) return await reply.redirect(hrefOf(found[0]), 303)
      const page =
        found.length > 1
          ? {
              title: officerMessages(language).dossiersOf(query.q ?? ''),
              main: personPage({ personalId: digitsOf(query.q ?? ''), dossiers: found }, language),
            }
          : {
              title: dossierMessages(language).worklist,
              main: worklistPage(await loadWorklist(context, actor, query), language),
            }
      return sendPage(reply, frame(request, { ...page, current: 'worklist' }))
    })
  }

const hrefOf = (dossier: StoredDossier | undefined): string =>
  `/officer/dossiers/${dossier?.code ?? dossier?.reference}`

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
  const names = name ? [name] : await listNamesOf(db, digits)
  const found = await Promise.all(names.map((each) => findDossier(db, each)))
  return found.filter((dossier) => dossier !== null && mayReadDossier(officer, dossier)) as StoredDossier[]
}

async function listNamesOf(db: Db, personalId: string): Promise<string[]> {
  const rows = await listOwnDossiers(db, personalId, null, mostOfPerson)
  return rows.map(({ code, reference: name }) => code ?? name)
}
