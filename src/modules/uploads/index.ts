/** The door: what the rest of the system may use of uploads. */
export { uploadJobs, uploadSchedules } from './jobs.ts'
export { uploadRoutes } from './routes.ts'
