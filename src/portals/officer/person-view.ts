import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { dossierMessages, officerStateNames, type StoredDossier } from '#modules/dossiers'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { grouped } from './dossier-parts.ts'
import { officerMessages } from './messages.ts'

/** The dossiers of one person that an officer may see, when a personal id was looked up and there are several. */
export function personPage(
  { personalId, dossiers }: Readonly<{ personalId: string; dossiers: readonly StoredDossier[] }>,
  language: Language,
): Html {
  const talk = dossierMessages(language)
  const words = officerMessages(language)
  const title = words.dossiersOf(grouped(personalId))
  return html`<p class="mc-quiet mc-small"><a href="/officer/worklist">${talk.worklist}</a></p>
<div class="mc-work__head"><h1>${title}</h1><p class="mc-quiet">${words.dossiersOfHint}</p></div>
${table({
  caption: title,
  columns: [
    { title: talk.columnCode },
    { title: talk.columnApplicant },
    { title: talk.columnProcedure },
    { title: talk.columnStep },
    { title: talk.columnDue },
  ],
  rows: dossiers.map((dossier) => {
    const name = dossier.code ?? dossier.reference
    return [
      html`<a class="mc-code" href="/officer/dossiers/${name}">${name}</a>`,
      dossier.applicantName,
      dossier.procedureName,
      officerStateNames[dossier.state][language],
      dossier.dueAt ? formatMoment(dossier.dueAt, language) : '–',
    ]
  }),
})}`
}
