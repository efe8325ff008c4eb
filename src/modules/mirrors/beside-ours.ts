import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { button } from '#components/button'
import { say } from '#components/say'
import { section } from '#components/sheet'
import { appendAudit } from '#modules/audit'
import { formatMoment } from '#modules/calendar'
import { findDossier, mayReadDossier, nationalStates, type StoredDossier } from '#modules/dossiers'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { mirrorMessages, stateName } from './messages.ts'
import { addAcknowledgement, listAcknowledged } from './repository-hand-over.ts'
import { listBeside, type MirroredDossier } from './repository-mirror.ts'

/**
 * What ministry systems say of a dossier of ours, beside what is so here: proposed to the officer, who acts or says that it
 * was seen. Null: no system says anything of it. Nothing of ours is changed by it.
 */
export async function besideOurs(
  db: Db,
  dossier: Pick<StoredDossier, 'id' | 'code' | 'reference' | 'state'>,
  mayAcknowledge: boolean,
  language: Language,
): Promise<Html | null> {
  const said = await listBeside(db, dossier.id)
  if (said.length === 0) return null
  const seen = await listAcknowledged(
    db,
    said.map(({ reportId }) => reportId),
  )
  const ours = nationalStates[dossier.state]
  const known = dossier.code ?? dossier.reference
  return html`${said.map((one, index) =>
    section({
      ...{ id: `beside-${index}`, small: true, title: mirrorMessages(language).besideTitle(one.systemName) },
      body: describe(
        one,
        { ours, isSeen: seen.has(one.reportId), known: mayAcknowledge ? known : null },
        language,
      ),
    }),
  )}`
}

function describe(
  { nationalState, reportedAt, reportId, report }: MirroredDossier,
  { ours, isSeen, known }: Readonly<{ ours: number; isSeen: boolean; known: string | null }>,
  language: Language,
): Html {
  const words = mirrorMessages(language)
  if (nationalState === ours) return html`<p>${say('ok', words.besideSame)}</p>`
  const theirs = nationalState === null ? report.state : stateName(nationalState, language)
  const proposal = html`<p>${say('warn', words.besideProposed(theirs, formatMoment(reportedAt, language)))}</p>`
  const form =
    known &&
    html`<form method="post" action="/officer/dossiers/${known}/beside"><input type="hidden" name="report" value="${reportId}">${button({ text: words.acknowledge, variant: 'secondary' })}</form>`
  return html`<p>${words.besideDiffers(theirs)}</p>${report.note && html`<p class="mc-small">${report.note}</p>`}${isSeen ? html`<p class="mc-small mc-quiet">${words.acknowledged}</p>` : html`${proposal}${form}`}`
}

const params = Type.Object({ code: Type.String({ maxLength: 60 }) })
const body = Type.Object({ report: Type.String({ format: 'uuid' }) })

/** `/officer/dossiers/:code/beside`: an officer says that what a ministry system proposes was seen. */
export const acknowledgePages =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = context
    const options = {
      config: { permission: 'mirrors.acknowledge' },
      schema: { hide: true, params, body },
    } as const
    app.post('/officer/dossiers/:code/beside', options, async (request, reply) => {
      const { actor } = request
      const dossier = await findDossier(db, request.params.code)
      if (!dossier || actor.kind !== 'officer' || !mayReadDossier(actor, dossier))
        throw requestProblem('request.not_found')
      const said = (await listBeside(db, dossier.id)).find(({ reportId }) => reportId === request.body.report)
      if (!said) throw requestProblem('request.not_found')
      const at = clock.now()
      await db.transaction().execute(async (tx) => {
        const officer = { officerId: actor.accountId, officerName: actor.fullName }
        await addAcknowledgement(tx, { reportId: said.reportId, dossierId: dossier.id, ...officer, at })
        const detail = { system: said.system, state: said.report.state }
        const subject = { subjectKind: 'dossier', subjectId: dossier.id, detail }
        await appendAudit(tx, { at, actor, action: 'mirrors.acknowledge', ...subject })
      })
      return await reply.redirect(`/officer/dossiers/${encodeURIComponent(request.params.code)}`, 303)
    })
  }
