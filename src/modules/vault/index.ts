/** The door: what the rest of the system may use of vault. */

export { describeOffer } from './item-words.ts'
export {
  type Doing,
  keepInVault,
  linkRepresentative,
  replaceInVault,
  revokeItem,
  revokeItemOfSource,
  unlinkRepresentative,
} from './keep-in-vault.ts'
export { vaultPages } from './pages.ts'
export type { FindApplicant, NameDossiers } from './ports.ts'
export {
  hasVault,
  type JudgedItem,
  listVaultPapers,
  type OfferQuery,
  offerForComponents,
  offerPapers,
  type VaultPage,
  type VaultQuery,
  type Wanted,
} from './read-vault.ts'
export { listOwnersOf, saveSignature } from './repository.ts'
export { type HandedIn, listTaken, type TakenPaper } from './repository-uses.ts'
export { vaultRoutes } from './routes.ts'
export { type ComponentFlags, type GivenPaper, judgeComponent } from './rules/component-flags.ts'
export {
  type Item,
  type ItemPaper,
  type ItemSource,
  kindOfTypeCode,
  type NewItem,
  type Owner,
  type Revocation,
  readTypeCode,
  type SignatureStatus,
  type TypeCodeKind,
} from './rules/item.ts'
export { isOffered, judgeValidity, type Validity } from './rules/validity.ts'
export { sharedPages } from './shared-pages.ts'
export {
  listSpent,
  recordUse,
  type TakeRefusal,
  type TakeResult,
  type Taking,
  takeFromVault,
} from './take-from-vault.ts'
