import type { SyncMessage } from '#modules/sync'
import type { Meaning } from './answers.ts'
import { PortalUnreachable } from './ask.ts'
import { type Calls, openCalls, type PortalOptions } from './calls.ts'
import { openCatalogue } from './catalogue.ts'
import { type Agreed, describeAnswer, describeDossier, describeStep } from './describe.ts'
import type { Generation } from './generation.ts'
import { filedRows, foundDossier } from './wire.ts'

/** CapNhatTienDoHoSoMC takes ten steps at a time. */
const stepsAtOnce = 10

/** The portal by its classic adapter (2019 to 2025): TraCuuHoSo, DongBoHoSoMC, CapNhatTienDoHoSoMC. */
export function openClassicPortal(options: PortalOptions, agreed: Agreed): Generation {
  const calls = openCalls(options)
  return {
    catalogue: openCatalogue(calls),
    find: (code) => findState(calls, code),
    async put(message, told, onStep) {
      const { refused, isMade } = await sendDossier(calls, message, agreed)
      if (isMade) onStep(0)
      return refused ?? (await sendSteps(calls, message, isMade ? 0 : told, onStep))
    },
    listFiled: async () => (options.filedCall ? ((await calls.list(options.filedCall, filedRows)) ?? []) : []),
    async answer(answer) {
      const { step, dossier } = describeAnswer(answer)
      const refused =
        dossier && refusalOf(await calls.up('DongBoHoSoMC', { isUpdating: 'True', data: [dossier] }))
      return refused ?? refusalOf(await calls.up('CapNhatTienDoHoSoMC', { data: [step] }))
    },
    up: async (call, body) => refusalOf(await calls.up(call, body)),
    list: calls.list,
  }
}

/** What became of a dossier: the portal's words where it was not taken, and whether it was made there just now. */
type Sent = Readonly<{ refused: string | null; isMade: boolean }>

/** Creates or updates the dossier there. */
async function sendDossier(calls: Calls, message: SyncMessage, agreed: Agreed): Promise<Sent> {
  const data = [describeDossier(message.facts, agreed)]
  const put = (isUpdating: boolean) =>
    calls.up('DongBoHoSoMC', { isUpdating: isUpdating ? 'True' : 'False', data })
  const isThere = (await findState(calls, message.dossierCode)) !== null
  const first = await put(isThere)
  if (first.kind === 'exists' && !isThere) return { refused: refusalOf(await put(true)), isMade: false }
  if (first.kind === 'unknown' && isThere) return { refused: refusalOf(await put(false)), isMade: true }
  return { refused: refusalOf(first), isMade: !isThere }
}

/** Tells the steps after number `told`, ten at a time and in order. */
async function sendSteps(
  calls: Calls,
  { facts, dossierCode }: SyncMessage,
  told: number,
  onStep: (number: number) => void,
): Promise<string | null> {
  const steps = facts.progress.filter(({ number }) => number > told)
  for (let first = 0; first < steps.length; first += stepsAtOnce) {
    const some = steps.slice(first, first + stepsAtOnce)
    const data = some.map((step) => describeStep(dossierCode, step))
    const meaning = await calls.up('CapNhatTienDoHoSoMC', { data })
    // A step that is there already is what was wanted.
    const refused = meaning.kind === 'exists' ? null : refusalOf(meaning)
    if (refused !== null) return refused
    onStep(some.at(-1)?.number ?? told)
  }
  return null
}

/** The portal's words where it will never take it; null where it has. Throws where it does not say that it never will. */
export function refusalOf(meaning: Meaning): string | null {
  if (meaning.kind === 'done') return null
  if (meaning.kind === 'refused') return meaning.reason
  const said = meaning.kind === 'unclear' ? meaning.reason : contradictions[meaning.kind]
  throw new PortalUnreachable(`the portal did not take it: ${said}`)
}

const contradictions = {
  exists: 'it says that it has the dossier, and also that it has not',
  unknown: 'it says that it has no such dossier',
  session_over: 'it ends every session',
} as const

/** The state it has there; null when it knows none under that code. */
async function findState(calls: Calls, dossierCode: string): Promise<number | null> {
  const found = await calls.list('TraCuuHoSo', foundDossier, { mahoso: dossierCode })
  const dossier = found?.find(({ MaHoSo }) => MaHoSo === dossierCode)
  if (!dossier) return null
  return readState(dossier.TrangThaiHoSo)
}

/** Some systems have states of their own beside the ten, so any small number is believed, and drift shows it. */
export function readState(told: string | number): number {
  const code = String(told)
  if (!/^\d{1,2}$/.test(code)) throw new PortalUnreachable(`the portal names no state: ${code.slice(0, 20)}`)
  return Number(code)
}
