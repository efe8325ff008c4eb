import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { button } from './button.ts'
import { icon } from './icon.ts'
import { messagesOf } from './messages.ts'

/** A paper of a vault that answers what is asked: `detail` says number, issuer and day, `validity` until when it counts. */
export type VaultOffer = Readonly<{ code: string; title: string; detail: string; validity: Html }>

export type VaultOffersProps = Readonly<{
  offers: readonly VaultOffer[]
  /** Which component they are for: a press posts `take=<component>/<code>`. */
  component: string
  /** Whose vault it is: the reader's own, or that of the applicant before the officer. */
  owner: 'own' | 'applicant'
  language: Language
}>

/** What the vault has for a component, before any file is asked for: one press takes it, nothing is uploaded. */
export function vaultOffers({ offers, component, owner, language }: VaultOffersProps): Piece {
  if (offers.length === 0) return null
  const words = messagesOf(language)
  return html`<div class="mc-sheet mc-t1">
<p class="mc-kicker">${owner === 'own' ? words.inOwnVault : words.inApplicantsVault}</p>
<ul class="mc-list mc-list--bare mc-t1">${offers.map(
    ({ code, title, detail, validity }) => html`<li class="mc-row mc-row--between">
<span>${icon('file')} <strong>${title}</strong><br><span class="mc-small mc-quiet">${detail}</span><br><span class="mc-small">${validity}</span></span>
${button({
  text: words.useFromVault,
  about: `${title}, ${detail}`,
  variant: 'secondary',
  name: 'take',
  value: `${component}/${code}`,
  formNoValidate: true,
})}</li>`,
  )}</ul></div>`
}
