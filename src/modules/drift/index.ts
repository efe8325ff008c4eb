/** The door: what the rest of the system may use of drift. */
export { compare } from './compare.ts'
export { driftJobs, driftSchedules } from './jobs.ts'
export { driftBeside, driftPages } from './pages.ts'
export { repairDrifts } from './repair-drifts.ts'
export { listDrifts } from './repository.ts'
