/** The door: what the rest of the system may use of identity. */
export { type FindActor, guardRoutes } from './guard.ts'
export {
  type Actor,
  type AssuranceLevel,
  type CitizenActor,
  nobody,
  type OfficerActor,
  type Role,
  roles,
} from './rules/actor.ts'
export { may, type Permission, permissions } from './rules/permissions.ts'
