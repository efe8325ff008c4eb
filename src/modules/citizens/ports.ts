import type { Citizen } from '#modules/identity'
import type { Principal } from '#modules/representation'

/** What a sign-in at the identity provider must remember until the citizen comes back; secret to this browser. */
export type SignInSecrets = Readonly<{ state: string; nonce: string; codeVerifier: string }>

/** Why a citizen came back without being signed in. */
export type SignInFailure =
  | 'provider_unavailable'
  | 'provider_garbled'
  | 'cancelled'
  | 'answer_not_ours'
  | 'code_used'
  | 'proof_refused'
  | 'clock_wrong'
  | 'person_incomplete'
  | 'organisation_without_person'
  | 'organisation_incomplete'

/** One claim as its person is shown it: what is not kept stands with its name alone. */
export type ToldClaim = Readonly<{
  name: string
  /** Which of our words it is; null: none that is read. */
  means: string | null
  state: 'kept' | 'not_kept' | 'unreadable' | 'missing'
  value: string | null
}>

/** Whom the provider has proved, with what it said of them. */
export type Identified = Readonly<{
  citizen: Citizen
  /** `sub` belongs to one issuer: another issuer's same `sub` is another account. */
  subject: Readonly<{ issuer: string; sub: string }>
  /** Set when the account is one of an organisation: for whom the person acts. */
  organisation: Principal | null
  /** The parent or guardian who registered the account of a child or a ward, where that is said; a name may be missing. */
  representative: Readonly<{ personalId: string; fullName: string }> | null
  told: readonly ToldClaim[]
  /** Its session there (`sid`), where it says one. */
  providerSession: string | null
  /** What it wants back when its session is to be ended, too. */
  idToken: string
  /** Where it says itself that its session is ended; null: it does not say, or nothing that can be believed. */
  logoutUrl?: string | null
}>

/** What a logout token says, or why it says nothing to us. */
export type LogoutRead =
  | Readonly<{ ok: true; issuer: string; sub: string | null; providerSession: string | null; key: string }>
  | Readonly<{ ok: false; reason: string }>

/**
 * The identity provider of citizens: VNeID, its stand-in, or any other of OpenID Connect. What it gave nothing for says `why`,
 * in a few words for who operates this system, where the provider or the way to it is to blame.
 */
export type IdentityProvider = Readonly<{
  /** Where to send the citizen, for an account of at least `level`. */
  begin: (
    level: 1 | 2,
  ) => Promise<
    | Readonly<{ ok: true; url: string; secrets: SignInSecrets }>
    | Readonly<{ ok: false; code: 'provider_unavailable' | 'provider_garbled'; why?: string }>
  >
  /** Proves the answer that came to `/sign-in/callback` (its query) and gives who it is. */
  finish: (
    query: string,
    secrets: SignInSecrets,
  ) => Promise<
    Readonly<{ ok: true; identified: Identified }> | Readonly<{ ok: false; code: SignInFailure; why?: string }>
  >
  /** Where a browser ends its session at the provider; null when that cannot be said. */
  endSession: (signIn: Pick<Identified, 'idToken' | 'logoutUrl'>) => Promise<string | null>
  /** Proves the token by which the provider tells that somebody signed out there. */
  readLogoutToken: (token: string) => Promise<LogoutRead>
}>
