import type { Context } from '#platform/context'
import { shortSentence } from './messages.ts'
import { type Channel, type QuietHours, readChannels, readQuietHours } from './rules/channels.ts'
import { withoutAccents } from './rules/short-text.ts'

/** How messages are sent here. */
export type MessageSettings = Readonly<{
  order: readonly Channel[]
  quiet: QuietHours | null
  tries: number
  /** An SMS as it is sent. */
  writeSms: (text: string) => string
}>

export function readMessageSettings({ config }: Pick<Context, 'config'>): MessageSettings {
  return {
    order: readChannels(config.MESSAGE_CHANNELS),
    quiet: readQuietHours(config.MESSAGE_QUIET_HOURS),
    tries: config.MESSAGE_TRIES,
    writeSms: config.SMS_ACCENTS === 'on' ? (text) => text.normalize('NFC') : withoutAccents,
  }
}

/** What a telephone shows: that there is news of what, and where to read it; no name, and nothing of the content. */
export function shortText(
  values: Readonly<{ about: string; link: string }>,
  channel: Channel,
  { writeSms }: Pick<MessageSettings, 'writeSms'>,
): string {
  const text = shortSentence(values.about, values.link)
  return channel === 'sms' ? writeSms(text) : text
}
