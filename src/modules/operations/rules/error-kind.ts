export type ErrorKind = 'unreachable' | 'timeout' | 'unreadable' | 'refused' | 'other'

/** What adapters and the network say of a call that gave nothing, the first that fits. */
const signs: readonly (readonly [ErrorKind, RegExp])[] = [
  ['timeout', /time.?out|in time|ETIMEDOUT|aborted/i],
  [
    'unreachable',
    /UND_ERR|ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|EPIPE|socket|did not answer|fetch failed|certificate/i,
  ],
  [
    'unreadable',
    /cannot be (read|used)|not as|is none|names no|without|contradicts|another|too large|too much/i,
  ],
  ['refused', /\b40[13]\b|refused|token|session|let us|lets us|did not take/i],
]

/** The kind of failure that a recorded error tells of, for people who read no English. */
export const kindOfError = (error: string): ErrorKind =>
  signs.find(([, sign]) => sign.test(error))?.[0] ?? 'other'
