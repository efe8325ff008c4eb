import type { Actor } from '#modules/identity'

/** A paper that the vault of the national portal says it has; `path` is how its content is fetched there. */
export type NationalPaper = Readonly<{
  typeCode: string
  title: string
  number: string | null
  issuerName: string
  files: readonly Readonly<{ name: string; path: string }>[]
}>

/** Who asks the national vault, in whose right: citizens ask for themselves, an officer names the owner. */
export type NationalVaultRequest = Readonly<{
  owner: Readonly<{ number: string }>
  asker: Readonly<{ fullName: string; number: string }>
  channel: 'citizen' | 'officer'
  procedureCode: string
  wanted: readonly Readonly<{ typeCode: string; number: string | null }>[]
}>

/** Kho dữ liệu điện tử của Cổng Dịch vụ công quốc gia. What cannot be reached throws; a paper it has not is left out. */
export type NationalVault = Readonly<{
  search: (request: NationalVaultRequest) => Promise<readonly NationalPaper[]>
  /** The content of one file, as a stream. */
  fetch: (issuerName: string, file: NationalPaper['files'][number]) => Promise<ReadableStream<Uint8Array>>
  /** Tells it of an item of ours: the key makes a repeat harmless. */
  push: (
    item: Readonly<{ key: string; ownerNumber: string; typeCode: string; number: string | null }>,
  ) => Promise<void>
}>

/** The dossier of that code or reference and its applicant, if the asker may read it; given by `app.ts`. */
export type FindApplicant = (
  actor: Actor,
  dossier: string,
) => Promise<Readonly<{
  dossierId: string
  code: string
  personalId: string
  procedureCode: string
  procedureName: string
}> | null>

/** The codes people know dossiers by, by id; given by `app.ts`. */
export type NameDossiers = (dossierIds: readonly string[]) => Promise<ReadonlyMap<string, string>>
