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
  /** From now on its lists have this certificate. */
  revoke: (identity: TlsIdentity) => void
  /** Its list of revoked certificates (PEM) as it is now; one that has `ended` is of the year before. */
  list: (ended?: 'ended') => string
  remove: () => void
}>

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const

/** An authority for TLS as openssl makes it, in a folder of its own; two need names of their own to have lists of their own. */
export function makeTlsAuthority(named = 'Authority'): TlsAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-tls-'))
  const at = (name: string) => join(folder, name)
  const openssl = (...given: string[]) => execFileSync('openssl', given, { stdio: 'ignore' })
  const [caKey, ca] = [at('ca.key'), at('ca.pem')]
  openssl('req', '-x509', ...newKey, '-keyout', caKey, '-out', ca, '-subj', `/CN=${named}`, '-days', '30')
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
    ...makeLists(folder, (...given) => openssl('ca', '-cert', ca, '-keyfile', caKey, ...given)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const ended = ['-crl_lastupdate', '20250101000000Z', '-crl_nextupdate', '20250102000000Z'] as const

/** What openssl keeps of revoked certificates stands in a file beside the authority. */
function makeLists(folder: string, ca: (...given: string[]) => unknown): Pick<TlsAuthority, 'revoke' | 'list'> {
  const at = (name: string) => join(folder, name)
  const [database, settings, list] = [at('revoked'), at('ca.cnf'), at('list.pem')]
  writeFileSync(database, '')
  writeFileSync(
    settings,
    `[ca]\ndefault_ca=d\n[d]\ndatabase=${database}\ndefault_md=sha256\ndefault_crl_days=30\n`,
  )
  return {
    revoke: ({ certificateFile }) => void ca('-config', settings, '-revoke', certificateFile),
    list(has) {
      ca('-config', settings, '-gencrl', '-out', list, ...(has === 'ended' ? ended : []))
      return readFileSync(list, 'utf8')
    },
  }
}
