import { attributes, type Html, html, type Piece } from '#platform/html'

export type Column = Readonly<{ title: string; number?: boolean }>

export type TableProps = Readonly<{
  /** Names the table; hidden from sight unless `showCaption`. */
  caption: string
  showCaption?: boolean
  columns: readonly Column[]
  rows: readonly (readonly Piece[])[]
  /** Which column names its row. Default the first. */
  rowHeader?: number
  foot?: readonly Piece[]
  /** On a phone each row is a block, its cells under one another with the titles of their columns. */
  stack?: boolean
  /** No ground of its own, inside a sheet. */
  clear?: boolean
}>

const numberClass = (column: Column | undefined) => attributes({ class: column?.number ? 'mc-num' : null })

function row(cells: readonly Piece[], { columns, rowHeader = 0, stack }: TableProps): Html {
  return html`<tr>${cells.map((cell, index) => {
    const column = columns[index]
    if (index === rowHeader) return html`<th scope="row"${numberClass(column)}>${cell}</th>`
    const title = stack ? column?.title : null
    return html`<td${numberClass(column)}${attributes({ 'data-title': title })}>${stack ? html`<div>${cell}</div>` : cell}</td>`
  })}</tr>`
}

/** A table of hairlines; wide ones scroll inside a group that takes the focus, never the page. No landmark: its zone is one. */
export const table = (props: TableProps): Html =>
  html`<div class="mc-scroll" tabindex="0" role="group" aria-label="${props.caption}"><table class="mc-table${props.clear && ' mc-table--clear'}${props.stack && ' mc-table--stack'}">
<caption${attributes({ class: props.showCaption ? null : 'ds-sr-only' })}>${props.caption}</caption>
<thead><tr>${props.columns.map((column) => html`<th scope="col"${numberClass(column)}>${column.title}</th>`)}</tr></thead>
<tbody>${props.rows.map((cells) => row(cells, props))}</tbody>${props.foot && html`<tfoot>${row(props.foot, props)}</tfoot>`}
</table></div>`
