import { attributes, type Html, html, type Piece } from '#platform/html'
import { icon } from './icon.ts'

export type FoldProps = Readonly<{
  summary: string
  body: Piece
  open?: boolean
  look?: 'ruled' | 'plain' | 'in'
}>

/** Law and special cases, folded; what everybody needs is never folded. */
export const fold = ({ summary, body, open, look = 'ruled' }: FoldProps): Html =>
  html`<details${attributes({ class: look === 'ruled' ? 'mc-fold' : `mc-fold mc-fold--${look}`, open })}><summary>${icon('next')}${summary}</summary><div>${body}</div></details>`
