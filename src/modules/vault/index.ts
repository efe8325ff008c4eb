/** The door: what the rest of the system may use of vault. */
export {
  type Doing,
  keepInVault,
  linkRepresentative,
  replaceInVault,
  revokeItem,
  revokeItemOfSource,
  unlinkRepresentative,
} from './keep-in-vault.ts'
export type {
  FindApplicant,
  NameDossiers,
  NationalPaper,
  NationalVault,
  NationalVaultRequest,
} from './ports.ts'
export {
  hasVault,
  type JudgedItem,
  listVaultPapers,
  type OfferQuery,
  offerPapers,
  type VaultPage,
  type VaultQuery,
} from './read-vault.ts'
export { saveSignature } from './repository.ts'
export { type HandedIn, listTaken, type TakenPaper } from './repository-uses.ts'
export { type ComponentFlags, type GivenPaper, judgeComponent } from './rules/component-flags.ts'
export type { Item, ItemPaper, ItemSource, NewItem, Owner, Revocation, SignatureStatus } from './rules/item.ts'
export { kindOfTypeCode, readTypeCode, type TypeCodeKind } from './rules/type-code.ts'
export { isOffered, judgeValidity, type Validity } from './rules/validity.ts'
export {
  listSpent,
  recordUse,
  type TakeRefusal,
  type TakeResult,
  type Taking,
  takeFromVault,
} from './take-from-vault.ts'
