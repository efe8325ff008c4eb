import type { Temporal } from 'temporal-polyfill'
import type { Channel, DossierState, StoredDossier } from '#modules/dossiers'
import type { PaymentMethod } from '#modules/payments'
import type { Db, Tx } from '#platform/db'

/** The states by which the nation counts dossiers, 1 to 10 (`nationalStates` of `dossiers` maps ours onto them). */
export type NationalState = number

/**
 * A system that is told of our dossiers. It may be told the same message twice and has to take it once: a message is known
 * by dossier code and event number.
 */
export type Destination = Readonly<{
  /** Stable, e.g. 'national_portal'; the outbox is kept under it. */
  code: string
  /** Which dossiers it is told of; left out: all. Asked at each event, in the transaction of its job. */
  takes?: (tx: Tx, dossier: StoredDossier) => Promise<boolean>
  /** It processes these dossiers itself: what differs is shown to a person, and told again only by one. */
  isLedThere?: boolean
  /** Whether it is given the answers of the form; left out: it is not. */
  isGivenAnswers?: boolean
  /**
   * Gives it one message. `refused`: it answered that it will never take this one, and why, in its words. Throws when
   * nothing certain is known (away, slow, garbage): then the same message comes again, later.
   */
  send: (message: SyncMessage) => Promise<'delivered' | Readonly<{ refused: string }>>
  /** How it has a dossier; null when it knows none under that code. Throws when it is away. */
  ask: (dossierCode: string) => Promise<TheirState | null>
}>

/** What a destination says of a dossier. */
export type TheirState = Readonly<{ state: NationalState }>

/** Thông điệp đồng bộ: a dossier as it was after one of its events; its fees and results as they are when it is sent. */
export type SyncMessage = Readonly<{
  dossierCode: string
  /** Of the event, 1 and up. Less than what the destination has already: it is old and changes nothing. */
  number: number
  /**
   * 0: told because it happened. More: told again, because the destination has it otherwise (drift). Then it is to be taken
   * although its number was taken before.
   */
  repeat: number
  /** The last event of the dossier that it has taken, 0 when none: steps up to it need no telling again. */
  toldBefore: number
  facts: DossierFacts
}>

type Agency = Readonly<{ code: string; name: string }>

/** What is on record of a dossier at one of its events, in our words. Nothing in it is made up: what is not known is null. */
export type DossierFacts = Readonly<{
  /** Mã hồ sơ, by which the destination knows it. */
  code: string
  /** `field`: its code, or its name; then `fieldCode` is what the nation calls it, null where that is not known. */
  procedure: Readonly<{ code: string; name: string; field: string; fieldCode: string | null }>
  channel: Channel
  /** Filed on the national portal (`NoiNopHoSo` 1), or in this system. */
  filedAt: 'national_portal' | 'here'
  /** Chủ hồ sơ: whose right it is. */
  owner: Readonly<{ kind: OwnerKind; name: string; personalId: string }>
  /** Người nộp: who handed it in. */
  applicant: ApplicantFacts
  /** Trích yếu. */
  subject: string
  /** What was filled in; null: this destination is not given it. */
  answers: StoredDossier['answers'] | null
  state: DossierState
  nationalState: NationalState
  outcome: 'granted' | 'rejected' | null
  times: TimesFacts
  returnMethod: 'counter' | 'electronic' | 'post'
  receivingAgency: Agency
  competentAgency: Agency
  papers: readonly PaperFacts[]
  fees: readonly FeeFacts[]
  supplements: readonly SupplementFacts[]
  results: readonly ResultFacts[]
  /** Tiến trình: every event up to this one, in order. */
  progress: readonly ProgressFacts[]
  /** Registers of the nation that were asked for it, by our names for them; empty when none was. */
  consultedDatabases: readonly string[]
}>

export type OwnerKind = 'citizen' | 'enterprise' | 'state_agency' | 'organisation'

export type ApplicantFacts = Readonly<{
  name: string
  personalId: string
  phone: string | null
  email: string | null
  address: string | null
  /** Signed in with an e-identification account when it was handed in. */
  isVerified: boolean
  /** The account at the national portal, where it was filed there. */
  portalAccount: string | null
}>

