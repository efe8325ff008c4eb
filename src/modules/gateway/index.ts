/** The door: what the rest of the system may use of gateway. */
export { checkTls, explainTlsTrouble, findTlsTroubles } from './check-tls.ts'
export { gatewayGauges, openCircuits } from './figures.ts'
export { gatewayJobs, gatewaySchedules } from './jobs.ts'
export { gatewayRoutes } from './routes.ts'
export { testConnection } from './test-connection.ts'
export { openTlsDoor, type TlsDoor } from './tls-door.ts'
