/** The door: what the rest of the system may use of consultations. */
export { consultationJobs, consultationSchedules } from './jobs.ts'
export { consultationRoutes } from './routes.ts'
