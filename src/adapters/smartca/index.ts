/** VNPT SmartCA, where officers sign with a key kept for them, and its stand-in for demonstrations and tests. */
export { openSmartca, type SmartcaOptions } from './client.ts'
export { type StandInSmartca, startStandInSmartca } from './stand-in.ts'
