import { findDossierById, maskName } from '#modules/dossiers'
import {
  findFormByCheckCode,
  findFormByContent,
  formNames,
  type IssuedForm,
  listContents,
  listForms,
} from '#modules/forms'
import type { IssuedDocument, IssuedDocuments } from '#modules/verification'
import type { Context } from '#platform/context'

/** The forms that were issued here, as much of them as a stranger may know. */
export const issuedForms = ({ db }: Pick<Context, 'db'>): IssuedDocuments => {
  const describe = async (form: IssuedForm | null): Promise<IssuedDocument | null> => {
    const dossier = form && (await findDossierById(db, form.dossierId))
    if (!form || !dossier) return null
    const isReplaced = (await listForms(db, form.dossierId)).some(
      ({ number, eventNumber, version }) =>
        number === form.number && eventNumber === form.eventNumber && version > form.version,
    )
    return {
      code: form.checkCode,
      kind: 'form',
      title: formNames('vi')[form.number],
      agencyName: form.agencyName,
      number: form.dossierCode,
      issuedAt: form.issuedAt,
      holder: maskName(dossier.applicantName),
      state: isReplaced ? 'replaced' : 'in_force',
      stateReason: null,
      sha256s: await listContents(db, form),
    }
  }
  return {
    findByCode: async (code: string) => await describe(await findFormByCheckCode(db, code)),
    findByContent: async (sha256: string) => await describe(await findFormByContent(db, sha256)),
  }
}
