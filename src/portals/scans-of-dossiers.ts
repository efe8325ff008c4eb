import { Temporal } from 'temporal-polyfill'
import { type CertifiedCopy, markCopiesUsed, type OnCertified } from '#modules/digitisation'
import {
  type AfterEvent,
  findDossier,
  findDossierById,
  getVersionOf,
  listAttachments,
  type StoredDossier,
} from '#modules/dossiers'
import { getAgency } from '#modules/organisations'
import { findPaper } from '#modules/papers'
import type { Component } from '#modules/procedures'
import { keepInVault, type NewItem } from '#modules/vault'
import type { Tx } from '#platform/db'

/** A copy that came in with a dossier is offered at the counter no more. */
export const useScans: AfterEvent = async (tx, { dossierId, type }) => {
  if (type !== 'submitted' && type !== 'supplement') return
  const dossier = await findDossierById(tx, dossierId)
  if (!dossier) return
  const paperIds = (await listAttachments(tx, dossierId)).map(({ paperId }) => paperId)
  const { reference: dossierReference, submittedAt: at } = dossier
  await markCopiesUsed(tx, { paperIds, dossierReference, at }, keepScanInVault)
}

/**
 * A certified copy that came in with a dossier goes to the vault of its applicant: the same paper is not asked for again
 * (NĐ 45/2020 Đ16). A copy nobody certified never does.
 */
export const keepScanInVault: OnCertified = async (tx, copy) => {
  const dossier = await findDossier(tx, copy.dossierReference)
  const item = dossier && (await itemOf(tx, copy, dossier))
  if (!item) return
  const actor = { kind: 'system', fullName: copy.certifiedByName } as const
  await keepInVault(tx, item, { actor, at: Temporal.Instant.from(copy.certifiedAt) })
}

async function itemOf(tx: Tx, copy: CertifiedCopy, dossier: StoredDossier): Promise<NewItem | null> {
  const attached = (await listAttachments(tx, dossier.id)).find(({ paperId }) =>
    copy.paperIds.includes(paperId),
  )
  const paper = await findPaper(tx, copy.certifiedPaperId)
  if (!attached || !paper) return null
  const { components } = await getVersionOf(tx, { ...dossier, variant: null })
  const component = components.find(({ key }) => key === attached.componentKey)
  const agency = await getAgency(tx, dossier.receivingAgencyId)
  const certifiedOn = Temporal.Instant.from(copy.certifiedAt).toZonedDateTimeISO('Asia/Ho_Chi_Minh')
  return {
    owner: { kind: 'person', number: dossier.applicantPersonalId, name: dossier.applicantName },
    source: 'certified_digitisation',
    key: copy.copyId,
    typeCode: typeCodeOf(dossier.procedureCode, attached.componentKey, component),
    title: copy.name,
    number: copy.suggestions.find(({ kind }) => kind === 'document_number')?.value ?? null,
    issuer: { code: agency.code, name: agency.name },
    issuedOn: certifiedOn.toPlainDate().toString(),
    validFrom: certifiedOn.toPlainDate().toString(),
    validTo: null,
    dossierCode: dossier.code,
    paper,
    signature: null,
  }
}

/** By the code of the component as the catalogue has it, so that the next dossier that asks for it finds the paper. */
const typeCodeOf = (procedureCode: string, key: string, component: Component | undefined): string =>
  component?.paperTypes?.[0] ?? component?.code ?? `MC.${procedureCode}.${key}`.slice(0, 60)
