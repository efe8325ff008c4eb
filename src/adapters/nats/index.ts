/** NATS JetStream as carrier of events. */
export { openNatsBus } from './client.ts'
export { hasNats, type NatsCluster, startNats } from './local-cluster.ts'
