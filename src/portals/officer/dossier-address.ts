import type { DossierView } from '#modules/dossiers'
import { inLanguage } from '#modules/procedures'
import type { Piece } from '#platform/html'
import type { Language } from '#platform/i18n'

/** What just happened, or what could not be done, said above the dossier. */
export type Remark = Readonly<{ tone: 'done' | 'warn'; body: Piece }>

/** The address of a dossier, or of something under it. */
export const dossierHref = ({ dossier }: DossierView, below = ''): string =>
  `/officer/dossiers/${dossier.code ?? dossier.reference}${below}`

/** What and who: "Đăng ký khai sinh: LÒ THỊ MAI HƯƠNG". */
export const dossierTitle = ({ dossier, procedure }: DossierView, language: Language): string =>
  `${inLanguage(procedure, language).shortName}: ${dossier.applicantName}`
