/** What was typed, by step and field, as it was typed: valid or not. */
export type Typed = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>

/** A paper that was received for a component of the draft. */
export type DraftPaper = Readonly<{ component: string; paper: string }>

/** Bản nháp: an application somebody is still writing. Instants are RFC 3339. */
export type Draft = Readonly<{
  id: string
  /** What its address says; also the key under which it is submitted. */
  reference: string
  ownerId: string
  /** By which right it is written for somebody else; null: for its writer. */
  representationId: string | null
  procedureCode: string
  procedureVersionId: string
  typed: Typed
  startedAt: string
  savedAt: string
  expiresAt: string
  /** What is being handed in; set from the first press of the button on. */
  submission: unknown
  submittedReference: string | null
}>

/** What the look-ups of a draft are on record for, until it is a dossier. */
export const occasionOf = ({ reference }: Pick<Draft, 'reference'>): string => `draft:${reference}`

/** Days a draft is kept after it was last saved. */
export const keptDays = 30

/** The pages around those of the form; no step of a form may bear such a name. */
export const placeStep = 'place'
export const papersStep = 'papers'
export const checkStep = 'check'

/** The pages of an application in their order: where and how, the form, the papers, the last look. */
export const listDraftSteps = (formSteps: readonly string[]): string[] => [
  placeStep,
  ...formSteps,
  papersStep,
  checkStep,
]

/** The page after `step`; the last look is followed by itself. */
export const stepAfter = (steps: readonly string[], step: string): string =>
  steps[steps.indexOf(step) + 1] ?? checkStep

/** What was typed at `child.fullName`; '' where nothing was. */
export function typedAt({ typed }: Pick<Draft, 'typed'>, path: string): string {
  const [step = '', name = ''] = path.split('.')
  return typed[step]?.[name] ?? ''
}
