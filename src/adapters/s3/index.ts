/** Files in an S3 object store, and a stand-in of one for tests. */
export { openS3FileStore, type S3Options } from './client.ts'
export { type S3Fault, type StandInS3, startStandInS3 } from './stand-in.ts'
