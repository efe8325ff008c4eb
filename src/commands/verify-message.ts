import { createHash, createPublicKey } from 'node:crypto'
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
    const bodies = typeof options.body === 'string' ? [await hashOf(options.body)] : []
    const trust = { ...(await readTrust(options.trust)), bodies }
    let isProved = true
    for (const file of words) {
      const isValid = await judgeFile(file, trust, output)
      isProved &&= isValid
    }
    return isProved ? 0 : 1
  },
}

async function judgeFile(file: string, trust: PackageTrust, output: Output): Promise<boolean> {
  const bytes = await readGiven(file).catch(() => null)
  if (bytes === null) {
    tellUnreadable(output, file)
    return false
  }
  const verdict = await verifyPackage(bytes, trust)
  tell(file, verdict, output)
  return verdict.verdict === 'valid'
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
  const keyIds = [...text.matchAll(publicKeys)].map(([pem]) => keyIdIn(pem, file))
  if (trustAnchors.length + keyIds.length === 0)
    throw new UsageError(`exchange verify: ${file} holds neither a certificate nor a public key (PEM)`)
  return { trustAnchors, keyIds, at: systemClock.now() }
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
