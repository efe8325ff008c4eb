import { Temporal } from 'temporal-polyfill'
import { say, type Tone } from '#components/say'
import type { VaultOffer } from '#components/vault-offers'
import { formatMoment, formatShortDay, localDay } from '#modules/calendar'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messages } from './messages.ts'
import type { Item } from './rules/item.ts'
import type { Validity } from './rules/validity.ts'

/** A day of the database as people write it; empty when there is none. */
export const dayInWords = (day: string | null): string =>
  day ? formatShortDay(Temporal.PlainDate.from(day)) : ''

const toneOf: Readonly<Record<Validity, Tone>> = {
  valid: 'ok',
  not_yet: 'mute',
  expired: 'warn',
  revoked: 'bad',
  replaced: 'mute',
}

/** "Còn hiệu lực đến hết ngày 01/12/2026". */
export function validityInWords(item: Item, validity: Validity, language: Language): string {
  const words = messages(language)
  const sentences: Readonly<Record<Validity, () => string>> = {
    valid: () => (item.validTo ? words.validUntil(dayInWords(item.validTo)) : words.validNoEnd),
    not_yet: () => words.notYet(dayInWords(item.validFrom)),
    expired: () => words.expired(dayInWords(item.validTo)),
    revoked: () => words.revoked(item.revoked ? formatShortDay(localDay(item.revoked.at)) : ''),
    replaced: () => words.replaced,
  }
  return sentences[validity]()
}

/** The same with its shape. */
export const sayValidity = (item: Item, validity: Validity, language: Language): Html =>
  say(toneOf[validity], validityInWords(item, validity, language))

const signatureTone = {
  valid: 'ok',
  indeterminate: 'warn',
  invalid: 'bad',
  unsigned: 'mute',
  unreadable: 'warn',
} as const satisfies Record<NonNullable<Item['signature']>['verdict'], Tone>

/** What was found of the signatures, in a few words. */
export function saySignature({ signature }: Item, language: Language): Html {
  const words = messages(language)
  if (!signature) return say('mute', words.signatureUnknown)
  const { verdict, level } = signature
  const found = words[`signature_${verdict}`]
  return say(signatureTone[verdict], level ? `${found}, ${words.signatureLevel(level)}` : found)
}

/** When the signatures were looked at. */
export const signatureNote = ({ signature }: Item, language: Language): Piece =>
  signature && html`${messages(language).signatureJudged(formatMoment(signature.judgedAt, language))}`

/** An item as it is offered for a component that asks for it, for the component `vaultOffers`. */
export function describeOffer(item: Item, language: Language): VaultOffer {
  const { code, title, number, issuer, issuedOn, source } = item
  const words = messages(language)
  const isNational = source === 'national_vault'
  const from = isNational && words.source_national_vault
  const said = [number && words.numbered(number), issuer.name, dayInWords(issuedOn), from]
  const validity = isNational ? say('ok', words.foundInForce) : sayValidity(item, 'valid', language)
  return {
    code,
    title,
    detail: said.filter(Boolean).join(', '),
    // Of a paper of ours it is known what was signed; of one from elsewhere people are told what was found.
    validity: isNational ? html`${validity}<br>${words.signature}: ${saySignature(item, language)}` : validity,
  }
}
