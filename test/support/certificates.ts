import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type TlsIdentity = Readonly<{
  keyFile: string
  certificateFile: string
  key: Buffer
  certificate: Buffer
}>

export type TlsAuthority = Readonly<{
  certificateFile: string
  certificate: Buffer
  /** A certificate for 127.0.0.1 and for clients; of negative `days` it has ended. */
  issue: (name: string, days?: number) => TlsIdentity
  remove: () => void
}>

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const

/** An authority for TLS as openssl makes it, in a folder of its own. */
export function makeTlsAuthority(): TlsAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-tls-'))
  const at = (name: string) => join(folder, name)
  const openssl = (...given: string[]) => execFileSync('openssl', given, { stdio: 'ignore' })
  const [caKey, ca] = [at('ca.key'), at('ca.pem')]
  openssl('req', '-x509', ...newKey, '-keyout', caKey, '-out', ca, '-subj', '/CN=Authority', '-days', '30')
  writeFileSync(at('extensions'), 'subjectAltName=IP:127.0.0.1')
  return {
    certificateFile: ca,
    certificate: readFileSync(ca),
    issue(name, days = 30) {
      const [keyFile, request, certificateFile] = [at(`${name}.key`), at(`${name}.csr`), at(`${name}.pem`)]
      openssl('req', ...newKey, '-keyout', keyFile, '-out', request, '-subj', `/CN=${name}`)
      const signing = ['-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-extfile', at('extensions')]
      openssl('x509', '-req', '-in', request, ...signing, '-out', certificateFile, '-days', String(days))
      const [key, certificate] = [readFileSync(keyFile), readFileSync(certificateFile)]
      return { keyFile, certificateFile, key, certificate }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
