import type { DossierView } from '#modules/dossiers'
import { notificationMessages, sentLines } from '#modules/notifications'
import type { Context } from '#platform/context'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { shipmentMessages } from './messages.ts'
import { shipmentSection } from './pages.ts'

type Asked = Readonly<{ view: DossierView; language: Language }>

/** What the applicant was told, by which channel and whether it arrived, and what goes by post: a column of an officer's page. */
export async function contactPart(
  { db }: Pick<Context, 'db'>,
  { view, language }: Asked,
): Promise<Html | null> {
  const about = { kind: 'dossier', id: view.dossier.id }
  const [sent, post] = await Promise.all([
    sentLines(db, about, 'officer', language),
    shipmentSection({ db }, view, 'officer', language),
  ])
  if (!sent && !post) return null
  const postTitle = shipmentMessages(language).title
  return html`${post && html`<h3>${postTitle}</h3>${post}`}${sent && html`<h3>${notificationMessages(language).sentTitle}</h3>${sent}`}`
}

/** The same beside the dossier of the person whose it is. */
export async function contactAside(
  { db }: Pick<Context, 'db'>,
  { view, language }: Asked,
): Promise<Html | null> {
  const about = { kind: 'dossier', id: view.dossier.id }
  const [sent, post] = await Promise.all([
    sentLines(db, about, 'citizen', language),
    shipmentSection({ db }, view, 'citizen', language),
  ])
  const part = (title: string, body: Html) => html`<section><h2 class="mc-h">${title}</h2>${body}</section>`
  if (!sent && !post) return null
  return html`${post && part(shipmentMessages(language).title, post)}${sent && part(notificationMessages(language).sentTitleCitizen, sent)}`
}
