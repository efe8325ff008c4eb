import type { AuthorityFaults, StandInAuthority } from '#adapters/authority'
import { openSecureFront, type SecureFront } from '#adapters/secure-front'
import { type FaultSwitch, openFaultSwitch } from '#app'
import { canExpire } from './secure-line.ts'

type Stamping = Readonly<{
  /** Where stamps are asked for, with what was broken meanwhile. */
  findUrl: () => Promise<string>
  breakable: FaultSwitch
  close: () => Promise<void>
}>

/**
 * The time stamps of the stand-in authority, by TLS: it starts with the first who asks, and can be broken before. Revocation
 * is asked at the addresses that certificates name: by HTTP, as everywhere, for its answers are signed.
 */
export function openStandInStamps(start: () => Promise<StandInAuthority>): Stamping {
  const whole: AuthorityFaults['tsa'] = null
  let fault: AuthorityFaults['tsa'] = whole
  let wanted: ReturnType<SecureFront['shows']> = 'valid'
  let front: Promise<SecureFront> | undefined
  const certificate: Pick<SecureFront, 'show' | 'shows'> = {
    shows: () => wanted,
    show: (which) => {
      wanted = which
    },
  }
  const faults = {
    down: 'down',
    slow: 'slow',
    drip: 'drip',
    lossy: 'lossy',
    garbage: 'garbage',
    huge: 'huge',
    error: 'refuses',
  } as const
  const own = openFaultSwitch({ standIn: 'timestamps', page: null, whole, faults }, (next) => {
    fault = next
  })
  return {
    findUrl: async () => {
      const { tsaUrl, setFaults } = await start()
      front ??= openSecureFront(tsaUrl)
      const { url, show } = await front
      setFaults({ tsa: fault })
      show(wanted)
      return url
    },
    breakable: canExpire(own, certificate),
    close: async () => await (await front)?.stop(),
  }
}
