import type { Asker } from '#modules/registers'

/** A file of a paper there: `path` is how it is fetched, `sha256` what it is said to be; null: nothing is said. */
export type NationalFile = Readonly<{ name: string; path: string; sha256: string | null }>

/** A paper that the national vault says it has. What it does not say is null, and is not taken for granted. */
export type NationalPaper = Readonly<{
  typeCode: string
  title: string
  number: string | null
  issuerName: string
  ownerNumber: string | null
  isInForce: boolean | null
  files: readonly NationalFile[]
}>

/** Who looks for whose papers, of which kinds, for which procedure: citizens for themselves, an officer names the owner. */
export type NationalSearch = Asker &
  Readonly<{
    ownerNumber: string
    askedBy: Readonly<{ fullName: string; number: string }>
    channel: 'citizen' | 'officer'
    procedureCode: string
    typeCodes: readonly string[]
  }>

/** What happened to a result of ours; `key` makes a repeat harmless. `content`: the file itself, where it was issued. */
export type ToldResult = Readonly<{
  key: string
  kind: 'issued' | 'revoked' | 'replaced'
  resultId: string
  dossierCode: string
  ownerNumber: string
  ownerName: string
  typeCode: string
  title: string
  number: string | null
  issuer: Readonly<{ code: string | null; name: string }>
  issuedOn: string | null
  sha256: string
  content: Uint8Array | null
  reason: string | null
}>

/**
 * Kho dữ liệu điện tử của Cổng Dịch vụ công quốc gia. Each throws `RegisterFailure` when nothing usable comes back. `fetch`
 * gives at most as many bytes as a paper may have, and fails beyond; the caller looks at what came before it is believed.
 */
export type NationalVault = Readonly<{
  search: (search: NationalSearch) => Promise<readonly NationalPaper[]>
  fetch: (issuerName: string, file: NationalFile) => Promise<AsyncIterable<Buffer>>
  /** Answers why it will not have it; null: it has it, now or from before. */
  push: (result: ToldResult) => Promise<string | null>
}>
