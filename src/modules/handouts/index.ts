/** The door: what the rest of the system may use of handouts. */

export { handoutRoutes } from './routes.ts'
export { type HandoutPurpose, linkPaper } from './signed-link.ts'
