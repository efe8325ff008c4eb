/** The door: what the rest of the system may use of notifications. */
export { notificationJobs } from './jobs.ts'
export { demoMessagePages } from './pages.ts'
export type { Delivery, Letter, Mailer } from './ports.ts'
export { queueMessage } from './queue-message.ts'
