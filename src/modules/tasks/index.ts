/** The door: what the rest of the system may use of tasks. */
export { checkReminders, reminderGauges } from './check-watch.ts'
export { taskJobs, taskSchedules } from './jobs.ts'
export { type ApologyDraft, findApologyDraft } from './repository-watch.ts'
