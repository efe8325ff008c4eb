/** The longest texts, in characters. */
export const longest = { title: 200, question: 4000, reply: 8000 } as const

/** So many questions of one person may wait for an answer at once: enough for anybody who asks, too few to flood a desk. */
export const mostOpen = 10

/** Of a text of a form what cannot stand as it is. */
export type TextProblem = 'missing' | 'too_long'

/** Judges a text that was cleaned; null: it stands. */
export function judgeText(text: string, most: number): TextProblem | null {
  if (text === '') return 'missing'
  return text.length > most ? 'too_long' : null
}

type Addressed = Readonly<{ agencyId: string | null; publisher: string | null }>
type Reader = Readonly<{ agencyId: string; roles: readonly string[] }>

/** An officer answers what the own agency has to answer, and what has no agency yet. */
export const mayAnswer = ({ agencyId, publisher }: Addressed, reader: Reader): boolean =>
  publisher === null && (agencyId === null || agencyId === reader.agencyId)

/** Who may answer it reads it, and an auditor all that is ours to answer. */
export const mayRead = (inquiry: Addressed, reader: Reader): boolean =>
  mayAnswer(inquiry, reader) || (inquiry.publisher === null && reader.roles.includes('auditor'))

type Answered = Readonly<{ source: string; isPublic: boolean; wasPublic: boolean }>

/**
 * Which of the connected systems are told of a reply. What was asked there is answered there; what was asked here goes out
 * when everybody may read it, and again when that ends, so that it is taken down.
 */
export function whoIsTold(
  { source, isPublic, wasPublic }: Answered,
  systems: readonly string[],
): readonly string[] {
  if (source !== 'here') return systems.filter((system) => system === source)
  return isPublic || wasPublic ? systems : []
}
