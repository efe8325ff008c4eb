import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { CompactSign, compactVerify, importJWK, type JWK } from 'jose'
import { type Static, Type } from 'typebox'
import { findShapeProblems } from './check-shape.ts'
import { say } from './messages.ts'
import { isPackCode, type PackTexts } from './pack-files.ts'
import { type PackProblem, type Path, type Said, writePath } from './problem.ts'
import { readJson } from './read-text.ts'
import { fingerprintOf, type SigningKey } from './signing-key.ts'

const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD' })
const name = Type.String({ minLength: 1, maxLength: 200 })
const closed = { additionalProperties: false }

const approvalSchema = Type.Object(
  {
    decisionNumber: name,
    decidedOn: day,
    approver: Type.Object({ name, position: name }, closed),
    effectiveFrom: day,
  },
  closed,
)

const documentSchema = Type.Object(
  {
    format: Type.Literal('motcua-pack/1'),
    code: Type.String({ minLength: 1, maxLength: 40 }),
    files: Type.Record(Type.String(), Type.Unknown()),
    approval: Type.Union([approvalSchema, Type.Null()]),
    signature: Type.Union([Type.String({ maxLength: 20_000 }), Type.Null()]),
  },
  closed,
)

/** Quyết định phê duyệt: by which document, when, by whom, and from when it is in force. */
export type Approval = Readonly<Static<typeof approvalSchema>>

/** What is exported: the texts of a pack, and what was decided of it; null: nothing yet. */
export type ExportedPack = Readonly<{ code: string; texts: PackTexts; approval: Approval | null }>

/** What the signature is about: the content by hashes, so that what was changed can be named. */
type Signed = Readonly<{
  format: string
  code: string
  files: Readonly<Record<string, string>>
  approval: Approval | null
}>

const format = 'motcua-pack/1'

/** The largest pack file that is looked at, in bytes. */
export const largestDocument = 5_242_880

const hashOf = (text: unknown): string =>
  createHash('sha256')
    .update(typeof text === 'string' ? text : JSON.stringify(text ?? null))
    .digest('hex')

function signedOf({ code, texts, approval }: ExportedPack): Signed {
  const files = Object.entries(texts).map(([file, text]) => [file, hashOf(text)])
  return { format, code, files: Object.fromEntries(files), approval }
}

/** A pack as one file: JSON, with a signature over hashes and approval (JWS, Ed25519) by the key of this installation. */
export async function writePackDocument(pack: ExportedPack, key: SigningKey): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify(signedOf(pack)))
  const signature = await new CompactSign(payload)
    .setProtectedHeader({ alg: 'EdDSA', jwk: key.publicKey })
    .sign(await importJWK(key.secret, 'EdDSA'))
  const { code, texts: files, approval } = pack
  return `${JSON.stringify({ format, code, files, approval, signature }, null, 2)}\n`
}

/** Who signed: a key this installation trusts, one it does not know, or nobody. */
export type Signer = 'trusted' | 'unknown' | 'nobody'

export type OpenedDocument = Readonly<{
  code: string
  files: Readonly<Record<string, unknown>>
  approval: Approval | null
  signer: Signer
  fingerprint: string | null
}>

export type DocumentResult =
  | (Readonly<{ ok: true }> & OpenedDocument)
  | Readonly<{ ok: false; problems: readonly PackProblem[] }>

/**
 * Opens a pack file and checks its signature; what the files say is judged by `readPack`. A signature that does not fit is
 * refused, and what was changed is named. `trusted`: fingerprints of keys.
 */
export async function openPackDocument(text: string, trusted: readonly string[]): Promise<DocumentResult> {
  const bytes = Buffer.byteLength(text)
  if (bytes > largestDocument)
    return refuse(
      [],
      say((words) => words.tooLarge(bytes, largestDocument)),
    )
  const read = readJson(text)
  if (!read.ok) return { ok: false, problems: read.problems.map((one) => ({ file: '', path: '', ...one })) }
  const misshapen = findShapeProblems(documentSchema, read.value)
  if (misshapen.length > 0)
    return { ok: false, problems: misshapen.map(({ path, reason }) => problemOf(path, reason)) }
  const { code, files, approval, signature } = read.value as Static<typeof documentSchema>
  if (!isPackCode(code))
    return refuse(
      ['code'],
      say((words) => words.badCode),
    )
  if (signature === null) return { ok: true, code, files, approval, signer: 'nobody', fingerprint: null }
  const checked = await checkSignature(signature, { code, texts: files as PackTexts, approval })
  if (!checked.ok) return checked
  const { fingerprint } = checked
  const signer = trusted.includes(fingerprint) ? 'trusted' : 'unknown'
  return { ok: true, code, files, approval, signer, fingerprint }
}

const problemOf = (path: Path, reason: Said): PackProblem => ({
  file: '',
  line: null,
  path: writePath(path),
  reason,
})
const refuse = (path: Path, reason: Said) => ({ ok: false, problems: [problemOf(path, reason)] }) as const

type Checked =
  | Readonly<{ ok: true; fingerprint: string }>
  | Readonly<{ ok: false; problems: readonly PackProblem[] }>

async function checkSignature(signature: string, pack: ExportedPack): Promise<Checked> {
  const opened = await openSignature(signature)
  if (!opened)
    return refuse(
      ['signature'],
      say((words) => words.badSignature),
    )
  const problems = findChanges(opened.signed, signedOf(pack))
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, fingerprint: await fingerprintOf(opened.publicKey) }
}

async function openSignature(signature: string): Promise<{ signed: Partial<Signed>; publicKey: JWK } | null> {
  try {
    let publicKey: JWK = {}
    const { payload } = await compactVerify(
      signature,
      async ({ jwk }) => {
        const { kty, crv, x } = jwk ?? {}
        publicKey = { kty, crv, x } as JWK
        return await importJWK(publicKey, 'EdDSA')
      },
      { algorithms: ['EdDSA'] },
    )
    return { signed: JSON.parse(new TextDecoder().decode(payload)) as Partial<Signed>, publicKey }
  } catch {
    return null
  }
}

/** What is other than when it was signed. */
function findChanges(signed: Partial<Signed>, now: Signed): PackProblem[] {
  const names = new Set([...Object.keys(signed.files ?? {}), ...Object.keys(now.files)])
  const files = [...names].filter((file) => signed.files?.[file] !== now.files[file])
  const parts = (['format', 'code', 'approval'] as const).filter(
    (part) => !isDeepStrictEqual(signed[part], now[part]),
  )
  return [...files.map((file) => ['files', file] as const), ...parts.map((part) => [part] as const)].map(
    (path) =>
      problemOf(
        path,
        say((words) => words.changedSince(path.at(-1) ?? '')),
      ),
  )
}
