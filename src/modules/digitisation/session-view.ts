import type { Temporal } from 'temporal-polyfill'
import { actions, button, linkButton } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { fileField, radioField, selectField, textField } from '#components/field'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { qr } from '#components/qr'
import { say as said } from '#components/say'
import { sheet, zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { acceptedTypes } from '#modules/papers'
import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { explainFault, kindName, scanMessages } from './messages.ts'
import { paperKinds } from './open-session.ts'
import { hrefOf } from './read-copies.ts'
import type { Capture, ScanSession } from './repository.ts'
import type { CopyState, DigitisedCopy } from './rules/copy.ts'
import { keptPagesOf, pagesOf, type ScannedPaper, type ScanPage } from './rules/page.ts'

export const scansUrl = '/officer/scans'
const urlOf = ({ id }: Pick<ScanSession, 'id'>): string => `${scansUrl}/${id}`

/** What came with the address, or was typed. */
export type TypedStart = Readonly<{ name: string; kind: string; procedure: string; component: string }>

export type ListView = Readonly<{
  typed: TypedStart
  problems: readonly Problem[]
  refusal: string | null
  sessions: readonly Readonly<{ session: ScanSession; papers: number }>[]
  before: string | null
  next: string | null
}>

/** The sessions of an officer, and the form that opens one. */
export function listPage(view: ListView, language: Language): Html {
  const say = scanMessages(language)
  const { typed, problems, refusal } = view
  const form = html`<form method="post" action="${scansUrl}" class="mc-stack mc-gap2">
<input type="hidden" name="procedure" value="${typed.procedure}"><input type="hidden" name="component" value="${typed.component}">
${textField({ name: 'name', label: say.name, description: say.nameHint, value: typed.name, maxLength: 150, autocomplete: 'off', problem: problems.find(({ field }) => field === 'name')?.sentence, language })}
${radioField({ name: 'kind', label: say.kind, value: typed.kind, language, options: paperKinds.map((kind) => ({ value: kind, label: kindName(kind, language) })) })}
${actions(button({ text: say.open, icon: 'scan' }))}</form>`
  return html`<div class="mc-work__head"><h1>${say.title}</h1><a href="${scansUrl}/separators.pdf">${say.separators}</a></div>
<p class="mc-small mc-quiet">${say.lead}</p>
${errorSummary({ problems, language })}${refusal && notice({ tone: 'warn', live: true, body: html`<p>${refusal}</p>` })}
<div class="mc-scan mc-t2"><div>${sheet({ id: 'start', title: say.start, body: form })}</div>
<div>${sheet({ id: 'sessions', title: say.sessions, body: sessionTable(view, language) })}</div></div>`
}

function sessionTable({ sessions, before, next }: ListView, language: Language): Html {
  const say = scanMessages(language)
  if (sessions.length === 0) return html`<p class="mc-quiet">${say.noSessions}</p>`
  const rows = sessions.map(({ session, papers }): readonly Piece[] => [
    html`<a href="${urlOf(session)}">${session.title}</a>`,
    formatMoment(session.openedAt, language),
    say.papersCount(papers),
    session.closedAt ? said('mute', say.isClosed) : said('ok', say.isOpen),
  ])
  const columns = [say.name, say.openedAt(''), say.papersCount(0).replace(/^0 /, ''), say.kind].map(
    (title) => ({
      title,
    }),
  )
  return html`${table({ caption: `${say.title}: ${say.sessions}`, columns, rows, stack: true, clear: true })}
${pagination({ nextHref: next && `${scansUrl}?before=${next}`, firstHref: before && scansUrl, language })}`
}

export type SessionView = Readonly<{
  session: ScanSession
  papers: readonly ScannedPaper[]
  pages: readonly ScanPage[]
  captures: readonly Capture[]
  copies: readonly DigitisedCopy[]
  components: readonly Readonly<{ key: string; name: string }>[]
  /** Files in the folder of the scanner; null: there is no folder. */
  inFolder: number | null
  remark: Piece
  problems: readonly Problem[]
  /** Of a telephone that was just asked for. */
  phone: Readonly<{ url: string; expiresAt: Temporal.Instant }> | null
  /** What was typed about a paper and not taken. */
  typed: Readonly<Record<string, string>>
}>

const toneOf = { waiting: 'mute', made: 'warn', certified: 'ok', failed: 'bad', replaced: 'mute' } as const

/** How a copy stands, in a word with its shape. */
export const copyState = (state: CopyState, language: Language): Html =>
  said(toneOf[state], scanMessages(language)[`copyState_${state}`])

/** A session: how pages come in, and each paper with its pages. */
export function sessionPage(view: SessionView, language: Language): Html {
  const say = scanMessages(language)
  const { session, papers, problems, remark } = view
  const isOpen = session.closedAt === null
  return html`<p class="mc-quiet mc-small"><a href="${scansUrl}">${say.back}</a></p>
<div class="mc-work__head"><h1>${session.title}</h1><span class="mc-quiet">${say.openedAt(formatMoment(session.openedAt, language))}</span></div>
${errorSummary({ problems, language })}${remark}
<div class="mc-scan mc-t2"><div class="mc-stack mc-gap2">${isOpen ? waysIn(view, language) : notice({ body: html`<p>${say.closedNote}</p>` })}</div>
<div class="mc-stack mc-gap2">${papers.map((paper) => paperZone(view, paper, language))}</div></div>`
}

function waysIn({ session, captures, inFolder, phone }: SessionView, language: Language): Html {
  const say = scanMessages(language)
  const url = urlOf(session)
  const upload = html`<form method="post" action="${url}" enctype="multipart/form-data" class="mc-stack mc-gap1">
${fileField({ name: 'file', label: say.files, description: say.filesHint, accept: Object.keys(acceptedTypes).join(','), multiple: true, language })}
${actions(button({ text: say.upload, name: 'v', value: 'upload' }))}</form>`
  const folder =
    inFolder !== null &&
    (inFolder > 0
      ? button({
          text: say.fromFolder(inFolder),
          variant: 'secondary',
          icon: 'scan',
          name: 'v',
          value: 'folder',
        })
      : html`<p class="mc-small mc-quiet">${say.folderEmpty}</p>`)
  const other = html`<form method="post" action="${url}" class="mc-stack mc-t1">${folder}${phone === null && actions(button({ text: say.byPhone, variant: 'secondary', icon: 'phone', name: 'v', value: 'phone' }))}</form>`
  const close = html`<form method="post" action="${url}">${button({ text: say.close, variant: 'tertiary', name: 'v', value: 'close' })}</form>`
  return html`${zone({ id: 'add', title: say.addPages, body: html`${upload}${other}${phone && phoneCode(phone, language)}` })}
${captureLines(captures, session, language)}${close}`
}

const phoneCode = ({ url, expiresAt }: NonNullable<SessionView['phone']>, language: Language): Html => {
  const say = scanMessages(language)
  return html`<div class="mc-t1"><p class="mc-small">${say.phoneLead(formatMoment(expiresAt, language))}</p><p>${qr(url, say.phoneCode)}</p><p class="mc-small mc-break"><a href="${url}">${url}</a></p></div>`
}

/** What is being read, and what could not be. */
function captureLines(captures: readonly Capture[], session: ScanSession, language: Language): Html {
  const say = scanMessages(language)
  const waiting = captures.filter(({ state }) => state === 'waiting')
  const faulty = captures.filter(({ state }) => state === 'unreadable')
  return html`<div${attributes({ id: 'captures', 'data-live': true, 'data-refresh': waiting.length > 0 })}>${
    waiting.length > 0 &&
    notice({
      body: html`<ul>${waiting.map(({ name, pagesDone, pagesTotal }) => html`<li>${say.reading(name, pagesDone, pagesTotal)}</li>`)}</ul><p><a href="${urlOf(session)}">${say.reload}</a></p>`,
    })
  }${
    faulty.length > 0 &&
    notice({
      tone: 'warn',
      body: html`<p>${say.refused}</p><ul>${faulty.map(({ name, problem }) => html`<li>${explainFault(name, problem, language)}</li>`)}</ul>`,
    })
  }</div>`
}

function paperZone(view: SessionView, paper: ScannedPaper, language: Language): Html {
  const { session, pages, copies } = view
  const say = scanMessages(language)
  const isOpen = session.closedAt === null
  const kept = keptPagesOf(pages, paper.number)
  const aside = pagesOf(pages, paper.number).filter(({ state }) => state !== 'kept')
  const copy = copies.find(({ paperNumber }) => paperNumber === paper.number)
  const cards = (some: readonly ScanPage[]) =>
    html`<ol class="mc-pages">${some.map((page, index) => pageCard(view, page, index, language))}</ol>`
  const body = html`<form method="post" action="${urlOf(session)}">${isOpen && paperFields(view, paper, language)}
${kept.length > 0 ? cards(kept) : html`<p class="mc-quiet">${say.noPages}</p>`}
${aside.length > 0 && fold({ summary: say.aside(aside.length), body: cards(aside) })}
${isOpen && kept.length > 0 && actions(button({ text: say.make, icon: 'file', name: 'v', value: `make ${paper.number}` }))}</form>`
  const state = copy ? html`<a href="${hrefOf(copy)}">${copyState(copy.state, language)}</a>` : null
  const title = html`<span class="mc-quiet">${say.paper(paper.number)}</span> ${paper.name}`
  return html`<div${attributes({ id: `paper-${paper.number}`, 'data-live': true })}>${zone({ id: `paper-${paper.number}-title`, title, state, body })}</div>`
}

function paperFields(
  { components, typed, problems }: SessionView,
  paper: ScannedPaper,
  language: Language,
): Html {
  const say = scanMessages(language)
  const of = (name: string) => `${name}.${paper.number}`
  const { [of('name')]: name = paper.name, [of('pages')]: pages = String(paper.originalPages ?? '') } = typed
  const problemOf = (field: string) => problems.find((problem) => problem.field === field)?.sentence
  return html`<input type="hidden" name="paper" value="${String(paper.number)}"><div class="mc-scan__fields">
${textField({ name: of('name'), label: say.name, value: name, maxLength: 150, autocomplete: 'off', problem: problemOf(of('name')), language })}
${components.length > 0 && selectField({ name: of('component'), label: say.component, value: paper.component ?? '', placeholder: say.noComponent, options: components.map(({ key, name: label }) => ({ value: key, label })), language })}
${textField({ name: of('pages'), label: say.originalPages, description: say.originalHint, value: pages, size: 5, maxLength: 4, inputMode: 'numeric', autocomplete: 'off', problem: problemOf(of('pages')), language })}
<div class="mc-scan__save">${button({ text: say.save, variant: 'secondary', name: 'v', value: `save ${paper.number}` })}</div></div>`
}

/** The address of a page's own view, and of its small picture. */
export const pageUrl = (session: Pick<ScanSession, 'id'>, page: Pick<ScanPage, 'id'>): string =>
  `${urlOf(session)}/pages/${page.id}`

/** Changes its address with the picture, so that browsers may keep it. */
export const pictureUrl = (
  session: Pick<ScanSession, 'id'>,
  page: ScanPage,
  size: 'thumbnail' | 'picture',
): string => `${pageUrl(session, page)}/${size}?v=${page.version}.${page.rotation}`

function pageCard({ session }: SessionView, page: ScanPage, index: number, language: Language): Html {
  const say = scanMessages(language)
  const isKept = page.state === 'kept'
  const label = isKept ? say.page(index + 1) : say[`state_${page.state}`]
  const note = page.note && said('warn', page.note === 'with' ? say.withNote : say.withoutNote)
  const press = (text: string, change: string) =>
    button({ text, about: label, variant: 'tertiary', name: 'v', value: `${change} ${page.id}` })
  const buttons = isKept
    ? [index > 0 && press(say.up, 'up'), press(say.turn, 'turn'), press(say.drop, 'drop')]
    : [press(say.keep, 'keep')]
  const picture = html`<img src="${pictureUrl(session, page, 'thumbnail')}" alt="${label}" loading="lazy">`
  return html`<li><a class="mc-pages__picture" href="${pageUrl(session, page)}">${picture}</a><div><strong>${label}</strong>${note && html`<br>${note}`}${isKept && html`<br><span class="mc-small mc-quiet">${say.size(page.dotsPerInch, page.version)}</span>`}</div>${session.closedAt === null && html`<div class="mc-pages__keys">${buttons}</div>`}</li>`
}

export type PageView = Readonly<{
  session: ScanSession
  papers: readonly ScannedPaper[]
  page: ScanPage
  /** From 1 among those of the copy; null when it is set aside. */
  number: number | null
}>

/** One page large, with all that a hand may do with it. */
export function onePage({ session, papers, page, number }: PageView, language: Language): Html {
  const say = scanMessages(language)
  const paper = papers.find((one) => one.number === page.paperNumber)
  const title = number === null ? say[`state_${page.state}`] : say.pageOf(number, paper?.name ?? '')
  const press = (text: string, change: string) =>
    button({ text, variant: 'secondary', name: 'v', value: `${change} ${page.id}` })
  const others = papers.filter((one) => one.number !== page.paperNumber)
  const keys = html`<form method="post" action="${urlOf(session)}" class="mc-stack mc-gap1">${actions(
    press(say.up, 'up'),
    press(say.down, 'down'),
    press(say.turn, 'turn'),
    page.state === 'kept' ? press(say.drop, 'drop') : press(say.keep, 'keep'),
  )}${actions(press(say.note, 'note'), press(say.split, 'split'))}<p class="mc-small mc-quiet">${say.noteHint}</p>
${others.length > 0 && html`<div class="mc-stack mc-gap1"><strong>${say.moveTo}</strong>${actions(...others.map((one) => press(one.name, `paper_${one.number}`)))}</div>`}</form>`
  const again = html`<form method="post" action="${urlOf(session)}" enctype="multipart/form-data" class="mc-stack mc-gap1 mc-t2"><input type="hidden" name="replaces" value="${page.id}">
${fileField({ name: 'file', label: say.replace, description: say.replaceHint, accept: Object.keys(acceptedTypes).join(','), language })}
${actions(button({ text: say.upload, variant: 'secondary', name: 'v', value: 'upload' }))}</form>`
  const isOpen = session.closedAt === null
  return html`<p class="mc-quiet mc-small"><a href="${urlOf(session)}#paper-${page.paperNumber}">${say.backToSession}</a></p>
<h1>${title}</h1><p class="mc-small mc-quiet">${say.size(page.dotsPerInch, page.version)}</p>
<div class="mc-scan mc-t2"><div>${isOpen ? sheet({ body: html`${keys}${again}` }) : linkButton({ text: say.backToSession, href: urlOf(session), variant: 'secondary' })}</div>
<div><img class="mc-scan__large" src="${pictureUrl(session, page, 'picture')}" alt="${say.picture(number ?? 1)}" width="${String(page.width)}" height="${String(page.height)}"></div></div>`
}
