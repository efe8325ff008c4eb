/** The door: what the rest of the system may use of representation. */
export { findStanding } from './find-standing.ts'
export { ceaseRepresentation, keepRepresentation } from './keep-representation.ts'
export {
  findRepresentation,
  type Holding,
  type LapsedRepresentation,
  listLapsed,
  listRepresentations,
} from './list-representations.ts'
export { isOfAge } from './rules/age.ts'
export {
  type ActingFor,
  actingForOf,
  type DeclarationGap,
  type Declared,
  declarable,
  findGaps,
  type Ground,
  type Principal,
  type PrincipalKind,
  type Representation,
} from './rules/representation.ts'
