/** A token at this machine, and one made of software for tests. */
export { openPkcs11 } from './client.ts'
export { makeSoftToken, type SoftToken } from './stand-in.ts'
export type { Pkcs11Options } from './tool.ts'
