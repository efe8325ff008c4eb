import { actions, button } from '#components/button'
import { selectField } from '#components/field'
import { notice } from '#components/notice'
import { say as stated } from '#components/say'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import type { DifferenceArea, PackDifference } from '#modules/designs'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { compareMessages } from './compare-messages.ts'
import { designMessages } from './messages.ts'
import { valueNames } from './value-names.ts'

export type Compared = Readonly<{
  before: string
  after: string
  differences: readonly PackDifference[]
  /** Both drawings, where the process differs. */
  drawings: Piece
  language: Language
}>

const tones = { added: 'ok', removed: 'warn', changed: 'mute' } as const

/** What is other in the second version, area by area; before and after stand side by side, on a phone one under the other. */
export function comparison({ before, after, differences, drawings, language }: Compared): Html {
  const say = compareMessages(language)
  if (differences.length === 0) return notice({ tone: 'done', body: html`<p>${say.compareNone}</p>` })
  const areas = [...Map.groupBy(differences, ({ area }) => area)]
  return html`<p class="mc-quiet">${say.compareCount(differences.length)}</p>
<div class="mc-stack mc-t2">${areas.map(([area, found]) => areaZone(area, found, { before, after, language }))}${drawings}</div>`
}

function areaZone(
  area: DifferenceArea,
  found: readonly PackDifference[],
  { before, after, language }: Readonly<{ before: string; after: string; language: Language }>,
): Html {
  const say = compareMessages(language)
  const rows = found.flatMap((difference) => rowsOf(difference, language))
  const titles = [say.thing, say.before, say.after]
  const shown = [`${titles[1]}: ${before}`, `${titles[2]}: ${after}`]
  return zone({
    id: `area-${area}`,
    title: say.areas()[area],
    body: table({
      caption: designMessages(language).tableOf(say.areas()[area]),
      columns: [titles[0] ?? '', ...shown].map((title) => ({ title })),
      rows,
      stack: true,
    }),
  })
}

/** A thing that came or went is one row; of a changed one each value is. */
function rowsOf(difference: PackDifference, language: Language): Piece[][] {
  const say = compareMessages(language)
  const { kind, label, values } = difference
  const nameOf = (name: string) => valueNames(language)[name] ?? name
  const title = difference.area === 'procedure' || difference.area === 'time' ? nameOf(label) : label
  const head = html`${title}<br>${stated(tones[kind], say.kinds()[kind])}`
  if (kind === 'added')
    return [[head, html`<span class="mc-quiet">${say.nothing}</span>`, summary(values, 'after', nameOf)]]
  if (kind === 'removed')
    return [[head, summary(values, 'before', nameOf), html`<span class="mc-quiet">${say.nothing}</span>`]]
  const cell = (name: string, text: string | null) =>
    html`<span class="mc-kept">${name === 'value' ? '' : `${nameOf(name)}: `}${text || say.nothing}</span>`
  return values.map(({ name, before, after }, index) => [
    index === 0 ? head : title,
    cell(name, before),
    cell(name, after),
  ])
}

/** The few values that say what came or went. */
function summary(
  values: PackDifference['values'],
  side: 'before' | 'after',
  nameOf: (name: string) => string,
): Html {
  const said = values.filter((value) => value[side] && value.name !== 'value').slice(0, 6)
  const alone = values.find(({ name }) => name === 'value')
  if (alone) return html`<span class="mc-kept">${alone[side]}</span>`
  return html`<ul class="mc-bare">${said.map((value) => html`<li>${nameOf(value.name)}: ${value[side]}</li>`)}</ul>`
}

export type SidesView = Readonly<{
  code: string
  versions: readonly Readonly<{ number: number; day: string }>[]
  from: number
  to: number
  language: Language
}>

/** Which two versions are compared. */
export function sidesForm({ code, versions, from, to, language }: SidesView): Html {
  const say = compareMessages(language)
  const options = versions.map(({ number, day }) => ({
    value: String(number),
    label: `${say.sideVersion(number)}, ${day}`,
  }))
  return html`<form class="mc-filter" method="get" action="/admin/procedures/${code}/compare">
${selectField({ name: 'from', label: say.compareFrom, options, value: String(from), language })}
${selectField({ name: 'to', label: say.compareTo, options, value: String(to), language })}
${actions(button({ text: say.openCompare }))}</form>`
}
