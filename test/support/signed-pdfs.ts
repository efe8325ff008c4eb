import { execFileSync } from 'node:child_process'
import { createHash, createPrivateKey, KeyObject, sign as signBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import {
  type IssueOrder,
  openRevocationSource,
  openTimestampAuthority,
  type StandInAuthority,
  startStandInAuthority,
} from '#adapters/authority'
import {
  array,
  byteString,
  dictionary,
  isArray,
  listPages,
  name,
  type PdfObject,
  type PdfRef,
  readPdf,
  ref,
  textString,
  withEntries,
  writeUpdate,
} from '#modules/pdfs'
import {
  addDocumentTimestamp,
  addValidationMaterial,
  completePdfSignature,
  preparePdfSignature,
  type SignatureOrder,
  verifyPdf,
} from '#modules/signatures'

/** Somebody who can sign: certificates (their own first) and their key. */
export type Holder = Readonly<{ chain: readonly Uint8Array[]; key: KeyObject; serialNumber: string }>

/** How openssl signs where our own maker would not: old hashes, other paddings, no attributes. */
export type OpensslOrder = Readonly<{
  holder: Holder
  hash?: string
  /** Further arguments of `openssl cms -sign`. */
  with?: readonly string[]
  /** Entries of the signature dictionary beside the usual; undefined takes one out. */
  entries?: Readonly<Record<string, PdfObject | undefined>>
  fieldName?: string
  /** Changes the byte range or the signature before they are written. */
  range?: (range: readonly number[]) => readonly number[]
  alter?: (cms: Buffer) => Buffer
}>

export type SigningKit = Readonly<{
  authority: StandInAuthority
  /** One that nobody trusts. */
  stranger: StandInAuthority
  anchors: readonly Uint8Array[]
  revocation: ReturnType<typeof openRevocationSource>
  /** Turns the clock of the authority; null is now. */
  turnTo: (at: Temporal.Instant | null) => void
  issue: (order?: Partial<IssueOrder>, from?: StandInAuthority) => Promise<Holder>
  /** Signs with our own maker; `stamped` asks for a time stamp. */
  sign: (
    pdf: Uint8Array,
    holder: Holder,
    order?: Partial<SignatureOrder> & Readonly<{ stamped?: boolean; stampedBy?: StandInAuthority }>,
  ) => Promise<Uint8Array>
  /** Puts in what proves the signatures later (B-LT). */
  prove: (pdf: Uint8Array) => Promise<Uint8Array>
  /** Stamps the whole file. */
  stampFile: (pdf: Uint8Array, by?: StandInAuthority) => Promise<Uint8Array>
  signByOpenssl: (pdf: Uint8Array, order: OpensslOrder) => Uint8Array
  /** A certificate made by openssl with extensions of its own, signed by the root of openssl unless said otherwise. */
  issueByOpenssl: (extensions: string, by?: Holder | 'itself') => Holder
  close: () => Promise<void>
}>

const spaceBytes = 12_000

/** Starts two authorities and everything that signs. */
export async function openSigningKit(): Promise<SigningKit> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-signed-'))
  let turned: Temporal.Instant | null = null
  const clock = { now: () => turned ?? Temporal.Now.instant() }
  const authority = await startStandInAuthority({ clock })
  const stranger = await startStandInAuthority({ clock })
  const revocation = openRevocationSource()
  const openssl = openOpenssl(folder)
  const anchors = [authority.root, openssl.root]
  const stamp = (sha256: Uint8Array, by: StandInAuthority) =>
    openTimestampAuthority({ url: by.tsaUrl }).stamp(sha256)

  async function issue(order: Partial<IssueOrder> = {}, from = authority): Promise<Holder> {
    const whole = { commonName: 'Nguyễn Văn An', personalId: '999000000001', kind: 'person' as const, ...order }
    const issued = await from.issue(whole)
    if (!issued.privateKey) throw new Error('the key lives elsewhere')
    const key = KeyObject.from(issued.privateKey)
    return { chain: issued.chain, key, serialNumber: issued.serialNumber }
  }

  return {
    authority,
    stranger,
    anchors,
    revocation,
    turnTo: (at) => {
      turned = at
    },
    issue,
    async sign(pdf, holder, { stamped = false, stampedBy = authority, ...order } = {}) {
      const whole = { certificates: holder.chain, kind: 'approval' as const, at: clock.now(), ...order }
      const prepared = await preparePdfSignature(pdf, whole)
      const value = signBytes('sha256', prepared.signedAttributes, holder.key)
      const token = stamped ? await stamp(createHash('sha256').update(value).digest(), stampedBy) : undefined
      return completePdfSignature(prepared, { value, timestampToken: token })
    },
    prove: (pdf) => addProof(pdf, { anchors, revocation, at: clock.now() }),
    stampFile: (pdf, by = authority) => addDocumentTimestamp(pdf, (sha256) => stamp(sha256, by)),
    signByOpenssl: (pdf, order) => frame(pdf, order, (content) => openssl.sign(content, order)),
    issueByOpenssl: openssl.issue,
    close: async () => {
      await Promise.all([authority.stop(), stranger.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Asking = Readonly<{
  anchors: readonly Uint8Array[]
  revocation: SigningKit['revocation']
  at: Temporal.Instant
}>

/** What judging asks for is what is put in. */
async function addProof(pdf: Uint8Array, { anchors, revocation, at }: Asking): Promise<Uint8Array> {
  const certificates: Uint8Array[] = []
  const ocsps: Uint8Array[] = []
  const crls: Uint8Array[] = []
  const ask: SigningKit['revocation']['ask'] = async (certificate, issuer) => {
    const answer = await revocation.ask(certificate, issuer)
    certificates.push(certificate, issuer)
    if (answer) (answer.kind === 'ocsp' ? ocsps : crls).push(answer.der)
    return answer
  }
  await verifyPdf(pdf, { trustAnchors: anchors, revocation: { ask }, at })
  return addValidationMaterial(pdf, { certificates, ocsps, crls })
}

type Openssl = Readonly<{
  root: Uint8Array
  sign: (content: Buffer, order: OpensslOrder) => Buffer
  issue: (extensions: string, by?: Holder | 'itself') => Holder
}>

const pemOf = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`

const requestSettings = `[req]
distinguished_name = name
x509_extensions = authority
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
`

function openOpenssl(folder: string): Openssl {
  const path = (file: string): string => join(folder, file)
  const run = (...given: readonly string[]): Buffer =>
    execFileSync('openssl', [...given], { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e8 })
  writeFileSync(path('req.cnf'), requestSettings)
  const rootFiles = ['-x509', '-days', '3650', '-keyout', path('root.key'), '-out', path('root.pem')]
  run(
    'req',
    '-config',
    path('req.cnf'),
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/C=VN/CN=Root of openssl',
    ...rootFiles,
  )
  const derOf = (file: string): Uint8Array => run('x509', '-in', path(file), '-outform', 'DER')
  const root = derOf('root.pem')
  let made = 0

  function issue(extensions: string, by?: Holder | 'itself'): Holder {
    const id = `made-${made++}`
    const file = (ending: string): string => path(`${id}.${ending}`)
    writeFileSync(file('ext'), extensions)
    const request = ['-newkey', 'rsa:2048', '-nodes', '-keyout', file('key'), '-out', file('csr')]
    run('req', '-new', '-config', path('req.cnf'), ...request, '-subj', '/C=VN/CN=Made by openssl')
    const from = by === 'itself' ? ['-signkey', file('key')] : issuerFiles(by)
    run(
      'x509',
      '-req',
      '-in',
      file('csr'),
      ...from,
      '-days',
      '365',
      '-out',
      file('pem'),
      '-extfile',
      file('ext'),
    )
    const own = derOf(`${id}.pem`)
    const above = by === 'itself' ? [] : (by?.chain ?? [root])
    return { chain: [own, ...above], key: createPrivateKey(run('pkey', '-in', file('key'))), serialNumber: '' }
  }

  function issuerFiles(by: Holder | undefined): readonly string[] {
    if (!by) return ['-CA', path('root.pem'), '-CAkey', path('root.key'), '-CAcreateserial']
    writeFileSync(path('issuer.pem'), pemOf(by.chain[0] ?? new Uint8Array()))
    writeFileSync(path('issuer.key'), by.key.export({ type: 'pkcs8', format: 'pem' }))
    return ['-CA', path('issuer.pem'), '-CAkey', path('issuer.key'), '-set_serial', '77']
  }

  function sign(content: Buffer, { holder, hash = 'sha256', with: given = [] }: OpensslOrder): Buffer {
    writeFileSync(path('content'), content)
    writeFileSync(path('signer.pem'), pemOf(holder.chain[0] ?? new Uint8Array()))
    writeFileSync(path('signer.key'), holder.key.export({ type: 'pkcs8', format: 'pem' }))
    writeFileSync(path('chain.pem'), holder.chain.slice(1).map(pemOf).join(''))
    const chain = holder.chain.length > 1 ? ['-certfile', path('chain.pem')] : []
    const files = [
      '-in',
      path('content'),
      '-signer',
      path('signer.pem'),
      '-inkey',
      path('signer.key'),
      ...chain,
    ]
    return run('cms', '-sign', '-binary', '-outform', 'DER', '-md', hash, ...files, ...given)
  }
  return { root, sign, issue }
}

/** A signature of any make: its dictionary, the byte range, and whatever stands in its contents. */
export function frame(
  bytes: Uint8Array,
  {
    entries = {},
    fieldName = 'Signature1',
    range: change = (range) => range,
    alter = (cms) => cms,
  }: Omit<OpensslOrder, 'holder'>,
  make: (content: Buffer) => Buffer,
): Uint8Array {
  const pdf = readPdf(bytes)
  const [value, field] = [pdf.nextNumber, pdf.nextNumber + 1]
  const signature = dictionary({
    Type: name('Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('adbe.pkcs7.detached'),
    ByteRange: name('RANGE'.padEnd(60, '_')),
    Contents: byteString(new Uint8Array(spaceBytes)),
    ...entries,
  })
  const changes = new Map<number, PdfObject>([[value, signature]])
  addField(
    pdf,
    changes,
    ref(field),
    dictionary({
      Type: name('Annot'),
      Subtype: name('Widget'),
      FT: name('Sig'),
      T: textString(fieldName),
      Rect: array(0, 0, 0, 0),
      F: 132,
      P: listPages(pdf)[0]?.ref,
      V: ref(value),
    }),
  )
  const written = Buffer.from(writeUpdate(pdf, changes))
  const open = written.indexOf(`<${'0'.repeat(spaceBytes * 2)}>`)
  const close = open + spaceBytes * 2 + 2
  const range = change([0, open, close, written.length - close])
  const place = written.indexOf('/RANGE_')
  if (place >= 0) written.write(`[${range.join(' ')}]`.padEnd(61), place, 'latin1')
  const [first = 0, firstLength = 0, second = 0, secondLength = 0] = range
  const parts = [written.subarray(first, first + firstLength), written.subarray(second, second + secondLength)]
  const cms = alter(make(Buffer.concat(parts)))
  if (open >= 0) written.write(cms.toString('hex'), open + 1, 'latin1')
  return written
}

/** Puts a field into the form and onto the first page. */
export function addField(
  pdf: ReturnType<typeof readPdf>,
  changes: Map<number, PdfObject>,
  field: PdfRef,
  widget: PdfObject,
): void {
  const page = listPages(pdf)[0]
  const form = pdf.resolve(pdf.catalog.entries.get('AcroForm'))
  const old = form !== null && typeof form === 'object' && form.kind === 'dictionary' ? form : dictionary({})
  const listed = pdf.resolve(old.entries.get('Fields'))
  const fields = isArray(listed) ? listed.items : []
  const whole = withEntries(old, { Fields: array(...fields, field), SigFlags: 3 })
  const place = pdf.catalog.entries.get('AcroForm')
  if (place !== null && typeof place === 'object' && place.kind === 'ref') changes.set(place.number, whole)
  else changes.set(pdf.catalogRef.number, withEntries(pdf.catalog, { AcroForm: whole }))
  changes.set(field.number, widget)
  if (!page) return
  const annotations = pdf.resolve(page.dictionary.entries.get('Annots'))
  const items = isArray(annotations) ? annotations.items : []
  changes.set(page.ref.number, withEntries(page.dictionary, { Annots: array(...items, field) }))
}
