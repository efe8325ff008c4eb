import { isStateCode, type StateCode } from './states.ts'

type Fields = Readonly<Record<string, unknown>>

/** What the stand-in did with something it was sent. */
export type Taken = 'created' | 'updated' | 'repeated' | 'exists' | 'unknown' | 'backwards' | 'invalid'

export type PortalDossier = Readonly<{
  code: string
  /** The last HoSoDongBo that was taken, or what was filed here. */
  fields: Fields
  state: StateCode
  filedHere: boolean
  steps: readonly Fields[]
  /** What came, in the order it came, with what was done with it. */
  arrivals: readonly Readonly<{ at: number; state: string; taken: Taken }>[]
}>

export type PortalTally = Readonly<
  Record<'created' | 'updated' | 'repeated' | 'backwards' | 'repeatedSteps', number>
>

const all: readonly StateCode[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']
const except = (...codes: StateCode[]): readonly StateCode[] => all.filter((code) => !codes.includes(code))

/** Where a dossier may go from each state; anything else goes backwards. */
const ways: Readonly<Record<StateCode, readonly StateCode[]>> = {
  '1': all,
  '2': except('1', '3'),
  '3': [],
  '4': except('1', '2', '3'),
  '5': all,
  '6': except('1', '3'),
  '7': [],
  '8': [],
  '9': ['10'],
  '10': [],
}

const mostArrivals = 200
const mostSteps = 1000

export type PortalStore = ReturnType<typeof openPortalStore>

/** What the stand-in portal knows: its own state of each dossier, which never goes backwards. In memory only. */
export function openPortalStore(now: () => number) {
  const dossiers = new Map<string, PortalDossier>()
  const tally = { created: 0, updated: 0, repeated: 0, backwards: 0, repeatedSteps: 0 }

  function takeDossier(fields: Fields, isUpdating: boolean): Taken {
    const taken = judge(dossiers.get(String(fields.MaHoSo ?? '')), fields, isUpdating)
    if (taken in tally) tally[taken as keyof typeof tally] += 1
    if (taken !== 'invalid' && taken !== 'exists' && taken !== 'unknown') keep(fields, taken)
    return taken
  }

  function keep(fields: Fields, taken: Taken): void {
    const [code, state] = [String(fields.MaHoSo), String(fields.TrangThaiHoSo) as StateCode]
    const known = dossiers.get(code) ?? { code, fields, state, filedHere: false, steps: [], arrivals: [] }
    const arrivals = [...known.arrivals, { at: now(), state, taken }].slice(-mostArrivals)
    dossiers.set(code, taken === 'backwards' ? { ...known, arrivals } : { ...known, fields, state, arrivals })
  }

  function takeStep(step: Fields): 'new' | 'repeated' | 'unknown' {
    const known = dossiers.get(String(step.MaHoSo ?? ''))
    if (!known) return 'unknown'
    const text = JSON.stringify(step)
    if (known.steps.some((one) => JSON.stringify(one) === text)) {
      tally.repeatedSteps += 1
      return 'repeated'
    }
    // Out of order is kept where it belongs.
    const steps = [...known.steps, step].sort((a, b) => timeOf(a).localeCompare(timeOf(b))).slice(-mostSteps)
    dossiers.set(known.code, { ...known, steps })
    return 'new'
  }

  return {
    takeDossier,
    takeStep,
    find: (code: string): PortalDossier | null => dossiers.get(code) ?? null,
    /** The newest first. */
    list: (most: number): readonly PortalDossier[] => [...dossiers.values()].slice(-most).reverse(),
    count: (): number => dossiers.size,
    tally: (): PortalTally => ({ ...tally }),
    /** Somebody filed it here. */
    file: (code: string, fields: Fields): void => {
      const arrivals = [{ at: now(), state: '1', taken: 'created' as const }]
      dossiers.set(code, { code, fields, state: '1', filedHere: true, steps: [], arrivals })
    },
    /** Makes its state another one by hand: so drift is made. */
    overwrite: (code: string, state: StateCode): void => {
      const known = dossiers.get(code)
      if (known) dossiers.set(code, { ...known, state })
    },
  }
}

const timeOf = (step: Fields): string => String(step.ThoiDiemXuLy ?? '')

/** What is to be done with a dossier that arrives. */
function judge(known: PortalDossier | undefined, fields: Fields, isUpdating: boolean): Taken {
  const state = String(fields.TrangThaiHoSo ?? '')
  if (!fields.MaHoSo || !isStateCode(state)) return 'invalid'
  if (!known) return isUpdating ? 'unknown' : 'created'
  if (!isUpdating) return 'exists'
  if (known.state !== state) return ways[known.state].includes(state) ? 'updated' : 'backwards'
  return JSON.stringify(known.fields) === JSON.stringify(fields) ? 'repeated' : 'updated'
}
