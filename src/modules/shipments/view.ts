import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button } from '#components/button'
import { code } from '#components/code'
import { errorSummary, type Problem } from '#components/error-summary'
import { textField } from '#components/field'
import { notice } from '#components/notice'
import { say, type Tone } from '#components/say'
import { section } from '#components/sheet'
import { formatMoment } from '#modules/calendar'
import { dossierMessages } from '#modules/dossiers'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { formatVnd } from '#platform/money'
import { kindNames, shipmentMessages, shipmentStateNames } from './messages.ts'
import type { Shipment } from './repository.ts'
import type { ShipmentKind, ShipmentState } from './rules/shipment.ts'

const tones: Readonly<Partial<Record<ShipmentState, Tone>>> = {
  ...{ address_needed: 'warn', queued: 'mute', ordering: 'mute', delivered: 'ok' },
  ...{ returned: 'bad', lost: 'bad', refused: 'bad', cancelled: 'mute' },
}

/** The post orders of a dossier, newest first: what, how it stands, since when, its number and what it costs. */
export const shipmentLines = (shipments: readonly Shipment[], language: Language): Html =>
  html`<ul class="mc-list mc-t0">${shipments.map((one) => shipmentLine(one, language))}</ul>`

function shipmentLine(shipment: Shipment, language: Language): Html {
  const { kind, state, stateAt, trackingNumber, feeVnd, address, lastError } = shipment
  const text = shipmentMessages(language)
  const fee = feeVnd === null ? text.feeByList : text.feeIs(formatVnd(feeVnd, language))
  return html`<li>${kindNames(language)[kind]}<br><span class="mc-small">${say(tones[state] ?? 'ok', shipmentStateNames(language)[state])} <span class="mc-quiet">(${formatMoment(stateAt, language)})</span></span>${trackingNumber && html`<br><span class="mc-small">${text.tracking} ${code(trackingNumber)}</span>`}${address && html`<br><span class="mc-small mc-quiet">${address}</span>`}<br><span class="mc-small mc-quiet">${fee}</span>${lastError && html`<br><span class="mc-small">${say('warn', text.away)}</span>`}</li>`
}

export type PostPage = Readonly<{
  /** The dossier as the page leads back to it. */
  name: string
  backHref: string
  shipments: readonly Shipment[]
  /** What can be ordered now. */
  open: readonly ShipmentKind[]
  typed: Readonly<Record<string, string>>
  /** What stands in the form was said in an earlier order, not in this dossier. */
  isOfEarlierOrder: boolean
  problems: readonly Problem[]
  said: Readonly<{ tone: 'done' | 'warn'; text: string }> | null
  language: Language
}>

/** Everything of a dossier that goes by post, and what can be ordered. */
export function postPage(page: PostPage): Html {
  const { name, backHref, shipments, open, problems, said, language } = page
  const text = shipmentMessages(language)
  const isOwn = backHref.startsWith('/my/')
  const list = isOwn && { text: dossierMessages(language).myDossiers, href: '/my/dossiers' }
  const trail = [...(list ? [list] : []), { text: name, href: backHref }]
  return html`${breadcrumbs(trail, text.title, language)}
<div class="mc-narrow mc-stack">${said && notice({ tone: said.tone, live: true, body: html`<p>${said.text}</p>` })}${errorSummary({ problems, language })}
<h1>${text.title}</h1>
${shipments.length > 0 ? shipmentLines(shipments, language) : html`<p>${text.nothing}</p>`}
${open.map((kind) => orderForm(kind, page))}</div>`
}

function orderForm(kind: ShipmentKind, page: PostPage): Html {
  const { typed, problems, backHref, isOfEarlierOrder, language } = page
  const text = shipmentMessages(language)
  const hint = isOfEarlierOrder ? text.addressOfEarlierOrder : text.addressHint
  const problemOf = (field: string) => problems.find((one) => one.field === field)?.sentence
  const title = kind === 'collect' ? text.askCollect : kindNames(language)[kind]
  const body = html`<p>${kind === 'collect' ? text.collectLead : text.deliverLead}</p>
<form class="mc-form mc-t1" method="post" action="${backHref}/post" novalidate><input type="hidden" name="kind" value="${kind}">
${textField({ name: 'address', label: text.address, description: hint, value: typed.address, problem: problemOf('address'), maxLength: 300, autocomplete: 'address-line1', language })}
${textField({ name: 'phone', label: text.phone, value: typed.phone, problem: problemOf('phone'), type: 'tel', size: 14, autocomplete: 'tel', language })}
${actions(button({ text: text.order }))}</form>`
  return section({ id: `post-${kind}`, title, body })
}
