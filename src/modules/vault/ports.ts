import type { Actor } from '#modules/identity'

/** The dossier of that code or reference and its applicant, if the asker may read it; given by `app.ts`. */
export type FindApplicant = (
  actor: Actor,
  dossier: string,
) => Promise<Readonly<{
  dossierId: string
  code: string
  personalId: string
  procedureCode: string
  procedureName: string
}> | null>

/** The codes people know dossiers by, by id; given by `app.ts`. */
export type NameDossiers = (dossierIds: readonly string[]) => Promise<ReadonlyMap<string, string>>
