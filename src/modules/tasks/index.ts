/** The door: what the rest of the system may use of tasks. */
export { checkReminders, reminderGauges } from './check-watch.ts'
export { countReminders } from './count-reminders.ts'
export { taskJobs, taskSchedules } from './jobs.ts'
export { reminderPages } from './reminder-pages.ts'
export { boundedText } from './reminder-view.ts'
export { type ApologyDraft, findApologyDraft } from './repository-watch.ts'
export { rulePages } from './rule-pages.ts'
export { roleOfStep } from './rules/recipients.ts'
