/** What can go wrong with a stand-in; each names its own of these. */
export type FaultName =
  | 'down'
  | 'slow'
  | 'drip'
  | 'lossy'
  | 'duplicate'
  | 'reorder'
  | 'garbage'
  | 'huge'
  | 'session_over'
  | 'account_refused'
  | 'expired'
  | 'expired_certificate'
  | 'broken_off'
  | 'error'
  | 'cut_after_taking'
  | 'wrong_signature'
  | 'clock_skew'
  | 'key_rotation'
  | 'incomplete'
  | 'wrong_hash'
  | 'wrong_owner'
  | 'revoked_paper'
  | 'unsafe_file'
  | 'wrong_sum'
  | 'no_report'

export type StandInName =
  | 'vneid'
  | 'national_portal'
  | 'payment_platform'
  | 'tax_authority'
  | 'population'
  | 'registers'
  | 'national_vault'
  | 'departments'
  | 'ministry'
  | 'mail'
  | 'sms'
  | 'zalo'
  | 'post'
  | 'signing'
  | 'timestamps'

/** A stand-in of the demonstration that can be broken. */
export type FaultSwitch = Readonly<{
  standIn: StandInName
  faults: readonly FaultName[]
  /** Null: it is whole. */
  current: () => FaultName | null
  set: (fault: FaultName | null) => void
  /** Where people look at it; null: it has no page. */
  page: string | null
}>

/** The switch of a stand-in: each fault that has a name here, with what the stand-in calls it. */
export function openFaultSwitch<Own>(
  {
    standIn,
    page,
    whole,
    faults,
  }: Readonly<{
    standIn: StandInName
    page: string | null
    whole: Own
    faults: Readonly<Partial<Record<FaultName, Own>>>
  }>,
  apply: (own: Own) => void,
): FaultSwitch {
  let now: FaultName | null = null
  return {
    ...{ standIn, page, faults: Object.keys(faults) as FaultName[] },
    current: () => now,
    set: (fault) => {
      now = fault
      apply(fault === null ? whole : (faults[fault] ?? whole))
    },
  }
}
