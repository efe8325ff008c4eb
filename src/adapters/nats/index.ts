/** NATS JetStream as carrier of events. */
export { openNatsBus } from './client.ts'
