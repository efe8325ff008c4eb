/** Authorities that certify, stamp time and tell what was revoked, and their stand-in for demonstrations and tests. */
export { openRevocationSource } from './revocation-client.ts'
export {
  type AuthorityFaults,
  type AuthorityOptions,
  type IssuedCertificate,
  type IssueOrder,
  type StandInAuthority,
  startStandInAuthority,
} from './stand-in.ts'
export { makeTlsCertificates, type TlsCertificates } from './stand-in-tls.ts'
export { openTimestampAuthority } from './timestamp-client.ts'
