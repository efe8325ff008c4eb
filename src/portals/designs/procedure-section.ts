import type { FastifyRequest } from 'fastify'
import { actions, linkButton } from '#components/button'
import { zone } from '#components/sheet'
import { localDay } from '#modules/calendar'
import { listDesigns } from '#modules/designs'
import { may } from '#modules/identity'
import type { Context } from '#platform/context'
import { type Html, html } from '#platform/html'
import { languageOf } from '#platform/i18n'
import { compareMessages } from './compare-messages.ts'
import { designTable } from './list-view.ts'
import { designMessages } from './messages.ts'
import { moveMessages } from './move-messages.ts'
import { movesUrl } from './move-view.ts'

const mostShown = 20

/** What stands on an administrator's page of a procedure besides its versions: its designs, and where they lead. */
export const designsOfProcedure =
  ({ db, clock }: Context) =>
  async (
    request: FastifyRequest,
    { code, name }: Readonly<{ code: string; name: string }>,
  ): Promise<Html | null> => {
    if (!may(request.actor, 'designs.read')) return null
    const language = languageOf(request)
    const say = designMessages(language)
    const designs = await listDesigns(db, { code, limit: mostShown })
    const lines = designs.map((design) => ({ design, name }))
    const begin =
      may(request.actor, 'designs.edit') &&
      linkButton({ text: say.newTitle, href: `/admin/designs/new?from=${encodeURIComponent(code)}` })
    const body = html`${lines.length > 0 ? designTable(lines, localDay(clock.now()).toString(), language) : html`<p class="mc-quiet">${say.noDesigns}</p>`}
<div class="mc-t1">${actions(
      begin,
      html`<a href="/admin/procedures/${code}/process">${say.seeProcess}</a>`,
      html`<a href="/admin/procedures/${code}/compare">${compareMessages(language).compareTitle}</a>`,
      may(request.actor, 'running.manage') &&
        html`<a href="${movesUrl(code)}">${moveMessages(language).link}</a>`,
    )}</div>`
    return zone({ id: 'designs', title: say.designsOf, body })
  }
