import { attributes, type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { button } from './button.ts'
import type { Option } from './field.ts'
import { messagesOf } from './messages.ts'

export type Filter = Readonly<{
  name: string
  label: string
  value?: string
  /** Of the control; an error summary leads to `fieldId(name)`. */
  id?: string
  /** A choice; without options it is a search field. The first stands for "all". */
  options?: readonly Option[]
}>

const idOf = ({ id, name }: Filter): string => id ?? `filter-${name}`

const control = (filter: Filter): Html => {
  const { name, value, options } = filter
  const id = idOf(filter)
  if (!options)
    return html`<input${attributes({ class: 'ds-input', type: 'search', id, name, value: value || null })}>`
  return html`<select class="ds-input" id="${id}" name="${name}">${options.map(
    (option) =>
      html`<option${attributes({ value: option.value, selected: option.value === (value ?? '') })}>${option.label}</option>`,
  )}</select>`
}

/** Filters over a list, sent by GET: a filter is an address. `keep` are other parts of the address to carry along. */
export const filterRow = (
  props: Readonly<{
    label: string
    filters: readonly Filter[]
    keep?: Readonly<Record<string, string>>
    language: Language
  }>,
): Html =>
  html`<form class="mc-filter" method="get" role="search" aria-label="${props.label}">${props.filters.map(
    (filter) => html`<div><label for="${idOf(filter)}">${filter.label}</label>${control(filter)}</div>`,
  )}${button({ text: messagesOf(props.language).filter, variant: 'secondary' })}${Object.entries(
    props.keep ?? {},
  ).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}</form>`
