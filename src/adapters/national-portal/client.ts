import type { FiledSource } from '#modules/filings'
import type { Destination, SyncMessage } from '#modules/sync'
import type { Meaning } from './answers.ts'
import { PortalUnreachable, usualMostBytes } from './ask.ts'
import { type Calls, openCalls, type PortalOptions } from './calls.ts'
import { type NationalCatalogue, openCatalogue } from './catalogue.ts'
import { type Agreed, describeDossier, describeStep } from './describe.ts'
import { openFiledSource } from './filed.ts'
import { foundDossier } from './wire.ts'

export type { PortalOptions } from './calls.ts'

export type NationalPortal = Destination & FiledSource & Readonly<{ catalogue: NationalCatalogue }>

/** CapNhatTienDoHoSoMC takes ten steps at a time. */
const stepsAtOnce = 10

/** Of how many dossiers it is remembered which steps the portal has; of others all are told again. */
const mostRemembered = 20_000

/**
 * The national portal by its classic adapter: TraCuuHoSo, DongBoHoSoMC, CapNhatTienDoHoSoMC. A message told twice changes
 * nothing there. Failures throw `PortalUnreachable`; only a refusal in the portal's own words is one.
 */
export function openNationalPortal(options: PortalOptions): NationalPortal {
  const calls = openCalls(options)
  const toldSteps = new Map<string, number>()
  const agreed = {
    notPaidOnline: options.notPaidOnline ?? '0',
    databaseCodes: options.databaseCodes ?? new Map<string, string>(),
  }
  const limits = { timeoutMs: options.timeoutMs ?? 20_000, mostBytes: options.mostPaperBytes ?? usualMostBytes }
  return {
    ...openFiledSource(calls, options.filedCall, limits),
    catalogue: openCatalogue(calls),
    async send(message) {
      const told = message.repeat === 0 ? (toldSteps.get(message.dossierCode) ?? 0) : 0
      toldSteps.delete(message.dossierCode)
      const refused = (await sendDossier(calls, message, agreed)) ?? (await sendSteps(calls, message, told))
      if (refused !== null) return { refused }
      toldSteps.set(message.dossierCode, message.number)
      forgetOldest(toldSteps)
      return 'delivered'
    },
    async ask(dossierCode) {
      const state = await findState(calls, dossierCode)
      return state === null ? null : { state }
    },
  }
}

/** Creates or updates the dossier there. Null when it was taken, else the portal's words. */
async function sendDossier(calls: Calls, message: SyncMessage, agreed: Agreed): Promise<string | null> {
  const data = [describeDossier(message.facts, agreed)]
  const put = (isUpdating: boolean) =>
    calls.up('DongBoHoSoMC', { isUpdating: isUpdating ? 'True' : 'False', data })
  const isThere = (await findState(calls, message.dossierCode)) !== null
  const first = await put(isThere)
  if (first.kind === 'exists' && !isThere) return refusalOf(await put(true))
  if (first.kind === 'unknown' && isThere) return refusalOf(await put(false))
  return refusalOf(first)
}

/** Tells the steps after number `told`, ten at a time and in order. */
async function sendSteps(
  calls: Calls,
  { facts, dossierCode }: SyncMessage,
  told: number,
): Promise<string | null> {
  const steps = facts.progress
    .filter(({ number }) => number > told)
    .map((step) => describeStep(dossierCode, step))
  for (let first = 0; first < steps.length; first += stepsAtOnce) {
    const data = steps.slice(first, first + stepsAtOnce)
    const meaning = await calls.up('CapNhatTienDoHoSoMC', { data })
    // A step that is there already is what was wanted.
    const refused = meaning.kind === 'exists' ? null : refusalOf(meaning)
    if (refused !== null) return refused
  }
  return null
}

function refusalOf(meaning: Meaning): string | null {
  if (meaning.kind === 'done') return null
  return meaning.kind === 'refused' ? meaning.reason : `the portal says it ${contradictions[meaning.kind]}`
}

const contradictions = {
  exists: 'has the dossier, and also that it has not',
  unknown: 'has no such dossier',
  session_over: 'ends every session',
} as const

/** The state it has there; null when it knows none under that code. */
async function findState(calls: Calls, dossierCode: string): Promise<number | null> {
  const found = await calls.list('TraCuuHoSo', foundDossier, { mahoso: dossierCode })
  const dossier = found?.find(({ MaHoSo }) => MaHoSo === dossierCode)
  if (!dossier) return null
  // Some systems have states of their own beside the ten, so any small number is believed, and drift shows it.
  const code = String(dossier.TrangThaiHoSo)
  if (!/^\d{1,2}$/.test(code)) throw new PortalUnreachable(`the portal names no state: ${code.slice(0, 20)}`)
  return Number(code)
}

function forgetOldest(remembered: Map<string, number>): void {
  if (remembered.size <= mostRemembered) return
  for (const code of remembered.keys()) {
    remembered.delete(code)
    return
  }
}
