/** Of the nine indices of TT 01/2018 Đ13 those that are judged by dossier: 1, 2, 3, 4, 6 and 7, in this order. */
export const criteria = ['time', 'agency_time', 'contacts', 'agencies', 'publicity', 'attitude'] as const

export type Criterion = (typeof criteria)[number]

/** 2 is best (TT 01/2018 Đ13). */
export type Points = 0 | 1 | 2

/** What somebody answered; a criterion without an answer is left out of the reckoning. */
export type Scores = Readonly<Partial<Record<Criterion, Points>>>

/** Reads points as they were sent; what is no criterion or no points is passed over. Null: nothing was answered. */
export function readScores(given: Readonly<Record<string, unknown>>): Scores | null {
  const answered = criteria.flatMap((criterion) => {
    const points = Number(given[criterion] === '' ? Number.NaN : (given[criterion] ?? Number.NaN))
    return points === 0 || points === 1 || points === 2 ? [[criterion, points] as const] : []
  })
  return answered.length > 0 ? Object.fromEntries(answered) : null
}

/** The points that were given by one criterion, and how many gave them. */
export type PointSum = Readonly<{ criterion: Criterion; sum: number; count: number }>

export type Average = Readonly<{ criterion: Criterion; tenths: number; count: number }>

/** The index of each criterion: points by ratings, in tenths, half up; one without data is left out (TT 01/2018 Đ14). */
export const averageOf = (sums: readonly PointSum[]): readonly Average[] =>
  criteria.flatMap((criterion) => {
    const found = sums.find((one) => one.criterion === criterion)
    if (!found || found.count === 0) return []
    return [
      { criterion, tenths: Math.floor((found.sum * 20 + found.count) / (found.count * 2)), count: found.count },
    ]
  })

/** The states of a dossier that is finished: with it, forms 01 to 03 offer the rating (TT 01/2018 Đ12 k2). */
export const ratedStates: readonly string[] = ['delivered', 'refused', 'withdrawn', 'stopped']
