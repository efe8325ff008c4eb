import { type Answer, answers } from '#components/answers'
import { breadcrumbs, type Crumb } from '#components/breadcrumbs'
import { actions, button, linkButton } from '#components/button'
import { code } from '#components/code'
import { errorSummary, type Problem } from '#components/error-summary'
import { radioField, textField } from '#components/field'
import { notice } from '#components/notice'
import { say } from '#components/say'
import { section, sheet } from '#components/sheet'
import { formatMoment } from '#modules/calendar'
import { formatBytes, shortHash } from '#modules/papers'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { dayInWords, saySignature, sayValidity, signatureNote } from './item-words.ts'
import { messages } from './messages.ts'
import { titleOf } from './papers-page.ts'
import type { ItemView, JudgedItem } from './read-vault.ts'
import type { Use } from './repository-uses.ts'
import type { Owner } from './rules/item.ts'
import { shareTimes } from './rules/share.ts'
import { saySharing } from './share-page.ts'

export type PaperPage = ItemView &
  Readonly<{
    /** The codes of the dossiers it was handed in with, by id. */
    dossiers: ReadonlyMap<string, string>
    typed: Readonly<Record<string, string>>
    problems: readonly Problem[]
    now: Parameters<typeof saySharing>[1]
    language: Language
  }>

const hrefOf = ({ code: name }: JudgedItem): string => `/my/papers/${name}`

/** One paper of the vault: what it is, where it was used, with whom it is shared. */
export function paperPage(page: PaperPage): Html {
  const { item, newer, language } = page
  const words = messages(language)
  const isShareable = item.validity === 'valid' && item.paper !== null
  return html`<div class="mc-narrow">
${errorSummary({ problems: page.problems, language })}
${breadcrumbs([vaultCrumb(page.owner, language)], item.title, language)}
<h1>${item.title}</h1>
<p class="mc-t0">${sayValidity(item, item.validity, language)}</p>
${revocation(item, language)}
${newer && notice({ body: html`<p>${words.replaced}. <a href="/my/papers/${newer.code}">${words.seeNewer}</a></p>` })}
${
  item.paper &&
  html`<div class="mc-t2">${actions(
    linkButton({ text: words.view, href: `${hrefOf(item)}/file` }),
    linkButton({ text: words.download, href: `${hrefOf(item)}/file?download`, variant: 'secondary' }),
    isShareable && html`<a href="#share">${words.share}</a>`,
  )}</div>`
}
<div class="mc-t3">${answers(describe(item, language), 'ruled')}</div>
${section({ id: 'uses', title: words.uses, body: useList(page) })}
${page.shares.length > 0 && section({ id: 'shares', title: words.shares, body: shareList(page) })}
${isShareable && html`<div class="mc-t3">${shareForm(page)}</div>`}
</div>`
}

/** The way back to the vault. */
export const vaultCrumb = (owner: Owner, language: Language): Crumb => ({
  text: titleOf(owner, language),
  href: owner.kind === 'organisation' ? `/my/papers?of=${encodeURIComponent(owner.number)}` : '/my/papers',
})

const revocation = ({ revoked }: JudgedItem, language: Language): Piece =>
  revoked &&
  html`<div class="mc-t1">${notice({ tone: 'warn', body: html`<p>${messages(language).revokedBody(revoked.byName, revoked.reason)}</p>` })}</div>`

function describe(item: JudgedItem, language: Language): Answer[] {
  const words = messages(language)
  const { number, issuer, issuedOn, paper, dossierCode } = item
  const ofDossier = dossierCode && words.ofDossier(dossierCode)
  return [
    ...(number ? [{ term: words.number, answer: code(number) }] : []),
    { term: words.issuer, answer: issuer.name },
    ...(issuedOn ? [{ term: words.issuedOn, answer: dayInWords(issuedOn) }] : []),
    { term: words.signature, answer: saySignature(item, language), note: signatureNote(item, language) },
    { term: words.source, answer: words[`source_${item.source}`], note: ofDossier },
    { term: words.keptAt, answer: formatMoment(item.keptAt, language) },
    ...(item.version > 1 ? [{ term: words.version, answer: String(item.version) }] : []),
    { term: words.typeCode, answer: code(item.typeCode) },
    paper
      ? {
          term: words.content,
          answer: html`${paper.name} <span class="mc-quiet">${formatBytes(paper.sizeBytes, language)}</span>`,
          note: `SHA-256 ${shortHash(paper.sha256)}`,
        }
      : { term: words.content, answer: words.noContent },
  ]
}

