/** A token as a provider gave it, and for how long. */
export type GivenToken<T> = Readonly<{ token: T; expiresInSeconds: number }>

type Entry<T> = Readonly<{ expiresAt: number; token: T }>

/** Keeps tokens until a minute before they expire; one login at a time for each account. A failed login is not kept. */
export function keepTokens<T>(now: () => number = () => performance.now()) {
  const kept = new Map<string, Entry<T>>()
  const underWay = new Map<string, Promise<Entry<T>>>()
  const get = async (account: string, login: () => Promise<GivenToken<T>>): Promise<T> => {
    const known = kept.get(account)
    if (known && known.expiresAt > now()) return known.token
    const opening = underWay.get(account) ?? open(login)
    underWay.set(account, opening)
    try {
      const entry = await opening
      kept.set(account, entry)
      return entry.token
    } finally {
      underWay.delete(account)
    }
  }
  const open = async (login: () => Promise<GivenToken<T>>): Promise<Entry<T>> => {
    const { token, expiresInSeconds } = await login()
    return { token, expiresAt: now() + Math.max(0, expiresInSeconds - 60) * 1000 }
  }
  return { get, forget: (account: string) => void kept.delete(account) }
}
