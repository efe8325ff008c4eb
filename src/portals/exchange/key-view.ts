import { answers } from '#components/answers'
import { notice } from '#components/notice'
import { formatMoment } from '#modules/calendar'
import type { IssuedKey } from '#modules/exchange'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'

/** A key as it is shown once, with the two commands that try it. */
export type KeyExample = Readonly<{
  key: IssuedKey
  /** Whose key it is: `X-Road-Client`. */
  client: string
  publicUrl: string
  /** What to call with it; null when the key is not of one offering. */
  callPath: string | null
}>

const listing = (text: string): Html => html`<span class="mc-listing">${text}</span>`

/** The key, and how to use it within the minute. */
export function keyNotice({ key, client, publicUrl, callPath }: KeyExample, language: Language): Html {
  const say = messagesOf(language)
  const commands = [
    `TOKEN=$(curl -s -u ${key.clientId}:${key.clientSecret} -d grant_type=client_credentials \\`,
    `  ${publicUrl}/api/v1/exchange/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    callPath &&
      `curl -H "Authorization: Bearer $TOKEN" -H "X-Road-Client: ${client}" \\\n  ${publicUrl}${callPath}`,
  ]
  return notice({
    tone: 'done',
    live: true,
    body: html`<p>${say.keyOnce}</p>
${answers(
  [
    { term: say.clientId, answer: listing(key.clientId) },
    { term: say.clientSecret, answer: listing(key.clientSecret) },
    { term: 'X-Road-Client', answer: listing(client) },
    { term: say.expires, answer: formatMoment(key.expiresAt, language) },
  ],
  'tight',
)}
<p class="mc-small mc-t1">${say.tryIt}</p>
<pre class="mc-listing">${commands.filter(Boolean).join('\n')}</pre>`,
  })
}
