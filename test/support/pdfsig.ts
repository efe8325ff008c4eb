import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What pdfsig says of one signature. */
export type PdfsigSignature = Readonly<{
  field: string
  signer: string
  valid: boolean
  trusted: boolean
  wholeDocument: boolean
  /** Its own words on signature and certificate. */
  signature: string
  certificate: string
  type: string
}>

export type Pdfsig = Readonly<{
  judge: (pdf: Uint8Array) => readonly PdfsigSignature[]
  /** All it said on standard output. */
  say: (pdf: Uint8Array) => string
  close: () => void
}>

/** Opens pdfsig of poppler-utils with a certificate store of its own, in which only `roots` (DER) are trusted. */
export function openPdfsig(roots: readonly Uint8Array[]): Pdfsig {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-pdfsig-'))
  const store = join(folder, 'nss')
  mkdirSync(store)
  const certutil = (...given: string[]) => execFileSync('certutil', ['-d', `sql:${store}`, ...given])
  certutil('-N', '--empty-password')
  for (const [index, root] of roots.entries()) {
    const file = join(folder, `root-${index}.der`)
    writeFileSync(file, root)
    certutil('-A', '-n', `root ${index}`, '-t', 'CT,C,C', '-i', file)
  }
  const file = join(folder, 'judged.pdf')
  const say = (pdf: Uint8Array): string => {
    writeFileSync(file, pdf)
    return spawnSync('pdfsig', ['-nssdir', `sql:${store}`, '-no-ocsp', file], { encoding: 'utf8' }).stdout
  }
  return {
    say,
    judge: (pdf) =>
      say(pdf)
        .split(/^Signature #\d+:$/m)
        .slice(1)
        .map(readSignature),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function readSignature(text: string): PdfsigSignature {
  const line = (label: string): string => text.match(new RegExp(`- ${label}: (.*)`))?.[1] ?? ''
  return {
    field: line('Signature Field Name'),
    signer: line('Signer Certificate Common Name'),
    valid: line('Signature Validation') === 'Signature is Valid.',
    trusted: line('Certificate Validation') === 'Certificate is Trusted.',
    wholeDocument: text.includes('- Total document signed'),
    signature: line('Signature Validation'),
    certificate: line('Certificate Validation'),
    type: line('Signature Type'),
  }
}
