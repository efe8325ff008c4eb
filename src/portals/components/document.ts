import { assetAddress } from '#platform/assets'
import { attributes, Html, html, type Piece } from '#platform/html'
import type { Display } from './display.ts'
import { sprite } from './icon.ts'

export type DocumentProps = Readonly<{
  title: string
  display: Display
  /** Officers' pages are dense unless the officer wants room. */
  compact?: boolean
  /** Web fonts are left out for readers who save data. */
  saveData?: boolean
  scripts?: readonly string[]
  styles?: readonly string[]
  /** Without JavaScript the page is loaded again after so long. */
  refreshSeconds?: number | undefined
  body: readonly Piece[]
}>

const rootAttributes = ({ display, compact }: DocumentProps) =>
  attributes({
    lang: display.language,
    'data-color-scheme': display.scheme,
    'data-contrast': display.contrast === 'more' ? 'more' : null,
    'data-text': display.text === '1' ? null : display.text,
    'data-density': compact ? 'compact' : null,
  })

const styleSheet = (name: string): Html => html`<link rel="stylesheet" href="${assetAddress(name)}">\n`

/** The whole HTML document: everything it needs comes from our own hashed addresses. */
export function renderDocument(props: DocumentProps): Html {
  const body = html`${props.body}`
  const skip = props.display.language === 'vi' ? 'Tới nội dung chính' : 'Skip to the main content'
  return html`${new Html('<!doctype html>')}
<html${rootAttributes(props)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${props.title}</title>
<meta name="theme-color" content="#9b1f1c">
<link rel="icon" href="${assetAddress('favicon.svg')}" type="image/svg+xml">
${styleSheet('motcua.css')}${!props.saveData && styleSheet('fonts.css')}${props.styles?.map(styleSheet)}${props.scripts?.map(
  (name) => html`<script type="module" src="${assetAddress(name)}"></script>\n`,
)}${props.refreshSeconds && html`<noscript><meta http-equiv="refresh" content="${props.refreshSeconds}"></noscript>\n`}</head>
<body>
${sprite(body)}
<a class="ds-skip-link" href="#main">${skip}</a>
${body}
</body>
</html>
`
}
