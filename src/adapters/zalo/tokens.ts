import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Where the newest refresh token is kept: each is good for one renewal. */
export type TokenStore = Readonly<{ read: () => string | null; keep: (refreshToken: string) => void }>

/** In a file that only we can read; `first` is what stands there before the first renewal. */
export const keepTokensIn = (file: string, first: string | undefined): TokenStore => ({
  read: () => (existsSync(file) ? readFileSync(file, 'utf8') : (first ?? null)),
  keep: (refreshToken) => {
    writeFileSync(`${file}.new`, refreshToken, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  },
})
