import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { name } from '#modules/pdfs'
import { type PdfCase, swapHex } from '#test/pdf-sample'
import { makePlainPdf } from '#test/plain-pdfs'
import type { Holder, SigningKit } from '#test/signed-pdfs'

/** Signatures that are whole, of people or in ways that one cannot rely on. */
export async function listTrustCases(kit: SigningKit): Promise<readonly PdfCase[]> {
  return [...(await listCertificates(kit)), ...(await listAlgorithms(kit)), ...(await listStamps(kit))]
}

const doubtful = (
  name: string,
  pdf: Uint8Array,
  codes: readonly string[],
  rest: Partial<PdfCase> = {},
): PdfCase => ({
  name,
  pdf,
  verdict: 'indeterminate',
  codes,
  ...rest,
})

const bad = (name: string, pdf: Uint8Array, codes: readonly string[], rest: Partial<PdfCase> = {}): PdfCase =>
  doubtful(name, pdf, codes, { verdict: 'invalid', ...rest })

async function listCertificates(kit: SigningKit): Promise<readonly PdfCase[]> {
  const now = Temporal.Now.instant()
  const days = (count: number): Temporal.Instant => now.add({ hours: 24 * count })
  const plain = makePlainPdf()
  const an = await kit.issue()
  const stranger = await kit.issue({}, kit.stranger)
  const expired = await kit.issue({ validFrom: days(-40), validTo: days(-10) })
  const early = await kit.issue({ validFrom: days(10), validTo: days(40) })
  const revoked = await kit.issue()
  kit.authority.revoke(revoked.serialNumber, days(-1))
  const byOpenssl = (holder: Holder) => kit.signByOpenssl(plain, { holder })
  const usage = 'keyUsage=critical,digitalSignature,nonRepudiation'
  const mere = await kit.issue()
  return [
    doubtful('by an authority that nobody trusts', await kit.sign(plain, stranger), ['chain_untrusted']),
    doubtful(
      'by an authority that nobody trusts, stamped',
      await kit.sign(plain, stranger, { stamped: true }),
      ['chain_untrusted'],
    ),
    doubtful('one trusted signer, one stranger', await kit.sign(await kit.sign(plain, an), stranger), [
      'chain_untrusted',
    ]),
    doubtful('signed by oneself', byOpenssl(kit.issueByOpenssl(usage, 'itself')), ['chain_untrusted']),
    doubtful(
      'the issuer is nowhere to be found',
      byOpenssl({ ...stranger, chain: stranger.chain.slice(0, 1) }),
      ['chain_incomplete'],
    ),
    doubtful('expired, no time stamp', byOpenssl(expired), ['certificate_expired']),
    doubtful('not valid yet', byOpenssl(early), ['certificate_not_yet_valid']),
    bad('revoked', await kit.sign(plain, revoked), ['certificate_revoked'], { difference: 'revocation' }),
    bad(
      'revoked before the time stamp',
      await kit.sign(plain, revoked, { stamped: true }),
      ['certificate_revoked'],
      { difference: 'revocation' },
    ),
    doubtful(
      'a certificate for web servers',
      byOpenssl(kit.issueByOpenssl(`${usage}\nextendedKeyUsage=serverAuth`)),
      ['purpose_wrong'],
    ),
    doubtful(
      'a certificate for encryption',
      byOpenssl(kit.issueByOpenssl('keyUsage=critical,keyEncipherment')),
      ['purpose_wrong'],
    ),
    doubtful('nobody can be asked about revocation', byOpenssl(kit.issueByOpenssl(usage)), [
      'revocation_unknown',
    ]),
    bad('issued by somebody who may not issue', byOpenssl(kit.issueByOpenssl(usage, mere)), [
      'issuer_may_not_issue',
    ]),
  ]
}

