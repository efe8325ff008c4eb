import { Temporal } from 'temporal-polyfill'
import { actions, linkButton } from '#components/button'
import { code } from '#components/code'
import { pagination } from '#components/pagination'
import { section } from '#components/sheet'
import { formatMoment } from '#modules/calendar'
import { closedStates, dossierMessages, type OwnRow, type OwnScope, stateNames } from '#modules/dossiers'
import type { Draft } from '#modules/drafts'
import { type MirroredDossier, ownList } from '#modules/mirrors'
import { instantOf } from '#platform/clock'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './dossier-messages.ts'

export type MyDossiersView = Readonly<{
  /** Not finished yet, with the name of its procedure. */
  drafts: readonly Readonly<{ draft: Draft; name: string }>[]
  dossiers: readonly OwnRow[]
  /** Which dossiers these are, and of whom they are when it is not the reader. */
  scope: OwnScope['kind']
  actingFor: string | null
  /** Those that ministry systems process. */
  mirrored: readonly MirroredDossier[]
  nextHref: string | null
  firstHref: string | null
  language: Language
}>

/** A person's own dossiers, newest first, and before them what is still being written. */
export function myDossiersPage(view: MyDossiersView): Html {
  const { drafts, dossiers, mirrored, nextHref, firstHref, language } = view
  const words = dossierMessages(language)
  return html`<div class="mc-narrow">
<h1>${words.myDossiers}</h1>
${scopeLine(view)}
${drafts.length > 0 && section({ id: 'drafts', title: words.draftsTitle, body: draftList(view) })}
${
  dossiers.length === 0
    ? html`<p class="mc-lead mc-t2">${words.noDossiersYet}</p><div class="mc-t2">${actions(linkButton({ text: words.findProcedure, href: '/procedures' }))}</div>`
    : section({ id: 'submitted', title: messagesOf(language).submitted, body: dossierList(view) })
}
${pagination({ nextHref, firstHref, language })}
${mirrored.length > 0 && section({ id: 'elsewhere', title: messagesOf(language).elsewhere, body: ownList(mirrored, language) })}
</div>`
}

/** Why these dossiers are here, and where the others are. */
function scopeLine({ scope, actingFor, language }: MyDossiersView): Html {
  const say = messagesOf(language)
  if (scope === 'account')
    return html`<p class="mc-quiet mc-t0">${say.scopeAccount} <a href="/sign-in?level=2&amp;return=/my/dossiers">${say.scopeHigher}</a></p>`
  const lines = {
    own: say.scopeOwn,
    body: say.scopeBody(actingFor ?? ''),
    ward: say.scopeWard(actingFor ?? ''),
  }
  return html`<p class="mc-quiet mc-t0">${lines[scope]}</p>`
}

const dossierList = ({ dossiers, language }: MyDossiersView): Html =>
  html`<ul class="mc-list mc-t1">${dossiers.map((row) => dossierItem(row, language))}</ul>`

function draftList({ drafts, language }: MyDossiersView): Html {
  const words = dossierMessages(language)
  return html`<ul class="mc-list mc-t1">${drafts.map(({ draft, name }) => {
    const saved = words.savedAt(formatMoment(Temporal.Instant.from(draft.savedAt), language))
    const go = linkButton({
      text: words.continueDraft,
      about: name,
      variant: 'secondary',
      href: `/drafts/${draft.reference}`,
    })
    return html`<li class="mc-row mc-row--between"><span><strong>${name}</strong><br><span class="mc-small mc-quiet">${saved}</span></span>${go}</li>`
  })}</ul>`
}

const moment = (at: Date, language: Language): string => formatMoment(instantOf(at), language)

function dossierItem(row: OwnRow, language: Language): Html {
  const words = dossierMessages(language)
  const known = row.code ?? row.reference
  const isOpen = !closedStates.includes(row.state)
  const due: Piece = row.dueAt && isOpen && html`<br>${words.dueDate}: ${moment(row.dueAt, language)}`
  return html`<li><a href="/my/dossiers/${known}"><strong>${row.procedureName}${row.subject && `: ${row.subject}`}</strong></a>
<p class="mc-t0">${stateNames[row.state][language]}</p>
<p class="mc-small mc-quiet mc-t0">${code(known)}, ${messagesOf(language).submittedAt(moment(row.submittedAt, language))}${due}</p></li>`
}
