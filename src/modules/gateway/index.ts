/** The door: what the rest of the system may use of gateway. */
export { gatewayRoutes } from './routes.ts'
