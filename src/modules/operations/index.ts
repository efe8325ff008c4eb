/** The door: what the rest of the system may use of operations. */
export { countOutsideAlarms } from './count-alarms.ts'
export { operationGauges } from './gauges.ts'
export { operationPages } from './pages.ts'
export type { Held, OutsideSystem, Queue } from './ports.ts'
export { openWatch, type Watch } from './watch.ts'
export { operationJobs, operationSchedules } from './watch-systems.ts'
