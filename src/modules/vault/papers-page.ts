import { code } from '#components/code'
import { filterRow } from '#components/filter-row'
import { pagination } from '#components/pagination'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { dayInWords, saySignature, sayValidity } from './item-words.ts'
import { messages } from './messages.ts'
import type { JudgedItem, VaultPage } from './read-vault.ts'
import type { Owner } from './rules/item.ts'

export type PapersView = VaultPage &
  Readonly<{
    /** What is looked for. */
    words: string
    typeCode: string
    isFirst: boolean
    /** Whether the vault of the national portal answers. */
    isNational: boolean
    language: Language
  }>

/** The vault of a person or of an organisation: every paper with what it is worth. */
export function papersPage(view: PapersView): Html {
  const { owner, items, types, language } = view
  const words = messages(language)
  const isSearched = view.words !== '' || view.typeCode !== ''
  return html`<div class="mc-narrow">
<h1>${titleOf(owner, language)}</h1>
<p class="mc-lead mc-t0">${words.lead}</p>
${otherVaults(view)}
${(types.length > 1 || isSearched) && html`<div class="mc-t2">${filters(view)}</div>`}
${items.length === 0 ? nothing(view, isSearched) : html`<ul class="mc-list mc-t2">${items.map((item) => line(item, language))}</ul>`}
${pagination({ nextHref: view.next && addressOf(view, view.next), firstHref: view.isFirst ? null : addressOf(view, null), language })}
${owner.kind === 'person' && html`<p class="mc-t2"><a href="/my/look-ups">${words.lookUps}</a></p>`}
${!view.isNational && html`<p class="mc-small mc-quiet mc-t2">${words.notConnected}</p>`}
</div>`
}

/** What the page is called. */
export const titleOf = ({ kind, name }: Owner, language: Language): string =>
  kind === 'person' ? messages(language).title : messages(language).titleOf(name)

function otherVaults({ owner, owners, language }: PapersView): Piece {
  if (owners.length < 2) return null
  const words = messages(language)
  const entry = (one: Owner): Html => {
    const name = one.kind === 'person' ? words.mine : one.name
    const href = one.kind === 'person' ? '/my/papers' : `/my/papers?of=${encodeURIComponent(one.number)}`
    return one.kind === owner.kind && one.number === owner.number
      ? html`<strong aria-current="page">${name}</strong>`
      : html`<a href="${href}">${name}</a>`
  }
  return html`<nav class="mc-row mc-t1" aria-label="${words.otherVaults}">${owners.map(entry)}</nav>`
}

const filters = ({ owner, types, words: typed, typeCode, language }: PapersView): Html => {
  const words = messages(language)
  const options = types.map(({ typeCode: value, title }) => ({ value, label: title }))
  return filterRow({
    label: words.search,
    filters: [
      {
        name: 'type',
        label: words.type,
        value: typeCode,
        options: [{ value: '', label: words.allTypes }, ...options],
      },
      { name: 'q', label: words.words, value: typed },
    ],
    keep: owner.kind === 'organisation' ? { of: owner.number } : {},
    language,
  })
}

const nothing = ({ owner, language }: PapersView, isSearched: boolean): Html => {
  const words = messages(language)
  if (!isSearched) return html`<p class="mc-t2">${words.empty}</p>`
  const all = owner.kind === 'organisation' ? `?of=${encodeURIComponent(owner.number)}` : ''
  return html`<p class="mc-t2">${words.nothingFound} <a href="/my/papers${all}">${words.showAll}</a></p>`
}

function line(item: JudgedItem, language: Language): Html {
  const words = messages(language)
  const from = words.issuedBy(item.issuer.name, dayInWords(item.issuedOn))
  return html`<li><a href="/my/papers/${item.code}"><strong>${item.title}</strong></a>
<p class="mc-t0">${sayValidity(item, item.validity, language)}</p>
<p class="mc-small mc-quiet mc-t0">${item.number && html`${code(item.number)}, `}${from}<br>${words.signature}: ${saySignature(item, language)}<br>${words.reused(item.reuseCount)}</p></li>`
}

function addressOf({ owner, words, typeCode }: PapersView, cursor: string | null): string {
  const parts = {
    ...(owner.kind === 'organisation' && { of: owner.number }),
    ...(typeCode && { type: typeCode }),
    ...(words && { q: words }),
    ...(cursor && { before: cursor }),
  }
  const query = new URLSearchParams(parts).toString()
  return query ? `/my/papers?${query}` : '/my/papers'
}
