import { actions, linkButton } from '#components/button'
import { notice } from '#components/notice'
import { say as sayState } from '#components/say'
import { table } from '#components/table'
import { formatMoment, type RecountProgress } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { calendarMessages } from './messages.ts'

const address = '/admin/calendar/recounts'

/** How far the counting after each change has come; asked for again by a link, never by itself. */
export function recountsView({
  recounts,
  version,
  language,
}: Readonly<{ recounts: readonly RecountProgress[]; version: number | undefined; language: Language }>): Html {
  const say = calendarMessages(language)
  const titles = [say.revision, say.reason, say.requestedAt, say.progress, say.moved, say.state]
  const rows = recounts.map((recount) => [
    recount.version,
    recount.reason,
    formatMoment(recount.requestedAt, language),
    recount.total === 0 && !recount.finishedAt ? '–' : say.progressOf(recount.lookedAt, recount.total),
    recount.moved,
    recount.finishedAt
      ? sayState('ok', say.finished(formatMoment(recount.finishedAt, language)))
      : sayState('warn', say.running),
  ])
  const list = table({
    caption: say.tableOf(say.recountsTitle),
    columns: titles.map((title) => ({ title })),
    rows,
  })
  const query = version === undefined ? '' : `?version=${version}`
  return html`<div class="mc-work__head"><h1>${say.recountsTitle}</h1><p class="mc-quiet">${say.recountsHelp}</p></div>
${version !== undefined && notice({ tone: 'done', live: true, body: html`<p>${say.recordedVersion(version)}</p>` })}
<div class="mc-y1">${rows.length > 0 ? list : html`<p>${say.noRecounts}</p>`}</div>
${actions(linkButton({ text: say.refresh, href: `${address}${query}`, variant: 'secondary' }), html`<a href="/admin/calendar">${say.back}</a>`)}`
}
