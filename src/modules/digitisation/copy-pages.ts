import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Temporal } from 'temporal-polyfill'
import { Type } from 'typebox'
import { actions, linkButton } from '#components/button'
import type { Frame } from '#components/frame'
import { hasPage } from '#components/navigation'
import { notice } from '#components/notice'
import { sheet } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { may } from '#modules/identity'
import { formatBytes, shortHash } from '#modules/papers'
import type { Context } from '#platform/context'
import { attributes, type Html, html, type Piece } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { digitisationProblem } from './errors.ts'
import { fieldName, scanMessages } from './messages.ts'
import { getOwnSession } from './open-session.ts'
import { readNewestCopy } from './read-copies.ts'
import { listPages, type ScanSession } from './repository.ts'
import { type DigitisedCopy, isSameAs, paperOf } from './rules/copy.ts'
import { keptPagesOf } from './rules/page.ts'
import type { Suggestion } from './rules/suggest-fields.ts'
import { copyState, scansUrl } from './session-view.ts'

const signingUrl = '/officer/signing'

type CopyView = Readonly<{
  session: ScanSession
  copy: DigitisedCopy
  suggestions: readonly Suggestion[]
  isOutdated: boolean
  maySign: boolean
}>

/** `/officer/scans/:id/papers/:number`: how far the copy of a paper is, what it became, what its text proposes. */
export const copyPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const params = Type.Object({ id: Type.String({ maxLength: 60 }), number: Type.String({ maxLength: 10 }) })
    const options = { config: { permission: 'digitisation.scan' }, schema: { hide: true, params } } as const
    app.get(`${scansUrl}/:id/papers/:number`, options, async (request, reply) => {
      const { id, number } = request.params
      const session = await getOwnSession(context, id, request.actor)
      const found = /^\d{1,4}$/.test(number) ? await readNewestCopy(context, session.id, Number(number)) : null
      if (!found) throw digitisationProblem('digitisation.not_found')
      const kept = keptPagesOf(await listPages(context.db, session.id), Number(number))
      const isOutdated = !isSameAs(found.copy.pages, kept)
      const maySign = hasPage(request, signingUrl) && may(request.actor, 'signing.sign')
      const language = languageOf(request)
      const main = copyPage({ ...found, session, isOutdated, maySign }, language)
      const content = {
        title: found.copy.name,
        main,
        current: 'scans',
        styles: ['scan.css'],
        scripts: ['scan.js'],
      }
      return sendPage(reply, frame(request, content))
    })
  }

function copyPage(view: CopyView, language: Language): Html {
  const say = scanMessages(language)
  const { session, copy, suggestions, isOutdated } = view
  const isDone = copy.state === 'made' || copy.state === 'certified'
  const about = {
    id: 'copy',
    class: 'mc-stack mc-gap1',
    'data-live': true,
    'data-refresh': copy.state === 'waiting',
  }
  return html`<div class="mc-narrow mc-stack mc-gap2"><p class="mc-quiet mc-small"><a href="${scansUrl}/${session.id}#paper-${copy.paperNumber}">${say.backToSession}</a></p>
<div${attributes(about)}><h1>${copy.name}</h1><p>${copyState(copy.state, language)}</p>
${isOutdated && copy.state !== 'waiting' && notice({ tone: 'warn', body: html`<p>${say.outdated}</p>` })}
${copy.state === 'waiting' && progress(view, language)}
${copy.state === 'failed' && notice({ tone: 'warn', body: html`<p>${say.copyFailed}</p>` })}
${isDone && result(view, language)}${isDone && proposals(copy, suggestions, language)}</div></div>`
}

function progress({ copy, session }: CopyView, language: Language): Html {
  const say = scanMessages(language)
  const { pagesRead, pages } = copy
  const text = say.progress(pagesRead, pages.length)
  return html`<p role="status">${text}</p><p><progress class="mc-scan__progress" max="${String(pages.length)}" value="${String(pagesRead)}" aria-label="${text}"></progress></p>
<p class="mc-small mc-quiet">${say.wait} <a href="${scansUrl}/${session.id}/papers/${copy.paperNumber}">${say.reload}</a></p>`
}

function result(view: CopyView, language: Language): Html {
  const say = scanMessages(language)
  const { copy } = view
  const facts = say.madeFacts(copy.pages.length, formatBytes(copy.sizeBytes ?? 0, language))
  const sha256 = copy.certifiedSha256 ?? copy.sha256 ?? ''
  return html`<p>${facts}</p><p class="mc-small mc-quiet">${say.hash} <code class="mc-code">${shortHash(sha256)}</code></p>
${copy.usedReference && html`<p>${say.usedIn(copy.usedReference)}</p>`}
${certification(view, language)}
${actions(
  linkButton({
    text: say.openCopy,
    href: `/papers/${paperOf(copy) ?? ''}`,
    variant: 'secondary',
    icon: 'file',
  }),
  copy.component &&
    linkButton({
      text: say.toIntake,
      href: `/officer/intake?procedure=${encodeURIComponent(copy.procedureCode ?? '')}`,
      variant: 'tertiary',
    }),
)}`
}

function certification({ copy, maySign }: CopyView, language: Language): Piece {
  const say = scanMessages(language)
  if (copy.certifiedAt) {
    const moment = formatMoment(Temporal.Instant.from(copy.certifiedAt), language)
    return notice({ tone: 'done', body: html`<p>${say.certifiedBy(copy.certifiedByName ?? '', moment)}</p>` })
  }
  const failed = copy.signingProblem && html`<p>${say.certifyFailed(copy.signingProblem)}</p>`
  if (!maySign) return notice({ body: html`<p>${say.certifyAway}</p>${failed}` })
  return html`${notice({ tone: 'warn', body: html`<p>${say.certifyLead}</p>${failed}` })}${actions(linkButton({ text: say.certify, href: signingUrl, icon: 'stamp' }))}`
}

function proposals({ name }: DigitisedCopy, suggestions: readonly Suggestion[], language: Language): Html {
  const say = scanMessages(language)
  if (suggestions.length === 0) return html`<p class="mc-small mc-quiet mc-t2">${say.noSuggestions}</p>`
  const rows = suggestions.map(({ kind, value, line, page }): readonly Piece[] => [
    fieldName(kind, language),
    html`<strong>${shownValue(value)}</strong>`,
    html`<span class="mc-small">“${line}” <span class="mc-quiet">(${say.onPage(page)})</span></span>`,
  ])
  const columns = [{ title: say.suggestionKind }, { title: say.suggestionValue }, { title: say.suggestionLine }]
  const body = html`<p class="mc-small mc-quiet">${say.suggestionsLead}</p>${table({ caption: `${say.suggestions}: ${name}`, columns, rows, stack: true, clear: true })}`
  return html`<div class="mc-t2">${sheet({ id: 'suggestions', title: say.suggestions, body })}</div>`
}

/** A day as people write it. */
export const shownValue = (value: string): string => value.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1')