async function listAlgorithms(kit: SigningKit): Promise<readonly PdfCase[]> {
  const plain = makePlainPdf()
  const an = await kit.issue()
  const pair = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' })
  const order = { commonName: 'Short Key', kind: 'person' as const }
  const short = await kit.authority.issue({ ...order, publicKey: new Uint8Array(publicKey) })
  const twin = await issueTwin(kit, an)
  const advanced = { SubFilter: name('ETSI.CAdES.detached') }
  return [
    doubtful('hashed with SHA-1', kit.signByOpenssl(plain, { holder: an, hash: 'sha1' }), ['hash_weak'], {
      difference: 'strength',
    }),
    bad('hashed with MD5', kit.signByOpenssl(plain, { holder: an, hash: 'md5' }), ['hash_broken']),
    doubtful(
      'a key of 1024 bits',
      kit.signByOpenssl(plain, { holder: { chain: short.chain, key: pair.privateKey, serialNumber: '' } }),
      ['key_weak'],
      { difference: 'strength' },
    ),
    doubtful(
      'says it is PAdES and does not name its certificate',
      kit.signByOpenssl(plain, { holder: an, entries: advanced }),
      ['certificate_not_bound'],
      { difference: 'binding' },
    ),
    bad(
      'the certificate exchanged for a twin of the same key',
      exchange(kit, plain, an, twin),
      ['certificate_swapped'],
      { difference: 'binding' },
    ),
  ]
}

/** Another certificate of the same key, issuer, number and length; an ECDSA signature is now and then a byte longer. */
async function issueTwin(kit: SigningKit, { key, serialNumber, chain }: Holder): Promise<Uint8Array> {
  const order = { commonName: 'Nguyễn Văn Em', personalId: '999000000001', kind: 'person' as const }
  for (;;) {
    const { certificate } = await kit.authority.issue({ ...order, publicKey: spkiOf(key), serialNumber })
    if (certificate.length === chain[0]?.length) return certificate
  }
}

const spkiOf = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }))

/** Signed with one certificate, delivered with another of the same key, issuer, number and length. */
function exchange(kit: SigningKit, plain: Uint8Array, holder: Holder, twin: Uint8Array): Uint8Array {
  const alter = (cms: Buffer): Buffer => {
    const copy = Buffer.from(cms)
    copy.set(twin, cms.indexOf(holder.chain[0] ?? new Uint8Array()))
    return copy
  }
  const entries = { SubFilter: name('ETSI.CAdES.detached') }
  return kit.signByOpenssl(plain, { holder, with: ['-cades'], entries, alter })
}

async function listStamps(kit: SigningKit): Promise<readonly PdfCase[]> {
  const plain = makePlainPdf()
  const an = await kit.issue()
  const stamped = Buffer.from(await kit.sign(plain, an, { stamped: true }))
  const other = await withStampAsLong(stamped, () =>
    kit.sign(makePlainPdf({ pages: ['Another'] }), an, { stamped: true }),
  )
  const byStranger = await kit.sign(plain, an, { stamped: true, stampedBy: kit.stranger })
  const proves = ['timestamp_proves_nothing']
  const time = { difference: 'time' } as const
  return [
    doubtful('the time stamp is of another signature', withStampOf(stamped, other), proves, time),
    doubtful('the time stamp is damaged', swapHex(stamped, stampEnd(stamped) - 20), proves, time),
    doubtful('the time stamp is by somebody nobody trusts', byStranger, proves, time),
    doubtful(
      'the file is stamped by somebody nobody trusts',
      await kit.stampFile(stamped, kit.stranger),
      ['chain_incomplete'],
      time,
    ),
  ]
}

/** The signature of the authority stands at the end of the token, and the token at the end of the contents. */
function stampEnd(bytes: Buffer): number {
  const at = stampAt(bytes)
  return at + bytes.toString('latin1', at, bytes.indexOf('>', at)).replace(/0+$/, '').length
}

const stampAt = (bytes: Buffer): number => bytes.indexOf('2a864886f70d010910020e')

/** The lengths of a token stand in its first bytes, behind the name of the attribute: a serial number may be shorter. */
function lengthsOf(bytes: Buffer): string {
  const lengths = stampAt(bytes) + '2a864886f70d010910020e'.length
  return bytes.toString('latin1', lengths, lengths + 16)
}

async function withStampAsLong(target: Buffer, sign: () => Promise<Uint8Array>): Promise<Buffer> {
  let made = Buffer.from(await sign())
  while (lengthsOf(made) !== lengthsOf(target)) made = Buffer.from(await sign())
  return made
}

/** Both stamps are of one authority and one length. */
function withStampOf(target: Buffer, source: Buffer): Uint8Array {
  const copy = Buffer.from(target)
  source.copy(copy, stampAt(target), stampAt(source), source.indexOf('>', stampAt(source)))
  return copy
}
