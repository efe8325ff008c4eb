/** What can go wrong on the way to a ministry's system and in it, one at a time. */
export const ministryFaults = [
  'down',
  'slow',
  'drip',
  'lossy',
  'duplicate',
  'reorder',
  'garbage',
  'huge',
  'wrong_hash',
  'expired',
] as const

export type MinistryFault = (typeof ministryFaults)[number]
