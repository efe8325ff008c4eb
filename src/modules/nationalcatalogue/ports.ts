import type { Level } from './rules/differences.ts'

/** What the nation calls something. */
export type Named = Readonly<{ code: string; name: string }>

/** Fields and levels of a procedure, as far as the portal says them: empty where it does not. */
export type ProcedureDetails = Readonly<{ fields: readonly Named[]; levels: readonly Level[] }>

/** Some lines of the catalogue. The same line may come on more than one page. */
export type CataloguePage = Readonly<{
  /** `details` null: the list does not say them, they are asked for. */
  procedures: readonly (Named & Readonly<{ details: ProcedureDetails | null }>)[]
  agencies: readonly (Named & Readonly<{ level: string | null }>)[]
  fields: readonly (Named & Readonly<{ sector: string | null }>)[]
  /** Where the next page starts; null: this was the last. */
  next: string | null
}>

/** The national catalogue, read only: procedures, agencies and fields. Every call throws when it is away. */
export type NationalCatalogue = Readonly<{
  /** The system it is read from, as operations know it. */
  code: string
  /** `place` null: from the beginning. */
  readPage: (place: string | null) => Promise<CataloguePage>
  /** Null when no procedure is known there under that code. */
  findProcedure: (code: string) => Promise<ProcedureDetails | null>
}>
