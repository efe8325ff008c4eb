import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { getOfficerActor } from '#modules/identity'
import { keepMadePaper } from '#modules/papers'
import type { SignedSubject, SigningSubjects, ToSign } from '#modules/signing'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { fileNameOf } from './make-copy.ts'
import { listCopiesByPaper, listSuggestionsOf, listUnsigned, lockCopy, saveCopy } from './repository-copies.ts'
import type { CertifiedCopy, DigitisedCopy } from './rules/copy.ts'

/** What documents of ours are called where they are signed. */
export const copySubject = 'digitised_copy'

/**
 * Told in the transaction in which a copy is both certified and in a dossier, whichever came last; the composition root gives it
 * the vault. Told twice, it must do once.
 */
export type OnCertified = (tx: Tx, copy: CertifiedCopy) => Promise<void>

const mostToSign = 200

/** The copies this officer made and has not certified. */
export const listCopiesToSign: ToSign = async (context, officer) => {
  const copies = await listUnsigned(context.db, officer.accountId, mostToSign)
  return copies.flatMap(({ id, name, pages, sha256, sessionId, paperNumber }) =>
    sha256
      ? {
          subjectKind: copySubject,
          subjectId: id,
          title: name,
          detail: `${pages.length} trang`,
          href: `/officer/scans/${sessionId}/papers/${paperNumber}`,
          name: fileNameOf(name),
          sha256,
        }
      : [],
  )
}

/** What happens to a copy when it is signed or not: certified, or it says why it is not. */
export const digitisationSubjects = (onCertified: OnCertified): SigningSubjects => ({
  [copySubject]: {
    onSigned: (context, signed) => certify(context, signed, onCertified),
    onStrengthened: (context, signed) => certify(context, signed, onCertified),
    onFailed: async (context, { subjectId, code }) => {
      await context.db.transaction().execute(async (tx) => {
        const copy = await lockCopy(tx, subjectId)
        if (copy?.state === 'made') await saveCopy(tx, subjectId, { signingProblem: code })
      })
    },
  },
})

/** A stronger signature takes the place of the first one as long as no dossier holds the copy. */
async function certify(context: Context, signed: SignedSubject, onCertified: OnCertified): Promise<void> {
  const { subjectId, signedSha256, contentSha256, signer, signedAt } = signed
  const sizeBytes = await context.files.sizeOf(signedSha256)
  await context.db.transaction().execute(async (tx) => {
    const copy = await lockCopy(tx, subjectId)
    if (!copy || copy.sha256 !== contentSha256 || !mayCertify(copy, signedSha256)) return
    const officer = await getOfficerActor(context.db, copy.accountId)
    const at = context.clock.now()
    const content = {
      name: fileNameOf(copy.name),
      mediaType: 'application/pdf',
      sizeBytes,
      sha256: signedSha256,
    }
    const paper = await keepMadePaper(tx, { ...content, origin: 'digitisation' }, officer, at)
    const certified = {
      certifiedAt: signedAt,
      certifiedByName: signer.name,
      certifiedPaperId: paper.id,
      certifiedSha256: signedSha256,
    }
    await saveCopy(tx, copy.id, { ...certified, state: 'certified', signingProblem: null })
    const subject = { subjectKind: copySubject, subjectId: copy.id, detail: { sha256: signedSha256 } }
    await appendAudit(tx, { at, actor: officer, action: 'digitisation.certify', ...subject })
    await tell(tx, { ...copy, ...certified }, onCertified)
  })
}

const mayCertify = (copy: DigitisedCopy, signedSha256: string): boolean =>
  copy.state === 'made' || (copy.state === 'certified' && !copy.usedAt && copy.certifiedSha256 !== signedSha256)

async function tell(tx: Tx, copy: DigitisedCopy, onCertified: OnCertified): Promise<void> {
  const { certifiedAt, certifiedByName, certifiedPaperId, certifiedSha256, usedReference, paperId } = copy
  if (!certifiedAt || !certifiedPaperId || !certifiedSha256 || !usedReference) return
  await onCertified(tx, {
    copyId: copy.id,
    name: copy.name,
    paperIds: [paperId, certifiedPaperId].filter((id) => id !== null),
    certifiedPaperId,
    certifiedSha256,
    dossierReference: usedReference,
    certifiedAt,
    certifiedByName: certifiedByName ?? '',
    suggestions: await listSuggestionsOf(tx, [copy.id]),
  })
}

/**
 * Marks the copies among these papers as handed in with a dossier: the counter offers them no more, and a certified one may go
 * to the vault. In the transaction of the event; told again, it changes nothing.
 */
export async function markCopiesUsed(
  tx: Tx,
  used: Readonly<{ paperIds: readonly string[]; dossierReference: string; at: Temporal.Instant }>,
  onCertified: OnCertified,
): Promise<void> {
  for (const { id } of await listCopiesByPaper(tx, used.paperIds)) {
    const copy = await lockCopy(tx, id)
    if (!copy || copy.usedAt) continue
    const usedNow = { usedAt: used.at.toString(), usedReference: used.dossierReference }
    await saveCopy(tx, id, usedNow)
    await tell(tx, { ...copy, ...usedNow }, onCertified)
  }
}
