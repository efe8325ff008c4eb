/** The door: what the rest of the system may use of repeats. */
export { keyHeader, sendOnce } from './send-once.ts'
