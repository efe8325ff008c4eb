import { Temporal } from 'temporal-polyfill'
import { type DossierState, nationalStates } from '#modules/dossiers'
import type { DossierFacts, FeeFacts, PaperFacts, ProgressFacts, ResultFacts } from '#modules/sync'

/** When it was handed in. */
export const at = Temporal.Instant.from('2026-11-20T01:30:05Z')

const stepOf = (number: number, state: DossierState): ProgressFacts => ({
  number,
  at: at.add({ seconds: number }),
  officerName: 'Vàng Thị Mai',
  position: 'Công chức một cửa',
  agencyName: 'Bộ phận Một cửa phường Thí Điểm',
  what: `Việc thứ ${number}`,
  state,
  nationalState: nationalStates[state],
  dueAt: at.add({ hours: 72 }),
})

/** A dossier that has been through these states, one event each. */
export function factsOf(code: string, ...states: [DossierState, ...DossierState[]]): DossierFacts {
  const state = states.at(-1) ?? 'registered'
  return {
    code,
    procedure: {
      code: '1.004873',
      name: 'Cấp Giấy xác nhận tình trạng hôn nhân',
      field: 'G15-HT01',
      fieldCode: null,
    },
    channel: 'online',
    filedAt: 'here',
    owner: { kind: 'citizen', name: 'Lò Thị Hương', personalId: '999000000101' },
    applicant: {
      name: 'Lò Thị Hương',
      personalId: '999000000101',
      phone: '0900 000 001',
      email: null,
      address: null,
      isVerified: true,
      portalAccount: null,
    },
    subject: 'Xin giấy xác nhận',
    answers: null,
    state,
    nationalState: nationalStates[state],
    outcome: null,
    times: {
      submittedAt: at,
      acceptedAt: at,
      dueAt: at.add({ hours: 72 }),
      refusedAt: null,
      finishedAt: null,
      deliveredAt: null,
    },
    returnMethod: 'counter',
    receivingAgency: { code: 'H99.1', name: 'Ủy ban nhân dân phường Thí Điểm' },
    competentAgency: { code: 'H99.1', name: 'Ủy ban nhân dân phường Thí Điểm' },
    papers: [],
    fees: [],
    supplements: [],
    results: [],
    progress: states.map((one, index) => stepOf(index + 1, one)),
    consultedDatabases: [],
  }
}

/** A paper that was handed in, of this hash. */
export const paperOf = (sha256: string): PaperFacts => ({
  ...{ id: 'paper-1', stage: 'submission', componentKey: 'birth', componentCode: null },
  ...{ componentName: 'Giấy chứng sinh', fileName: 'Giấy chứng sinh.pdf', mediaType: 'application/pdf' },
  ...{ sizeBytes: 20, sha256, link: null, digitised: false, reused: false },
  ...{ fromNationalVault: false, replacedByResult: null },
})

/** A result of this hash. */
export const resultOf = (sha256: string): ResultFacts => ({
  ...{ id: 'result-1', name: 'Giấy xác nhận', resultCode: null, documentNumber: '12/KQ-H99' },
  ...{ issuedAt: at, sha256, link: null },
})

/** A fee of 8.000 đồng that is due, but for what is given. */
export const feeOf = (given: Partial<FeeFacts>): FeeFacts => ({
  ...{ code: null, name: 'Phí cấp bản sao', amountVnd: 8000, askedDuring: null },
  ...{ state: 'due', paidAt: null, method: null, receiptReference: null },
  ...given,
})
