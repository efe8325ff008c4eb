import { attributes, type Html, html, type Piece } from '#platform/html'
import { type IconName, icon } from './icon.ts'

type Look = Readonly<{
  text: string
  /** One filled button a page: the thing to do next. Default `primary`. */
  variant?: 'primary' | 'secondary' | 'tertiary'
  color?: 'danger'
  icon?: IconName
  iconAfter?: IconName
  /** The large button that starts or sends. */
  start?: boolean
  fullWidth?: boolean
  /** Said after the text to those who do not see the place, e.g. the name of the row. */
  about?: string
}>

export type ButtonProps = Look &
  Readonly<{
    type?: 'submit' | 'button' | 'reset'
    name?: string
    value?: string
    /** Another address than the form's. */
    formAction?: string
    /** Sends without the browser's own checks. */
    formNoValidate?: boolean
  }>

export type LinkButtonProps = Look & Readonly<{ href: string }>

const lookOf = ({ variant = 'primary', color, start, fullWidth }: Look) => ({
  class: start ? 'ds-button mc-start' : 'ds-button',
  'data-variant': variant === 'primary' ? null : variant,
  'data-color': color,
  'data-fullwidth': fullWidth,
})

const inside = (props: Look): Piece => [
  props.icon && icon(props.icon),
  props.text,
  props.about && html`<span class="ds-sr-only"> ${props.about}</span>`,
  props.iconAfter && icon(props.iconAfter),
]

/** A button that sends its form. */
export function button(props: ButtonProps): Html {
  const { type = 'submit', name, value, formAction, formNoValidate } = props
  const sending = { type, name, value, formaction: formAction, formnovalidate: formNoValidate }
  return html`<button${attributes({ ...lookOf(props), ...sending })}>${inside(props)}</button>`
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export const linkButton = (props: LinkButtonProps): Html =>
  html`<a${attributes({ ...lookOf(props), href: props.href })}>${inside(props)}</a>`

/** Buttons and links in a row; one under the other on a phone. */
export const actions = (...children: readonly Piece[]): Html => html`<div class="mc-actions">${children}</div>`
