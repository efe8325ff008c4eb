/** The payment platform of the national portal, and its stand-in. */
export { openPaymentPlatform, type PlatformSettings } from './client.ts'
export { type PlatformFaults, type StandInPlatform, soundPlatform, startStandInPlatform } from './stand-in.ts'
