import { X509Certificate } from 'node:crypto'
import { failed, readCertificate } from '#adapters/remote-signing'
import {
  type DocumentSignature,
  ProviderUnreachable,
  type RemoteSigner,
  type SignerCertificate,
  type SigningOutcome,
  type SigningRequest,
} from '#modules/signing'
import { openToken, type Pkcs11Options, type RunTool } from './tool.ts'

/** The DER before a SHA-256 in what PKCS #1 v1.5 signs (RFC 8017 §9.2, note 1). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex')

/**
 * A token at this machine, through OpenSC's `pkcs11-tool`: the key never leaves it, the PIN is read from a file when the
 * program starts. The account of a signer is the label of the certificate; an empty one means all of the token. It signs at
 * once, so there is nothing to ask after; the same hash signed twice is the same will.
 */
export function openPkcs11(options: Pkcs11Options): RemoteSigner {
  const run = openToken(options)
  return {
    key: 'pkcs11',
    name: 'Token PKCS#11',
    asksConfirmation: false,
    takesTransactionKey: true,
    async listCertificates({ account }) {
      const found = await readToken(run, account)
      if (typeof found !== 'string') return found
      throw new ProviderUnreachable(`the token cannot be read (${found})`)
    },
    startSigning: async (request) => ({
      transactionId: request.transactionKey,
      outcome: await sign(run, request),
    }),
    pollSigning: async () => failed('provider_refused'),
    acceptCallback: () => null,
  }
}

type OnToken = Readonly<{ id: string; label: string; der: Buffer }>

/** The certificates of an account whose keys are on the token, or why it cannot be read. */
async function readToken(run: RunTool, account: string): Promise<SignerCertificate[] | string> {
  const listed = await run(['--list-objects'])
  if (!listed.ok) return listed.problem
  const objects = listed.output.toString('utf8').split(/^(?=\S)/m)
  const read = (kind: string) =>
    objects
      .filter((text) => text.startsWith(kind))
      .map((text) => ({
        id: text.match(/^\s*ID:\s*([0-9a-f]+)/m)?.[1] ?? '',
        label: text.match(/^\s*label:\s*(.+?)\s*$/m)?.[1] ?? '',
      }))
  const keys = new Set(read('Private Key Object').map(({ id }) => id))
  const certificates: OnToken[] = []
  for (const { id, label } of read('Certificate Object')) {
    const order = ['--read-object', '--type', 'cert', '--id', id]
    const answer = id === '' ? null : await run(order)
    if (answer?.ok) certificates.push({ id, label, der: answer.output })
  }
  return certificates
    .filter(({ id, label }) => keys.has(id) && (account === '' || account === label))
    .flatMap(({ id, der }) => {
      const chain = chainOf(der, certificates).map((one) => one.toString('base64'))
      return readCertificate(id, chain) ?? []
    })
}

/** The certificate and its issuers, as far as they are on the token too. */
function chainOf(der: Buffer, onToken: readonly OnToken[]): Buffer[] {
  const chain = [der]
  for (let last = new X509Certificate(der); chain.length < 5; ) {
    const issuer = onToken.find(
      (one) => !chain.includes(one.der) && last.checkIssued(new X509Certificate(one.der)),
    )
    if (!issuer) return chain
    chain.push(issuer.der)
    last = new X509Certificate(issuer.der)
  }
  return chain
}

async function sign(run: RunTool, request: SigningRequest): Promise<SigningOutcome> {
  const offered = await readToken(run, request.signer.account)
  if (typeof offered === 'string') return explain(offered)
  const certificate = offered.find(({ certificateId }) => certificateId === request.certificateId)
  if (!certificate) return failed('certificate_unknown')
  if (hasExpired(certificate)) return failed('certificate_expired')
  const signatures: DocumentSignature[] = []
  for (const { documentId, sha256 } of request.documents) {
    const signed = await signHash(run, certificate, sha256)
    if (!signed.ok) return explain(signed.problem)
    signatures.push({ documentId, value: new Uint8Array(signed.output) })
  }
  return { state: 'signed', signatures }
}

const hasExpired = ({ certificates: [der = new Uint8Array()] }: SignerCertificate): boolean =>
  new X509Certificate(der).validToDate.getTime() < Date.now()

const signHash = (run: RunTool, { certificateId, algorithm }: SignerCertificate, sha256: Uint8Array) =>
  algorithm === 'rsa'
    ? run(
        ['--sign', '--mechanism', 'RSA-PKCS', '--id', certificateId],
        Buffer.concat([digestInfo, Buffer.from(sha256)]),
      )
    : run(['--sign', '--mechanism', 'ECDSA', '--signature-format', 'openssl', '--id', certificateId], sha256)

function explain(problem: string): SigningOutcome {
  if (/^CKR_PIN/.test(problem)) return failed('credential_invalid')
  if (/TOKEN_NOT|DEVICE_REMOVED|SLOT|timeout|missing/.test(problem)) {
    throw new ProviderUnreachable(`the token cannot be reached (${problem})`)
  }
  return failed('provider_refused')
}
