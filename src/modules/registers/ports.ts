import type { OfficerActor } from '#modules/identity'
import type { Outcomes } from './rules/outcome.ts'
import type { PersonField, PersonValues } from './rules/person.ts'

/** Who asks and what for: goes along with every question, for the register keeps a record too. */
export type Asker = Readonly<{
  /** The id of the look-up: unique for each question. */
  reference: string
  account: string
  agencyCode: string | null
  purpose: string
  dossierCode: string | null
}>

/**
 * Who asks and what for, as headers of a call: registers keep a record of their own (TT 136/2026/TT-BCA Đ3 k3). The purpose is
 * percent-encoded UTF-8, for headers hold ASCII alone.
 */
export const writeAskerHeaders = (asker: Asker): Record<string, string> => ({
  'x-request-id': asker.reference,
  'x-account': asker.account,
  'x-purpose': encodeURIComponent(asker.purpose),
  ...(asker.agencyCode && { 'x-agency': asker.agencyCode }),
  ...(asker.dossierCode && { 'x-dossier': asker.dossierCode }),
})

/** Who is meant, what is claimed of them, and what is to be read: only what is needed (TT 136/2026/TT-BCA Đ3 k3, k8). */
export type PersonQuestion = Asker &
  Readonly<{ personalId: string; claims: PersonValues; reads: readonly PersonField[] }>

/** Outcomes of what was claimed, values of what was to be read. */
export type RegisterAnswer = Readonly<{ outcomes: Outcomes; values: Readonly<Record<string, string>> }>

/** CSDL quốc gia về dân cư. `ask` throws `RegisterFailure` when nothing usable comes back. */
export type PopulationRegister = Readonly<{ ask: (question: PersonQuestion) => Promise<RegisterAnswer> }>

type Names = Readonly<{ vi: string; en: string }>

/** A register that is asked by one key: enterprise register, social insurance. What it is, is configuration. */
export type RegisterSource = Readonly<{
  code: string
  names: Names
  /** What it is asked by: a tax code, an insurance number. */
  key: Readonly<{ name: string; names: Names; pattern: RegExp; example: string }>
  fields: readonly Readonly<{ name: string; names: Names }>[]
  /** The values of these fields that it has; null: it does not know the key. Throws `RegisterFailure`. */
  ask: (
    question: Asker & Readonly<{ key: string; reads: readonly string[] }>,
  ) => Promise<Readonly<Record<string, string>> | null>
}>

/** The registers this system is connected to. */
export type RegistersOutside = Readonly<{
  population: PopulationRegister | null
  sources: readonly RegisterSource[]
}>

/** Why there is no answer. `resting`: it failed so often that it is left alone for a while. */
export type FailureReason = 'unreachable' | 'timed_out' | 'unreadable' | 'refused' | 'resting'

/** A register gave nothing that can be used. The message holds no personal data. */
export class RegisterFailure extends Error {
  override readonly name = 'RegisterFailure'
  readonly reason: FailureReason

  constructor(reason: FailureReason, message: string = reason) {
    super(message)
    this.reason = reason
  }
}

/** The dossier of that code or reference, if the officer may read it; given by `app.ts`. */
export type FindDossierOf = (
  actor: OfficerActor,
  code: string,
) => Promise<Readonly<{ id: string; code: string }> | null>
