import { openPost, startStandInPost } from '#adapters/post'
import type { FaultSwitch } from '#app'
import type { PublicPost } from '#modules/shipments'
import { ConfigError } from '#platform/config'
import type { Context } from '#platform/context'
import { breakable } from './outside-messages.ts'
import { canExpire, openSecureLine } from './secure-line.ts'

export type ConnectedPost = Readonly<{
  /** Null: nothing is ordered of the post. */
  post: PublicPost | null
  switches: readonly FaultSwitch[]
  standIns: readonly string[]
  close: () => Promise<void>
}>

/** Connects the public post that the settings name; in the demo a stand-in where they name none. */
export async function connectPost({ config, clock, publicUrl }: Context): Promise<ConnectedPost> {
  const none = { switches: [], standIns: [], close: async () => undefined }
  const { POST_URL: url, POST_TOKEN: token, POST_REPORT_SECRET: reportSecret } = config
  if (url) {
    if (!token) throw new ConfigError('POST_URL needs POST_TOKEN')
    return { ...none, post: openPost({ url, token, reportSecret }) }
  }
  if (config.MOTCUA_DEMO !== 'on') return { ...none, post: null }
  const standIn = await startStandInPost({ clock, reportUrl: `${publicUrl}/api/v1/shipments/reports` })
  const line = await openSecureLine(standIn)
  return {
    post: openPost({ ...standIn, url: line.url, timeoutMs: 5000 }),
    switches: [canExpire(breakable('post', standIn.page, standIn.setFault), line)],
    standIns: [`stand-in post at ${standIn.page}`],
    close: line.stop,
  }
}
