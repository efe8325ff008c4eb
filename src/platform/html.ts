/** Markup that is safe to send. Only `html` makes it. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What may stand inside a template: text is escaped, `Html` is not, `null`, `undefined` and `false` leave nothing. */
export type Piece = string | number | Html | null | undefined | false | readonly Piece[]

/** Builds markup; every string put into it is escaped, so a page cannot forget to. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let text = strings[0] ?? ''
  for (let index = 0; index < pieces.length; index += 1)
    text += render(pieces[index]) + (strings[index + 1] ?? '')
  return new Html(text)
}

const dangerous = /[&<>"']/
const everyDangerous = /[&<>"']/g

function render(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return ''
  if (typeof piece === 'string') return escapeText(piece)
  if (piece instanceof Html) return piece.text
  if (typeof piece === 'number') return String(piece)
  return piece.map(render).join('')
}

function escapeText(text: string): string {
  return dangerous.test(text) ? text.replace(everyDangerous, (char) => `&#${char.charCodeAt(0)};`) : text
}

/** Attributes from a record: `true` writes the bare name, `false`, `null` and `undefined` leave it out. */
export function attributes(record: Record<string, string | number | boolean | null | undefined>): Html {
  const written = Object.entries(record).flatMap(([name, value]) => {
    if (value === false || value === null || value === undefined) return []
    return value === true ? [` ${name}`] : [` ${name}="${escapeText(String(value))}"`]
  })
  return new Html(written.join(''))
}

/** A text of several lines, each on one of its own. */
export const linesOf = (text: string): Html =>
  html`${text.split('\n').map((line, index) => [index > 0 && html`<br>`, line])}`
