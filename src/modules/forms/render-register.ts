import { type FormHeading, type Printing, setForm } from './set-form.ts'

/** What form 07 says: each dossier that was taken in, in the order of its number. `dossierCode` of the heading is the period. */
export type RegisterView = FormHeading &
  Readonly<{
    /** "từ 01/11/2026 đến 30/11/2026". */
    period: string
    rows: readonly Readonly<{
      number: number
      dossierCode: string
      procedureName: string
      sets: number
      applicantName: string
      contact: string
      competentAgency: string
      /** "09:40 26/11/2026"; '' where there is none yet. */
      received: string
      due: string
      returned: string
      returnMethod: string
      note: string
    }>[]
  }>

/** Sổ theo dõi hồ sơ as PDF/A-2b, A4 lying. */
export const renderRegister = (view: RegisterView, printing?: Printing): Promise<Buffer> =>
  setForm('07', view, printing)
