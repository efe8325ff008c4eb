/** The door: the stand-in of what departments run behind the integration platform. */
export { type StandInDepartments, startStandInDepartments } from './stand-in.ts'
