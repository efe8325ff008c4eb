/** The door: what the rest of the system may use of audit. */
export { type AuditActor, type AuditEntry, type AuditRecord, appendAudit, listAudit } from './repository.ts'
