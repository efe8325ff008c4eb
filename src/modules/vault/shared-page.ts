import { answers } from '#components/answers'
import { actions, linkButton } from '#components/button'
import { code } from '#components/code'
import { notice } from '#components/notice'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { dayInWords, saySignature, sayValidity } from './item-words.ts'
import { messages } from './messages.ts'
import type { OpenedShare } from './open-share.ts'
import type { ShareState } from './rules/share.ts'

/** Why a link shows nothing: it ended, the paper was revoked, or there is none like it. */
export type Closed = Exclude<ShareState, 'open'> | 'withdrawn' | 'unknown'

/** What whoever has the link sees: as little as the purpose needs, until when, and the file. */
export function sharedPage(opened: OpenedShare, token: string, language: Language): Html {
  const words = messages(language)
  const { item, share, owner, validity } = opened
  const left = share.mostOpenings === null ? null : share.mostOpenings - share.openedCount
  return html`<div class="mc-narrow">
<p class="mc-kicker">${words.sharedBy(share.sharedByName)}</p>
<h1>${item.title}</h1>
<p class="mc-t0">${sayValidity(item, validity, language)}</p>
<div class="mc-t2">${actions(linkButton({ text: words.sharedOpen, href: `/shared/${token}/file` }))}</div>
${left !== null && html`<p class="mc-small mc-quiet mc-t0">${words.sharedOpeningsLeft(left)}</p>`}
<div class="mc-t2">${answers(
    [
      { term: words.sharedOwner, answer: owner.name },
      ...(item.number ? [{ term: words.number, answer: code(item.number) }] : []),
      { term: words.issuer, answer: item.issuer.name },
      ...(item.issuedOn ? [{ term: words.issuedOn, answer: dayInWords(item.issuedOn) }] : []),
      { term: words.signature, answer: saySignature(item, language) },
      { term: words.purpose, answer: share.purpose },
      { term: words.recipient, answer: share.recipient },
      { term: words.sharedUntil, answer: formatMoment(share.expiresAt, language) },
    ],
    'ruled',
  )}</div>
<div class="mc-t2">${notice({ body: html`<p>${words.sharedNote}</p>` })}</div>
</div>`
}

/** A link that is worth nothing, and what to do. */
export function closedPage(closed: Closed, language: Language): Html {
  const words = messages(language)
  return html`<div class="mc-narrow"><h1>${words.closedTitle}</h1>
<p class="mc-lead mc-t0">${words[`closed_${closed}`]}</p>
<p class="mc-t2"><a href="/">${words.closedHome}</a></p></div>`
}
