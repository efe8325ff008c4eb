import { createServer } from 'node:http'
import type { Temporal } from 'temporal-polyfill'
import { html } from '#platform/html'
import { listenOnLoopback } from '#platform/loopback'
import { renderPage } from './stand-in-page.ts'

/** What a telephone shows; `key` is that of the sender's program, not seen by people. */
export type ArrivedMessage = Readonly<{
  channel: 'sms' | 'zalo'
  number: string
  from: string
  text: string
  at: Temporal.Instant
  key: string
}>

export type StandInTelephones = Readonly<{
  /** Where people look at them. */
  url: string
  arrive: (message: ArrivedMessage) => void
  /** Oldest first; at most 500 are kept. */
  arrived: () => readonly ArrivedMessage[]
  stop: () => Promise<void>
}>

const mostKept = 500

/** The telephones of invented people: what arrived on each by SMS and Zalo, newest first. */
export async function openTelephones(port = 0): Promise<StandInTelephones> {
  const kept: ArrivedMessage[] = []
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(render(kept).text)
  })
  const { url, stop } = await listenOnLoopback(server, port)
  return {
    url,
    arrive: (message) => {
      kept.push(message)
      if (kept.length > mostKept) kept.shift()
    },
    arrived: () => kept,
    stop,
  }
}

const shownTime = (at: Temporal.Instant): string =>
  at
    .toZonedDateTimeISO('Asia/Ho_Chi_Minh')
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ')

function render(kept: readonly ArrivedMessage[]) {
  const byNumber = Map.groupBy(kept.toReversed(), ({ number }) => number)
  const telephones = [...byNumber].map(
    ([
      number,
      messages,
    ]) => html`<section aria-label="${number}"><h2>${number.replace(/(\d{4})(\d{3})(\d{3})/, '$1 $2 $3')}</h2>
<ul>${messages.map(({ channel, from, text, at }) => html`<li class="${channel}"><small>${channel === 'sms' ? 'SMS' : 'Zalo'}, ${from}, ${shownTime(at)}</small><br>${text}</li>`)}</ul></section>`,
  )
  return renderPage(
    'Điện thoại đóng thế',
    html`<h1>Điện thoại của người dân <small>(đóng thế)</small></h1>
<p class="note">Tin SMS và Zalo đã đến. <span lang="en">A stand-in: the SMS and Zalo messages that arrived.</span></p>
${telephones.length > 0 ? telephones : html`<section><p>Chưa có tin nào. <span lang="en">Nothing yet.</span></p></section>`}`,
  )
}
