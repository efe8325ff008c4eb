/** The TLS in front of stand-ins on loopback, whose certificate can expire. */
export { openSecureFront, type SecureFront } from './front.ts'
