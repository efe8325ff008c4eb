/** The gateway that carries SMS, and its stand-in for demonstrations and tests. */
export { openSmsGateway, type SmsSettings } from './client.ts'
export { type StandInSms, startStandInSms } from './stand-in.ts'
