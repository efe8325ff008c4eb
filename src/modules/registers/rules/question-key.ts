/** What makes two questions the same: then a kept answer stands for both. */
export type AskedOf = Readonly<{
  register: string
  kind: 'verify' | 'read'
  subject: string
  /** What is claimed, by field. */
  claims: Readonly<Record<string, string>>
  fields: readonly string[]
  /** For whom and what alone it is the same: what was told for one purpose is told for no other. Null: for anybody. */
  holder: string | null
}>

/** A text that is the same for the same question, in whatever order its parts were given. */
export const describeQuestion = ({ register, kind, subject, claims, fields, holder }: AskedOf): string =>
  JSON.stringify([
    register,
    kind,
    subject,
    Object.entries(claims).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    fields.toSorted(),
    holder,
  ])
