import type { Temporal } from 'temporal-polyfill'
import { answers } from '#components/answers'
import { breadcrumbs, type Crumb } from '#components/breadcrumbs'
import { actions, button } from '#components/button'
import { notice } from '#components/notice'
import { qr } from '#components/qr'
import { say } from '#components/say'
import { section } from '#components/sheet'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messages } from './messages.ts'
import type { ShareView } from './repository-shares.ts'
import type { Item } from './rules/item.ts'
import { judgeShare, type Share } from './rules/share.ts'

/** How a link stands, with its shape. */
export function saySharing(share: Share, now: Temporal.Instant, language: Language): Html {
  const words = messages(language)
  const until = formatMoment(share.expiresAt, language)
  const sayings = {
    open: () => say('ok', words.shareOpen(until)),
    expired: () => say('mute', words.shareExpired(until)),
    revoked: () => say('mute', words.shareRevoked(formatMoment(share.revokedAt ?? now, language))),
    exhausted: () => say('mute', words.shareExhausted),
  }
  return sayings[judgeShare(share, now)]()
}

export type SharePage = Readonly<{
  item: Item
  /** The way back to the vault. */
  crumb: Crumb
  share: Share
  /** The link; null when it cannot be made any more. */
  address: string | null
  views: readonly ShareView[]
  now: Temporal.Instant
  language: Language
}>

/** One link for its owner: the QR code while it is open, who looked, and the way to end it. */
export function sharePage(page: SharePage): Html {
  const { item, share, address, now, language } = page
  const words = messages(language)
  const isOpen = judgeShare(share, now) === 'open' && address !== null
  const itemHref = `/my/papers/${item.code}`
  return html`<div class="mc-narrow">
${breadcrumbs([page.crumb, { text: item.title, href: itemHref }], words.share, language)}
<h1>${isOpen ? words.shareReady : words.shareFor(share.recipient)}</h1>
<p class="mc-t0">${saySharing(share, now, language)}</p>
${isOpen ? link(address, words) : html`<div class="mc-t1">${notice({ body: html`<p>${words.shareEnded}</p>` })}</div>`}
<div class="mc-t2">${answers(
    [
      { term: words.recipient, answer: share.recipient },
      { term: words.purpose, answer: share.purpose },
      { term: words.openings, answer: words.openingsOf(share.openedCount, share.mostOpenings) },
    ],
    'ruled',
  )}</div>
${
  isOpen &&
  html`<form class="mc-t2" method="post" action="${itemHref}/shares/${share.code}/end">${actions(
    button({
      text: words.endShare,
      about: words.endShareAbout(share.recipient),
      variant: 'secondary',
      color: 'danger',
    }),
  )}</form>`
}
${section({ id: 'views', title: words.shareViewsTitle, small: true, body: viewList(page) })}
</div>`
}

const link = (address: string, words: ReturnType<typeof messages>): Html =>
  html`<div class="mc-t2"><p>${words.shareAddress}</p>
<p class="mc-t1">${qr(address, words.shareQr)}</p>
<p class="mc-t1 mc-small"><a href="${address}">${address}</a></p></div>`

function viewList({ views, language }: SharePage): Html {
  const words = messages(language)
  if (views.length === 0) return html`<p>${words.noViews}</p>`
  const kinds = { page: words.viewPage, file: words.viewFile, refused: words.viewRefused }
  return html`<ul class="mc-list mc-t1">${views.map(
    ({ viewedAt, kind, address }) =>
      html`<li>${kinds[kind]}, ${formatMoment(viewedAt, language)} <span class="mc-small mc-quiet">${words.viewFrom(address)}</span></li>`,
  )}</ul>`
}
