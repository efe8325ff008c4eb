import { openSecureFront, type SecureFront } from '#adapters/secure-front'
import type { FaultSwitch } from '#app'

type StandIn = Readonly<{ url: string; stop: () => Promise<void> }>

/**
 * The way from this program to a stand-in of the demo: by TLS, so that there is a certificate which can expire. People open
 * the pages of the stand-in where it is, without. `stop` stops both.
 */
export async function openSecureLine({ url, stop }: StandIn): Promise<SecureFront> {
  const front = await openSecureFront(url)
  const stopBoth = async () => {
    await front.stop()
    await stop()
  }
  return { ...front, stop: stopBoth }
}

type Certificate = Pick<SecureFront, 'show' | 'shows'>

/** The switch of a stand-in behind such lines, which can also have their certificates expire. */
export const canExpire = (own: FaultSwitch, ...lines: readonly Certificate[]): FaultSwitch => ({
  ...own,
  faults: [...own.faults, 'expired_certificate'],
  current: () => (lines.some((line) => line.shows() === 'expired') ? 'expired_certificate' : own.current()),
  set: (fault) => {
    const hasExpired = fault === 'expired_certificate'
    own.set(hasExpired ? null : fault)
    for (const line of lines) line.show(hasExpired ? 'expired' : 'valid')
  },
})
