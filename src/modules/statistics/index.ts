/** The door: what the rest of the system may use of statistics. */
export { overduePages } from './overdue-pages.ts'
export { statisticsRoutes } from './routes.ts'
export { stepTimesPages } from './step-times-pages.ts'
