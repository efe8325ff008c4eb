import { Type } from 'typebox'
import type { PaperFacts, SyncMessage } from '#modules/sync'
import { PortalUnreachable } from './ask.ts'
import type { Calls, PortalOptions } from './calls.ts'
import { readState, refusalOf } from './classic-portal.ts'
import type { Generation } from './generation.ts'
import { openJsonCalls } from './json-calls.ts'
import { openJsonCatalogue } from './json-catalogue.ts'
import { describeNew, describeNewAnswer, describeNewState, describeNewStep } from './json-describe.ts'
import { filedRows } from './wire.ts'

const text = Type.String({ maxLength: 20_000 })
const foundRow = Type.Object({
  MaHoSo: text,
  IdHoSo: Type.Optional(Type.Union([text, Type.Integer()])),
  TrangThai: Type.Union([text, Type.Integer()]),
})
const fileRow = Type.Object({ IdTepTin: text, HashTepTin: text })

/**
 * The portal by the JSON calls of 2026: UploadFile, NoiHoSo, CapNhatTienTrinh, CapNhatTrangThai. How a dossier is looked up
 * (TraCuuHoSo) is taken from the classic one, for its description was not seen.
 */
export function openJsonPortal(options: PortalOptions): Generation {
  const calls = openJsonCalls(options)
  return {
    catalogue: openJsonCatalogue(calls),
    find: async (code) => (await find(calls, code))?.state ?? null,
    async put(message, told, onStep) {
      const known = await find(calls, message.dossierCode)
      const made = known ? { ...known, isMade: false } : await create(calls, message)
      if ('refused' in made) return made.refused
      if (made.isMade) onStep(0)
      return (
        (await sendSteps(calls, { message, id: made.id, told: made.isMade ? 0 : told, onStep })) ??
        (await sendState(calls, message, made.id))
      )
    },
    listFiled: async () => (options.filedCall ? ((await calls.list(options.filedCall, filedRows)) ?? []) : []),
    async answer(answer) {
      const known = await find(calls, answer.code)
      const { step, state } = describeNewAnswer(answer, known?.id ?? '')
      const refused = refusalOf(await calls.up('CapNhatTienTrinh', step))
      return refused ?? (state && refusalOf(await calls.up('CapNhatTrangThai', state)))
    },
    up: async (call, body) => refusalOf(await calls.up(call, body)),
    list: calls.list,
  }
}

type Known = Readonly<{ id: string; state: number }>

async function find(calls: Calls, dossierCode: string): Promise<Known | null> {
  const rows = await calls.list('TraCuuHoSo', foundRow, { MaHoSo: dossierCode })
  const row = rows?.find(({ MaHoSo }) => MaHoSo === dossierCode)
  return row ? { id: String(row.IdHoSo ?? ''), state: readState(row.TrangThai) } : null
}

/** Gives the papers, then the dossier. One that is there after all was made by a call whose answer was lost. */
async function create(
  calls: Calls,
  { facts, dossierCode }: SyncMessage,
): Promise<Readonly<{ id: string; isMade: boolean }> | Readonly<{ refused: string }>> {
  const files = new Map<string, string>()
  for (const paper of facts.papers) {
    const id = await upload(calls, paper)
    if (id) files.set(paper.id, id)
  }
  const meaning = await calls.up('NoiHoSo', describeNew(facts, files))
  if (meaning.kind === 'exists') {
    const known = await find(calls, dossierCode)
    if (!known) return { refused: 'the portal says it has the dossier, and also that it has not' }
    return { ...known, isMade: false }
  }
  const refused = refusalOf(meaning)
  if (refused !== null) return { refused }
  const [made] = (meaning.kind === 'done' ? readMade(meaning.body.result) : null) ?? []
  return { id: made ?? '', isMade: true }
}

const readMade = (result: unknown): string[] => {
  const row = Array.isArray(result) ? result[0] : result
  const id = (row as { idHoSo?: unknown } | null)?.idHoSo
  return typeof id === 'string' || typeof id === 'number' ? [String(id)] : []
}

/** Has the portal fetch a paper by its link; what it fetched has to be what we hold. Null: it is not given out. */
async function upload(calls: Calls, { fileName, sha256, link }: PaperFacts): Promise<string | null> {
  if (!link) return null
  const asked = { TenTepTin: fileName, DuongDan: link, HashTepTin: sha256 }
  const [file] = (await calls.list('UploadFile', fileRow, asked)) ?? []
  if (!file) throw new PortalUnreachable('the portal keeps no file')
  if (file.HashTepTin.toLowerCase() !== sha256)
    throw new PortalUnreachable('the portal holds another file than we gave it')
  return file.IdTepTin
}

type Telling = Readonly<{ message: SyncMessage; id: string; told: number; onStep: (number: number) => void }>

async function sendSteps(calls: Calls, { message, id, told, onStep }: Telling): Promise<string | null> {
  for (const step of message.facts.progress.filter(({ number }) => number > told)) {
    const meaning = await calls.up('CapNhatTienTrinh', describeNewStep(message.dossierCode, id, step))
    const refused = meaning.kind === 'exists' ? null : refusalOf(meaning)
    if (refused !== null) return refused
    onStep(step.number)
  }
  return null
}

const sendState = async (calls: Calls, { facts }: SyncMessage, id: string): Promise<string | null> =>
  refusalOf(await calls.up('CapNhatTrangThai', describeNewState(facts, id)))
