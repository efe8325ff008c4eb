/**
 * Mã số hồ sơ. The format has changed before and will again (NĐ 118/2025 Đ35 k2.g), so it is a dated policy: the row
 * in force on the day of intake writes the code.
 */
type CodePolicy = Readonly<{ from: string; law: string; write: (parts: CodeParts) => string }>

type CodeParts = Readonly<{ agencyCode: string; day: string; number: number }>

const policies: readonly CodePolicy[] = [
  {
    from: '2018-01-01',
    law: 'TT 01/2018/TT-VPCP Đ19',
    write: ({ agencyCode, day, number }) => `${reversed(agencyCode)}-${shortDay(day)}-${padded(number)}`,
  },
  {
    from: '2025-09-15',
    law: 'TT 03/2025/TT-VPCP Đ13',
    write: ({ agencyCode, day, number }) => `${agencyCode}-${shortDay(day)}-${padded(number)}`,
  },
]

const reversed = (agencyCode: string): string => {
  const [first, ...rest] = agencyCode.split('.')
  const groups = ['000', '00', '00'].map(
    (empty, index) => rest[2 - index]?.padStart(empty.length, '0') ?? empty,
  )
  return [...groups, first].join('.')
}
const shortDay = (day: string): string => day.slice(2).replaceAll('-', '')
const padded = (number: number): string => String(number).padStart(4, '0')

/**
 * The code of the dossier that is the `number`-th taken in by `agencyCode` on `day` (YYYY-MM-DD in Vietnam, the day of
 * intake: NĐ 61/2018 Đ26).
 */
export function writeDossierCode(parts: CodeParts): string {
  const policy = policies.findLast(({ from }) => from <= parts.day) ?? policies[0]
  if (!policy) throw new Error('no policy for dossier codes')
  return policy.write(parts)
}

const written = /^[A-Z]\d{2}(\.[0-9A-Z]{1,5})*-(\d{6}|\d{8})-\d{4,}$/
const writtenBefore2025 = /^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}-\d{6}-\d{4,}$/

/** What a person typed as a dossier code, tidied (spaces, lower case, long dashes); null when it cannot be one. */
export function readDossierCode(typed: string): string | null {
  const tidy = typed.trim().toUpperCase().replace(/[–—]/g, '-').replace(/\s+/g, '')
  return written.test(tidy) || writtenBefore2025.test(tidy) ? tidy : null
}
