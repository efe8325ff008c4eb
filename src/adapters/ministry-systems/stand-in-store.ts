import { createHash } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { WireReport } from './wire.ts'
import { writeTime } from './wire-time.ts'

/** What it has: a dossier of its own, or one that a province handed over. */
export type MinistryDossier = {
  id: string
  code: string
  handedOver: Readonly<Record<string, unknown>> | null
  reports: WireReport[]
  /** What the province said of it, in order; each step once. */
  steps: Readonly<Record<string, unknown>>[]
  states: Readonly<Record<string, unknown>>[]
}

/** What a dossier of its own begins with. */
export type OwnDossier = Omit<WireReport, 'SoThuTu' | 'ThoiDiemCapNhat' | 'TrangThai'>

/** States of a system, in the order in which a dossier goes through them, with their names. */
export const standInStates = {
  MOI: 'Mới nộp',
  TN: 'Đã tiếp nhận',
  DXL: 'Đang thẩm định',
  CBS: 'Chờ bổ sung',
  CTT: 'Chờ nộp phí',
  XONG: 'Đã có kết quả',
  TRA: 'Đã trả kết quả',
  TCTN: 'Từ chối tiếp nhận',
  RUT: 'Đã rút',
  DUNG: 'Dừng giải quyết',
} as const

export type StandInState = keyof typeof standInStates

/** Its codes. It remembers nothing, and who was told of them does: each start counts from the time of the day. */
function openNumbers(now: () => Temporal.Instant): () => string {
  let numbers: number | null = null
  return () => {
    const moment = writeTime(now())
    const day = moment.slice(0, 8)
    numbers = (numbers ?? Number(moment.slice(8))) + 1
    return `G99.20-${day}-${String(numbers).padStart(7, '0')}`
  }
}

/** The world of the stand-in: its dossiers, the feed of what changed, and the files that it was given. */
export function openMinistryStore(now: () => Temporal.Instant) {
  const dossiers = new Map<string, MinistryDossier>()
  const feed: WireReport[] = []
  const files = new Map<string, string>()
  const tally = { created: 0, repeatedSteps: 0 }
  const nextCode = openNumbers(now)

  function report(
    dossier: MinistryDossier,
    change: Partial<WireReport> & Pick<WireReport, 'TrangThai'>,
  ): WireReport {
    const before = dossier.reports.at(-1)
    if (!before) throw new Error('the dossier has no beginning')
    const next = { ...before, NoiDungYKien: null, ...change }
    const made = { ...next, SoThuTu: (before.SoThuTu ?? 0) + 1, ThoiDiemCapNhat: writeTime(now()) }
    dossier.reports.push(made)
    feed.push(made)
    return made
  }

  function open(code: string, first: OwnDossier, state: StandInState): MinistryDossier {
    const begun = { ...first, MaHoSo: code, SoThuTu: 1, ThoiDiemCapNhat: writeTime(now()), TrangThai: state }
    const dossier: MinistryDossier = {
      ...{ id: `hs-${dossiers.size + 1}`, code, handedOver: null, reports: [begun], steps: [], states: [] },
    }
    dossiers.set(code, dossier)
    feed.push(begun)
    return dossier
  }

  return {
    nextCode,
    open: (first: OwnDossier, state: StandInState = 'MOI') => open(first.MaHoSo || nextCode(), first, state),
    /** A dossier goes on here: its officers have done something. */
    move: (code: string, state: StandInState, change: Partial<WireReport> = {}): WireReport => {
      const dossier = dossiers.get(code)
      if (!dossier) throw new Error(`the stand-in has no dossier ${code}`)
      return report(dossier, { ...change, TrangThai: state })
    },
    /** Takes a dossier of a province; false: it is there already. */
    take: (body: Readonly<Record<string, unknown>>, first: OwnDossier): MinistryDossier | null => {
      if (dossiers.has(first.MaHoSo)) return null
      tally.created += 1
      const dossier = open(first.MaHoSo, first, 'TN')
      dossier.handedOver = body
      return dossier
    },
    /** Adds a step; false: it is there already, for what says the same is the same step. */
    addStep: (dossier: MinistryDossier, step: Readonly<Record<string, unknown>>): boolean => {
      const isKnown = dossier.steps.some((one) => JSON.stringify(one) === JSON.stringify(step))
      if (isKnown) tally.repeatedSteps += 1
      else dossier.steps.push(step)
      return !isKnown
    },
    /** Takes a state; false: it stands so, and was told the same last. */
    setState: (dossier: MinistryDossier, told: Readonly<Record<string, unknown>>): boolean => {
      const state = String(told.TrangThai ?? '')
      const isSame = JSON.stringify(dossier.states.at(-1)) === JSON.stringify(told)
      dossier.states.push(told)
      if (dossier.reports.at(-1)?.TrangThai === state) return !isSame
      report(dossier, { TrangThai: state })
      return true
    },
    addFile: (bytes: Buffer): { id: string; sha256: string } => {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const id = `tep-${sha256.slice(0, 12)}`
      files.set(id, sha256)
      return { id, sha256 }
    },
    hasFile: (id: string) => files.has(id),
    find: (code: string): MinistryDossier | null => dossiers.get(code) ?? null,
    list: (): MinistryDossier[] => [...dossiers.values()],
    feed: feed as readonly WireReport[],
    tally: tally as Readonly<typeof tally>,
  }
}

export type MinistryStore = ReturnType<typeof openMinistryStore>