function useList({ item, uses, nextUses, dossiers, language }: PaperPage): Html {
  const words = messages(language)
  const more =
    nextUses &&
    html`<p class="mc-t1"><a href="${hrefOf(item)}?uses=${nextUses}#uses">${words.earlierUses}</a></p>`
  if (uses.length === 0) return html`<p>${words.noUses}</p>`
  return html`<p>${words.reused(item.reuseCount)}.</p><ul class="mc-list mc-t1">${uses.map((use) => useLine(use, dossiers, language))}</ul>${more}`
}

function useLine(use: Use, dossiers: ReadonlyMap<string, string>, language: Language): Html {
  const words = messages(language)
  const { dossier, agencyName, takenByKind } = use
  const moment = formatMoment(use.takenAt, language)
  const known = dossier && (dossiers.get(dossier.id) ?? dossier.reference)
  const agency = dossier?.agencyName ?? agencyName
  const taken =
    takenByKind === 'citizen' ? words.useTakenByOwner(moment) : words.useTaken(use.takenByName, moment)
  return html`<li><strong>${use.purpose}</strong>
<p class="mc-t0">${known && dossier ? html`${words.dossier} <a href="/my/dossiers/${known}">${code(known)}</a>, ${words.useHandedIn(formatMoment(dossier.handedInAt, language))}` : say('mute', words.useNotHandedIn)}</p>
<p class="mc-small mc-quiet mc-t0">${taken}${agency && html`<br>${words.agency}: ${agency}`}</p></li>`
}

function shareList({ item, shares, now, language }: PaperPage): Html {
  const words = messages(language)
  return html`<ul class="mc-list mc-t1">${shares.map((share) => {
    const { recipient, openedCount, mostOpenings, viewCount } = share
    const looks = `${words.shareViews(viewCount)}, ${words.shareOpenings(openedCount, mostOpenings)}`
    return html`<li><strong>${words.shareFor(recipient)}</strong>
<p class="mc-t0">${saySharing(share, now, language)}</p>
<p class="mc-small mc-quiet mc-t0">${share.purpose}<br>${looks}</p>
<p class="mc-t0"><a href="${hrefOf(item)}/shares/${share.code}">${words.openShare}<span class="ds-sr-only">: ${recipient}</span></a></p></li>`
  })}</ul>`
}

function shareForm({ item, typed, problems, language }: PaperPage): Html {
  const words = messages(language)
  const problemAt = (name: string) => problems.find(({ field }) => field === name)?.sentence
  const times = Object.keys(shareTimes) as (keyof typeof shareTimes)[]
  const given = (name: string) => ({ name, value: typed[name], problem: problemAt(name), language })
  return sheet({
    id: 'share',
    title: words.shareTitle,
    body: html`<p class="mc-t0">${words.shareLead}</p>
<form class="mc-form mc-t2" method="post" action="${hrefOf(item)}/shares" novalidate>
${textField({ ...given('purpose'), label: words.sharePurpose, description: words.sharePurposeHint, maxLength: 300 })}
${textField({ ...given('recipient'), label: words.shareRecipient, description: words.shareRecipientHint, maxLength: 200 })}
${radioField({
  ...given('time'),
  label: words.shareTime,
  inline: true,
  options: times.map((value) => ({ value, label: words[`time_${value}`] })),
})}
${textField({ ...given('most'), label: words.shareMost, description: words.shareMostHint, optional: true, inputMode: 'numeric', size: 5, maxLength: 4 })}
${actions(button({ text: words.shareButton, variant: 'secondary' }))}
</form>`,
  })
}
