import { button } from '#components/button'
import { fileField } from '#components/field'
import { icon } from '#components/icon'
import { papersHeld } from '#components/papers-needed'
import { say as state } from '#components/say'
import { section } from '#components/sheet'
import { type VaultOffer, vaultOffers } from '#components/vault-offers'
import { acceptedTypes, formatBytes, type Scan, scanLine } from '#modules/papers'
import { type Component, inLanguage, listAskedPapers } from '#modules/procedures'
import { describeOffer, type Item } from '#modules/vault'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { paperField } from './check-draft.ts'
import { messagesOf } from './messages.ts'
import type { DraftView } from './read-draft.ts'
import { papersStep } from './rules/draft.ts'
import { type StepPage, stepFoot, stepHead, stepHref } from './step-view.ts'

export type PapersPage = StepPage &
  Readonly<{
    /** What the citizen's vault has for a component, by its key. */
    offers: ReadonlyMap<string, readonly Item[]>
    /** What is known of malware in what was given, by paper. */
    scans: ReadonlyMap<string, Scan>
    /** The look into the national vault; null: it is not connected, or would have nothing that is asked. */
    nationalVault: Html | null
  }>

/** The page of the papers: what the vault has, a file field for each that is asked, what has arrived, what the State holds already. */
export function papersPage(page: PapersPage): Html {
  const { view, language } = page
  const say = messagesOf(language)
  const asked = inLanguage(listAskedPapers(view.procedure), language)
  const held = inLanguage(view.procedure.components, language).filter(({ heldBy }) => heldBy !== null)
  return html`<div class="mc-stack mc-narrow mc-gap2">
${stepHead(page, say.papers, asked.length > 0 ? say.papersLead : say.noPapers)}
<form class="mc-form" method="post" action="${stepHref(view.draft, papersStep)}" enctype="multipart/form-data" data-uploads novalidate>
${page.nationalVault}
${asked.map((component) => askedPaper(page, component))}
${asked.length > 0 && html`<p>${button({ text: say.upload, variant: 'secondary', name: 'add', value: '1' })}</p>`}
${
  held.length > 0 &&
  section({
    id: 'held',
    small: true,
    title: say.heldTitle,
    body: papersHeld(held.map(({ name, heldBy }) => ({ name, source: say.heldBy(heldBy ?? '') }))),
  })
}
${stepFoot(page)}
</form>
</div>`
}

function askedPaper(page: PapersPage, component: Component): Html {
  const { view, problems, language } = page
  const say = messagesOf(language)
  const { key, name, note, required } = component
  const id = `paper-${key.replaceAll('_', '-')}`
  const field = paperField(key)
  const given = view.papers.filter((paper) => paper.component === key)
  const offers = listOffers(page, key)
  return html`<section aria-labelledby="${id}">
<div class="mc-row mc-row--between"><h2 class="mc-h" id="${id}">${name}</h2><span class="mc-small mc-quiet mc-nowrap">${required ? say.required : say.ifAny}</span></div>
${note && html`<p class="mc-small mc-quiet mc-t0">${note}</p>`}
${given.length > 0 && html`<ul class="mc-list mc-t0">${given.map(({ file }) => givenPaper(key, file, page))}</ul>`}
${vaultOffers({ offers, component: key, owner: 'own', language })}
<div class="mc-t1">${fileField({
    name: field,
    label: `${labelOf({ isGiven: given.length > 0, isOffered: offers.length > 0 }, language)}: ${name}`,
    accept: acceptOf(component),
    multiple: true,
    problem: sentencesAt(problems, field),
    language,
  })}</div>
</section>`
}

/** What the vault has for a component, without what stands there already. */
function listOffers({ view, offers, language }: PapersPage, component: string): VaultOffer[] {
  const here = view.papers.filter((paper) => paper.component === component).map(({ file }) => file.id)
  const taken = view.taken.filter(({ paperId }) => here.includes(paperId)).map(({ code }) => code)
  const left = (offers.get(component) ?? []).filter(({ code }) => !taken.includes(code))
  return left.map((item) => describeOffer(item, language))
}

function labelOf(
  { isGiven, isOffered }: Readonly<{ isGiven: boolean; isOffered: boolean }>,
  language: Language,
): string {
  const say = messagesOf(language)
  if (isGiven) return say.chooseMore
  return isOffered ? say.orFile : say.chooseFile
}

/** One file refused and another: both reasons stand at the field. */
const sentencesAt = (problems: StepPage['problems'], field: string): string | undefined =>
  problems
    .filter((problem) => problem.field === field)
    .map(({ sentence }) => sentence)
    .join(' ') || undefined

const acceptOf = ({ accepts }: Component): string => (accepts ?? Object.keys(acceptedTypes)).join(',')

function givenPaper(
  component: string,
  file: DraftView['papers'][number]['file'],
  { view, scans, language }: PapersPage,
): Piece {
  const say = messagesOf(language)
  const remove = button({
    text: say.removePaper,
    about: say.removeAbout(file.name),
    variant: 'tertiary',
    name: 'remove',
    value: `${component}/${file.id}`,
    formNoValidate: true,
  })
  const taken = view.taken.find(({ paperId }) => paperId === file.id)
  const from = taken && html`<br>${state('ok', `${say.fromVault}: ${taken.title}`)}`
  return html`<li class="mc-row mc-row--between"><span>${icon('file')} <a href="/papers/${file.id}">${file.name}</a> <span class="mc-quiet mc-small">${formatBytes(file.sizeBytes, language)}</span>${from}${scanLine(scans.get(file.id), language)}</span>${remove}</li>`
}
