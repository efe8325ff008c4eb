/** The door: what the rest of the system may use of messagelog. */
export { type LoggedMessage, type MessageToRecord, recordMessage } from './record-message.ts'
export type { Message } from './rules/entry-text.ts'
export { listPublicKeys, type PublishedKey } from './signing-key.ts'
