/** The door: what the rest of the system may use of identity. */
export { accountPages } from './account-pages.ts'
export {
  findOfficerAccountId,
  findOfficerActor,
  getOfficerActor,
  listOfficerContacts,
  type OfficerContact,
} from './accounts.ts'
export {
  beforeOfficerPages,
  citizenOf,
  type FindActor,
  findActor,
  guardRoutes,
  type OnRefusedPage,
  officerOf,
} from './guard.ts'
export { officerSignInPages } from './officer-pages.ts'
export {
  type Arrival,
  arrivalNotices,
  askToSignIn,
  hasParkedForm,
  takeParkedForm,
  takeParkedTexts,
} from './refused-pages.ts'
export { type Citizen, type CitizenAccount, findCitizenAccount } from './repository-accounts.ts'
export { identityRoutes } from './routes.ts'
export {
  type Actor,
  type AssuranceLevel,
  type CitizenActor,
  nobody,
  type OfficerActor,
  type Role,
  roles,
} from './rules/actor.ts'
export { type Holder, may, type Permission, permissions } from './rules/permissions.ts'
export { safeReturnPath } from './rules/return-path.ts'
export { demoCitizens, demoPassword, seedDemoAccounts } from './seed-demo.ts'
export {
  chooseActingFor,
  cookieOptions,
  endSessionsOfProvider,
  findSignInOf,
  forgetSession,
  giveSessionCookie,
  hashToken,
  makeSecretToken,
  sessionTokenOf,
  signOut,
} from './sessions.ts'
export { forgetAccount, keepCitizen, keepIdentifiedCitizen, openCitizenSession } from './sign-in-citizen.ts'
export { makeToken, seal, type TokenRequest, unseal } from './token.ts'
