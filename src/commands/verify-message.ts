import { createHash, createPublicKey, X509Certificate } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import {
  explainReason,
  keyIdOf,
  listPublicKeys,
  mostPackageBytes,
  type PackageTrust,
  type PackageVerdict,
  verifyPackage,
} from '#modules/messagelog'
import { loadTrustAnchors } from '#modules/signing'
import { systemClock } from '#platform/clock'
import { readPemCertificates } from '#platform/pem'
import { type Command, type Output, tellUnreadable, UsageError } from './command.ts'
import { openSystem } from './open-system.ts'
import { readTrustedRoots } from './outside-signing.ts'

export const verifyMessageCommand: Command = {
  name: 'exchange verify',
  usage: '<file…> [--trust <file.pem>] [--body <file>]',
  summary:
    'Judges messages that were exported with their proof: body, entry, signature, place in the batch, time stamp. Asks nobody. --trust: by the certificates of time-stamping authorities and the public keys in this file, instead of those this system has. --body: the content of the message, where it was too large for the package. Exit code 0 only when every file is proved whole.',
  options: { trust: { type: 'string' }, body: { type: 'string' } },
  async run({ words, options, output }) {
    if (words.length === 0) throw new UsageError('exchange verify: name at least one file')
    const body = typeof options.body === 'string' ? options.body : null
    const bodies = body === null ? [] : [await hashOf(body)]
    const trust = { ...(await readTrust(options.trust)), bodies }
    const verdicts: (PackageVerdict | null)[] = []
    for (const file of words) verdicts.push(await judgeFile(file, trust, output))
    const isProved = verdicts.every((given) => given?.verdict === 'valid')
    const named = new Set(verdicts.flatMap((given) => (given?.messages ?? []).map(({ sha256 }) => sha256)))
    const isBodyTheirs = bodies.every((sha256) => named.has(sha256))
    if (body !== null && !isBodyTheirs) tellOtherBody(body, output)
    return isProved && isBodyTheirs ? 0 : 1
  },
}

/** Null: the file cannot be read, and that is said. */
async function judgeFile(file: string, trust: PackageTrust, output: Output): Promise<PackageVerdict | null> {
  const bytes = await readGiven(file).catch(() => null)
  if (bytes === null) {
    tellUnreadable(output, file)
    return null
  }
  const verdict = await verifyPackage(bytes, trust)
  tell(file, verdict, output)
  return verdict
}

/** The content beside the packages was changed, or is that of another message. */
function tellOtherBody(file: string, output: Output): void {
  output.record({ file, verdict: 'invalid', reasons: [{ code: 'body_changed', weight: 'grave' }] })
  output.say(`invalid  ${file}`)
  output.say('  grave: it is the content of none of these messages, or was changed')
}

/** Null: it is no file. No package is as large as what is refused here, so nobody reads a film into memory. */
async function readGiven(file: string): Promise<Uint8Array | null> {
  const found = await stat(file)
  if (!found.isFile()) return null
  return found.size > mostPackageBytes ? new Uint8Array() : await readFile(file)
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  } catch {
    throw new UsageError(`exchange verify: ${file} cannot be read`)
  }
  return hash.digest('hex')
}

/** By the file that is named, or by what this system trusts and signed with. */
async function readTrust(file: string | boolean | undefined): Promise<PackageTrust> {
  if (typeof file === 'string') return await readTrustFile(file)
  const { context, close } = await openSystem({ demo: true })
  try {
    const { db, clock } = context
    const trustAnchors = await loadTrustAnchors(db, { trustAnchors: readTrustedRoots(context) })
    const keyIds = (await listPublicKeys(db)).map(({ keyId }) => keyId)
    return { trustAnchors, keyIds, at: clock.now() }
  } finally {
    await close()
  }
}

const publicKeys = /-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----/g

async function readTrustFile(file: string): Promise<PackageTrust> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`exchange verify: ${file} cannot be read`)
  })
  const trustAnchors = readPemCertificates(text)
  if (!trustAnchors.every(isCertificate))
    throw new UsageError(`exchange verify: a certificate in ${file} cannot be read`)
  const keyIds = [...text.matchAll(publicKeys)].map(([pem]) => keyIdIn(pem, file))
  if (trustAnchors.length + keyIds.length === 0)
    throw new UsageError(`exchange verify: ${file} holds neither a certificate nor a public key (PEM)`)
  return { trustAnchors, keyIds, at: systemClock.now() }
}

function isCertificate(der: Uint8Array): boolean {
  try {
    return new X509Certificate(der).raw.length > 0
  } catch {
    return false
  }
}

function keyIdIn(pem: string, file: string): string {
  try {
    return keyIdOf(createPublicKey(pem).export({ type: 'spki', format: 'der' }))
  } catch {
    throw new UsageError(`exchange verify: a public key in ${file} cannot be read`)
  }
}

function tell(file: string, given: PackageVerdict, output: Output): void {
  const reasons = given.reasons.map((reason) => ({ ...reason, sentence: explainReason(reason, 'en') }))
  output.record({ file, ...given, reasons })
  output.say(`${given.verdict}  ${file}`)
  for (const { number, kind, direction, messageId, client, target, at, ...rest } of given.messages) {
    const { sha256, sizeBytes, hasBody, stampedAt } = rest
    output.say(`  ${number}. ${direction} ${kind} ${messageId}, ${client} to ${target}`)
    output.say(
      `     recorded ${at}, ${stampedAt ? `there at ${stampedAt} by its time stamp` : 'not time-stamped'}`,
    )
    output.say(`     body of ${sizeBytes} bytes, ${hasBody ? 'in the package' : `only its hash: ${sha256}`}`)
  }
  for (const { weight, sentence } of reasons) output.say(`  ${weight}: ${sentence}`)
}
