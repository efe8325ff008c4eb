/** The door: what the rest of the system may use of citizens. */
export { messagesOf as actingMessages } from './acting-messages.ts'
export { actingPages } from './acting-pages.ts'
export type {
  Identified,
  IdentityProvider,
  LogoutRead,
  SignInFailure,
  SignInSecrets,
  ToldClaim,
} from './ports.ts'
export { findPortalAccount } from './repository.ts'
export { signInCitizen } from './sign-in.ts'
export { type CitizenPagesOptions, citizenSignInPages } from './sign-in-pages.ts'
export { toldPages } from './told-pages.ts'