/** What has happened by then; null: not yet. */
export type TimesFacts = Readonly<{
  submittedAt: Temporal.Instant
  acceptedAt: Temporal.Instant | null
  dueAt: Temporal.Instant | null
  refusedAt: Temporal.Instant | null
  /** Finished with a result, or stopped, or withdrawn. */
  finishedAt: Temporal.Instant | null
  deliveredAt: Temporal.Instant | null
}>

/** A paper that was handed in; the flags are those of its component, facts and not ticks. */
export type PaperFacts = Readonly<{
  id: string
  stage: 'submission' | 'supplement'
  componentKey: string
  /** Mã thành phần, `000.00.00.G15-KQ0001`; null where the procedure names none. */
  componentCode: string | null
  componentName: string
  fileName: string
  mediaType: string
  sizeBytes: number
  sha256: string
  /** Where it can be fetched, signed and expiring; null: it is not given out. */
  link: string | null
  digitised: boolean
  reused: boolean
  fromNationalVault: boolean
  replacedByResult: string | null
}>

export type FeeFacts = Readonly<{
  /** The key of the fee in the procedure; null: an officer named it by hand. */
  code: string | null
  name: string
  /** When it was asked for: at intake, before the dossier was handed on or supplemented; null: later, or not known. */
  askedDuring: 'intake' | null
  amountVnd: number
  state: 'due' | 'paid' | 'cancelled'
  paidAt: Temporal.Instant | null
  method: PaymentMethod | null
  /** The number of its receipt; where it has none, the voucher or transaction it was paid by. */
  receiptReference: string | null
}>

/** Yêu cầu bổ sung: what was asked for, and what came; `received*` are null while it is open. */
export type SupplementFacts = Readonly<{
  /** Of the event that asked. */
  number: number
  requestedBy: string
  reason: string
  requestedAt: Temporal.Instant
  /** The papers that were asked for, as the procedure names them. */
  components: readonly Readonly<{ code: string | null; name: string }>[]
  receivedBy: string | null
  receivedAt: Temporal.Instant | null
  dueBefore: Temporal.Instant | null
  dueAfter: Temporal.Instant | null
}>

export type ResultFacts = Readonly<{
  id: string
  name: string
  /** Mã kết quả, `KQ.G02.000137`; null where the procedure names none. */
  resultCode: string | null
  /** Số ký hiệu; null while it is not issued. */
  documentNumber: string | null
  issuedAt: Temporal.Instant | null
  sha256: string
  link: string | null
}>

export type ProgressFacts = Readonly<{
  number: number
  at: Temporal.Instant
  officerName: string
  position: string | null
  /** Where it was done; null: not in an agency (the applicant, the system). */
  agencyName: string | null
  /** What was done, as a short sentence. */
  what: string
  state: DossierState
  nationalState: NationalState
  /** By when the dossier was due then. */
  dueAt: Temporal.Instant | null
}>

/** What `sync` asks of modules that it does not know; `app.ts` hands it. */
export type FactSources = Readonly<{
  /** The results of a dossier that stand, each with the link for the destination. */
  listResults: (db: Db, dossierId: string, destination: string) => Promise<readonly ResultFacts[]>
  /** The registers of the nation that answered for a dossier, and when. */
  listConsulted: (
    db: Db,
    dossierId: string,
  ) => Promise<readonly Readonly<{ code: string; at: Temporal.Instant }>[]>
  /** What the national portal calls the account of a citizen who files here, where their sign-in said it. */
  findPortalAccount: (db: Db, accountId: string) => Promise<string | null>
  /** What the nation calls a field of this name, as it was listed then. */
  findFieldCode: (db: Db, name: string, at: Temporal.Instant) => Promise<string | null>
  /** The numbers of the receipts in force, by the ids of their charges. */
  listReceipts: (db: Db, dossierId: string) => Promise<ReadonlyMap<string, string>>
  /** Where a destination may fetch a paper. */
  linkOf: (paperId: string, destination: string) => string | null
}>
