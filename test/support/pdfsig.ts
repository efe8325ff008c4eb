import { execFile, execFileSync, spawnSync } from 'node:child_process'
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
  /** How many it finds no valid signature in; several at once. */
  countRefused: (pdfs: readonly Uint8Array[]) => Promise<number>
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
  const isRefused = (pdf: Uint8Array, index: number): Promise<boolean> => {
    const own = join(folder, `judged-${index}.pdf`)
    writeFileSync(own, pdf)
    return new Promise((resolve) => {
      execFile('pdfsig', ['-nssdir', `sql:${store}`, '-no-ocsp', own], (_error, said) => {
        rmSync(own)
        resolve(!said.includes('Signature is Valid.'))
      })
    })
  }
  const say = (pdf: Uint8Array): string => {
    writeFileSync(file, pdf)
    return spawnSync('pdfsig', ['-nssdir', `sql:${store}`, '-no-ocsp', file], { encoding: 'utf8' }).stdout
  }
  return {
    say,
    async countRefused(pdfs) {
      let [refused, next] = [0, 0]
      const judgeNext = async (): Promise<void> => {
        for (let pdf = pdfs[next]; pdf; pdf = pdfs[next]) {
          next += 1
          if (await isRefused(pdf, next)) refused += 1
        }
      }
      await Promise.all([1, 2, 3, 4].map(judgeNext))
      return refused
    },
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
