/** The forms of the one-stop (TT 03/2025/TT-VPCP, Phụ lục I), by their numbers; 07 is the register. */
export const formNumbers = ['01', '02', '03', '04', '05', '06', '07'] as const
export type FormNumber = (typeof formNumbers)[number]

/** The forms that are given out for one dossier. */
export type DossierFormNumber = Exclude<FormNumber, '07'>

export const isFormNumber = (text: string): text is FormNumber =>
  (formNumbers as readonly string[]).includes(text)

/** The parts of each form that may be left out; all else the law asks for. */
export const formSections = {
  '01': ['fee', 'explanation', 'signatures'],
  '02': ['guidance', 'signatures'],
  '03': ['guidance', 'signatures'],
  '04': ['recipients'],
  '05': ['money', 'signatures'],
  '06': ['consultations', 'waits', 'explanation'],
  '07': ['signatures'],
} as const satisfies Record<FormNumber, readonly string[]>

/** Which event of a dossier each form follows; 06 follows whatever ends it. */
const formOfEvent: Readonly<Record<string, DossierFormNumber>> = {
  accept: '01',
  request_papers: '02',
  refuse: '03',
  reject: '03',
  extend: '04',
  stop: '05',
  withdraw: '05',
}

/** As much of an event as these rules need. */
export type Happening = Readonly<{ number: number; type: string; state: string }>

/** The states in which nothing more is done; a dossier refused at intake was never taken in, and has no course to control. */
const isEnd = ({ state }: Happening): boolean => ['delivered', 'stopped', 'withdrawn'].includes(state)

/** The forms that are due once this event has happened: none for most, two where a stop also ends the course. */
export function formsDue(
  event: Happening,
  before: Happening | undefined,
  isAccepted: boolean,
): DossierFormNumber[] {
  const followed = formOfEvent[event.type]
  const due: DossierFormNumber[] = followed ? [followed] : []
  if (isAccepted && isEnd(event) && !(before && isEnd(before))) due.push('06')
  return due
}

/** The event that a form tells of: the last one it follows; null: the form is not due. */
export function findEventOf<Event extends Happening>(
  number: DossierFormNumber,
  events: readonly Event[],
  isAccepted: boolean,
): Event | null {
  const index = events.findLastIndex((event, at) =>
    formsDue(event, events[at - 1], isAccepted).includes(number),
  )
  return events[index] ?? null
}

/**
 * What an administrator may change of a form without touching its template: `title`; `basis`, the line of law under it; `note`,
 * further sentences before the signatures; the sections left out; the two places of signature.
 */
export type FormSettings = Readonly<{
  title: string
  basis: string
  note: string
  hidden: readonly string[]
  signatures: readonly [left: string, right: string]
}>

// Whoever may write a template could otherwise fetch a package, or run what a text says.
const refusedWords = /\b(import|include|eval|plugin|std|read)\b/

/** The first word of a template that it may not use, with its line (from 1); null: none. A template reads nothing but its data. */
export function findRefusedWord(source: string): Readonly<{ word: string; line: number }> | null {
  const found = refusedWords.exec(source)
  return found?.[1] ? { word: found[1], line: source.slice(0, found.index).split('\n').length } : null
}
