/** The door: what the rest of the system may use of forms. */

export {
  decideTemplate,
  findFault,
  loadTemplates,
  saveTemplateDraft,
  type TemplateAct,
  type TemplateAnswer,
  type TemplateDecision,
  type TemplateFault,
  type TemplateRefusal,
  tryLook,
} from './edit-template.ts'
export { formJobs, formSubject, issueAfterEvent } from './jobs.ts'
export { type Extension, makeApology, readExtension } from './make-apology.ts'
export { findDeskName } from './make-form.ts'
export { builtInSettings, formMessages, formNames, registerWords } from './messages.ts'
export { describeIssued, formPages, issueAgain, listFormsFor } from './pages.ts'
export type { FormContext, ListConsultations } from './ports.ts'
export {
  keepInRegister,
  mostPrinted,
  printRegister,
  shortMoment,
  wayOfReturn,
  writeRegisterCsv,
} from './register.ts'
export type { ApologyView, LetterParagraph } from './render-apology.ts'
export {
  type FormTemplate,
  findFormByCheckCode,
  findFormByContent,
  type IssuedForm,
  listContents,
  listForms,
  listTemplates,
  type SealState,
} from './repository.ts'
export {
  listRegister,
  type RegisterPlace,
  type RegisterQuery,
  type RegisterRow,
} from './repository-register.ts'
export { formRoutes } from './routes.ts'
export { amountInWords } from './rules/amount-in-words.ts'
export {
  type DossierFormNumber,
  type FormNumber,
  type FormSettings,
  formNumbers,
  formSections,
  isFormNumber,
} from './rules/form.ts'
export {
  drawQr,
  type FormLook,
  readOwnTemplate,
  type SampleKind,
  sampleKinds,
  spellOutAgency,
} from './set-form.ts'
