/** The NEAC eSign gateway to the public certification authorities, and its stand-in for demonstrations and tests. */
export { type FileToSign, type NeacGateway, type NeacOptions, openNeac } from './client.ts'
export { type SignPdf, type StandInNeac, startStandInNeac } from './stand-in.ts'
