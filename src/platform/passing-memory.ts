import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const collectEveryBytes = 8_388_608

const collectYoung = openCollector()
let passed = 0

/**
 * Tells that a piece of a stream has passed and nobody needs it any more. Such pieces lie outside the heap; left alone, they
 * are let go of only by looks through the whole heap, many of them for one large file. A look at its young part does the
 * same in a millisecond, so memory stays where it was.
 */
export function letPass(bytes: number): void {
  passed += bytes
  if (passed < collectEveryBytes) return
  passed = 0
  collectYoung()
}

/** The collector is open to programs only while its flag is set (`node --v8-options`); what was taken then stays usable. */
function openCollector(): () => void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: Readonly<{ type: 'minor' }>) => void
  setFlagsFromString('--no-expose-gc')
  return () => collect({ type: 'minor' })
}
