import { say } from '#components/say'
import { formatMoment } from '#modules/calendar'
import type { Db } from '#platform/db'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { destinationName, syncMessages } from './messages.ts'
import { type DossierStanding, listStandings } from './repository.ts'

/** Whether other systems know what happened to a dossier, a line each; null where none is told of it. */
export async function toldLines(db: Db, dossierId: string, language: Language): Promise<Html | null> {
  const standings = await listStandings(db, dossierId)
  if (standings.length === 0) return null
  return html`${standings.map((standing) => html`<p class="mc-small mc-t2">${lineOf(standing, language)}</p>`)}`
}

function lineOf(standing: DossierStanding, language: Language): Html {
  const { destination, waiting, waitsSince, needAPerson, lastSentAt } = standing
  const words = syncMessages(language)
  const name = destinationName(destination, language)
  if (needAPerson > 0) return say('warn', words.toldStuck(name))
  if (waitsSince) return say('warn', words.toldWaits(name, String(waiting), formatMoment(waitsSince, language)))
  return say('ok', lastSentAt ? words.toldAt(name, formatMoment(lastSentAt, language)) : name)
}
