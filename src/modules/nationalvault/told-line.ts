import { say } from '#components/say'
import { formatMoment } from '#modules/calendar'
import type { Db } from '#platform/db'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messages } from './messages.ts'
import { listPushesOf, type Push } from './repository-pushes.ts'

/** Whether the national vault knows of the results of a dossier as they stand now, a line each; null: it is told of none. */
export async function toldOfResults(
  db: Db,
  resultIds: readonly string[],
  language: Language,
): Promise<Html | null> {
  const latest = new Map((await listPushesOf(db, resultIds)).map((push) => [push.resultId, push]))
  if (latest.size === 0) return null
  return html`${[...latest.values()].map((push) => html`<p class="mc-small mc-t1">${lineOf(push, language)}</p>`)}`
}

function lineOf({ kind, toldAt, refusedAt, tries, nextAt }: Push, language: Language): Html {
  const words = messages(language)
  if (refusedAt) return say('bad', words.refused)
  if (!toldAt)
    return say('warn', tries > 0 ? words.waitsAgain(tries, formatMoment(nextAt, language)) : words.waits)
  const moment = formatMoment(toldAt, language)
  return say('ok', kind === 'issued' ? words.told(moment) : words.toldEnded(moment))
}
