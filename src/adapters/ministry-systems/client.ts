import { Check } from 'typebox/value'
import type { HandOverLedger, ReportSource, Translated, Untranslated } from '#modules/mirrors'
import type { Destination, DossierFacts, PaperFacts, SyncMessage } from '#modules/sync'
import { type Calls, type Meaning, type MinistryConnection, MinistryUnreachable, openCalls } from './calls.ts'
import { describeDossier, describePaper, describeState, describeStep, type Known } from './describe.ts'
import { readReport } from './read-report.ts'
import { foundDossier, nextValue, reportPage, uploaded, type WirePaper } from './wire.ts'
import { readTime } from './wire-time.ts'

export type MinistryOptions = MinistryConnection &
  Readonly<{
    /** Under which it is entered here: as a source of reports and as a destination. */
    code: string
    /** How it is given papers: their content, or a link. Either way with their hash. */
    papers: 'content' | 'link'
  }>

/** What handing over needs of this side. */
export type HandingOver = Readonly<{
  takes: NonNullable<Destination['takes']>
  ledger: HandOverLedger
  translate: (facts: DossierFacts) => Promise<Translated | Untranslated>
  /** The national state that a state of theirs is at a moment (ISO 8601); null: nobody has mapped it. */
  readState: (state: string, at: string) => Promise<number | null>
  /** The content of a paper, of the hash it is recorded with. Throws when it cannot be had now. */
  readPaper: (paper: PaperFacts) => Promise<Uint8Array>
}>

const rowsAtOnce = 100

/** In place of a repeat: the step of the event is there, the state after it is not yet. */
const stateUntold = -1

/**
 * The centralised system of a ministry: it reports the dossiers that it processes, and takes those of ours that go there in
 * six steps (token, code, files, dossier, progress, state). Every step that has happened is kept before the next, so what
 * breaks in between is gone on with and nothing is given twice.
 */
export function openMinistrySystem(options: MinistryOptions, ours: HandingOver): Destination & ReportSource {
  const calls = openCalls(options)
  return {
    code: options.code,
    isGivenAnswers: true,
    isLedThere: true,
    takes: ours.takes,
    send: (message) => send({ calls, papers: options.papers, ...ours }, message),
    ask: (dossierCode) => ask(calls, ours, dossierCode),
    async list(cursor) {
      const asked = { ConTro: cursor ?? '', SoLuong: rowsAtOnce }
      const { DanhSachHoSo, ConTro, ConNua } = await calls.get('reports', asked, reportPage)
      return { items: DanhSachHoSo.map(readReport), cursor: ConTro, more: ConNua }
    },
  }
}

type Line = HandingOver & Readonly<{ calls: Calls; papers: MinistryOptions['papers'] }>

async function send(line: Line, message: SyncMessage): ReturnType<Destination['send']> {
  const { calls, ledger } = line
  const { dossierCode, number, repeat, facts } = message
  const translated = await line.translate(facts)
  if ('missing' in translated) return { refused: translated.missing }
  const before = (await ledger.find(dossierCode)) ?? (await reserveCode(line, dossierCode, translated))
  const { theirCode, toldNumber, toldRepeat } = before
  if (number < toldNumber || (number === toldNumber && toldNumber > 0 && repeat <= toldRepeat))
    return 'delivered'
  const papers = await givePapers(line, facts, theirCode)
  const taken = before.theirId ?? (await create(line, message, theirCode, { translated, papers }))
  if (typeof taken !== 'string') return taken
  const known: Known = { code: theirCode, id: taken }
  for (const step of facts.progress.filter((one) => one.number > toldNumber)) {
    const state = translated.states.get(step.number) ?? ''
    const refused = refusalOf(await calls.call('progress', describeStep(known, step, state)))
    if (refused) return refused
    await ledger.save({ ...before, theirId: taken, toldNumber: step.number, toldRepeat: stateUntold })
  }
  const refused = refusalOf(await calls.call('state', describeState(facts, known, translated.state)))
  if (refused) return refused
  await ledger.save({ ...before, theirId: taken, toldNumber: number, toldRepeat: repeat })
  return 'delivered'
}

/** The code that the dossier will have there, kept before anything else, so that it gets no second one. */
async function reserveCode({ calls, ledger }: Line, dossierCode: string, { procedure, agency }: Translated) {
  const asked = { MaTTHC: procedure, MaDonVi: agency }
  const { MaHoSo } = await calls.get('nextValue', asked, nextValue)
  const reserved = { dossierCode, theirCode: MaHoSo, theirId: null, toldNumber: 0, toldRepeat: 0 }
  await ledger.save(reserved)
  return reserved
}

async function create(
  { calls, ledger }: Line,
  { dossierCode, facts }: SyncMessage,
  theirCode: string,
  { translated, papers }: Readonly<{ translated: Translated; papers: ReadonlyMap<string, WirePaper> }>,
): Promise<string | Readonly<{ refused: string }>> {
  const meaning = await calls.call('create', describeDossier(facts, theirCode, translated, papers))
  const refused = refusalOf(meaning)
  if (refused) return refused
  // Taken before, and the answer was lost: it is asked for its id.
  const theirId =
    meaning.kind === 'exists'
      ? (await calls.get('find', { MaHoSo: theirCode }, foundDossier)).IdHoSo
      : readCreated(meaning, theirCode)
  await ledger.save({ dossierCode, theirCode, theirId, toldNumber: 0, toldRepeat: 0 })
  return theirId
}

function readCreated(meaning: Meaning, theirCode: string): string {
  const data = (meaning.kind === 'done' ? meaning.data : null) as Partial<{
    idHoSo: unknown
    maHoSo: unknown
  }> | null
  const isThis = typeof data?.idHoSo === 'string' && data.idHoSo !== '' && data.maHoSo === theirCode
  if (isThis) return data.idHoSo as string
  throw new MinistryUnreachable('the ministry system does not say under which id it took the dossier')
}

/** Papers as they are named in the dossier; those that are not there yet are given first. */
async function givePapers(
  line: Line,
  { code: dossierCode, papers }: DossierFacts,
  theirCode: string,
): Promise<ReadonlyMap<string, WirePaper>> {
  const given = new Map<string, WirePaper>()
  const there =
    line.papers === 'content' ? await line.ledger.listPapers(dossierCode) : new Map<string, string>()
  for (const paper of papers) {
    const theirId =
      line.papers === 'link' ? paper.id : (there.get(paper.id) ?? (await upload(line, paper, theirCode)))
    if (line.papers === 'content' && !there.has(paper.id))
      await line.ledger.addPaper({ dossierCode, paperId: paper.id, theirId, sha256: paper.sha256 })
    given.set(paper.id, {
      ...describePaper(paper, theirId),
      ...(line.papers === 'link' && { DuongDan: paper.link ?? '' }),
    })
  }
  return given
}

/** Throws when what arrived there has another hash than what was sent: it is sent again, later. */
async function upload({ calls, readPaper }: Line, paper: PaperFacts, theirCode: string): Promise<string> {
  const bytes = await readPaper(paper)
  const body = {
    ...{ MaHoSo: theirCode, TenTep: paper.fileName, LoaiTep: paper.mediaType, HashTepTin: paper.sha256 },
    NoiDungTep: Buffer.from(bytes).toString('base64'),
  }
  const { IdTepTin, HashTepTin } = await calls.get('upload', body, uploaded)
  if (HashTepTin.toLowerCase() !== paper.sha256)
    throw new MinistryUnreachable('a file arrived at the ministry system with another hash')
  return IdTepTin
}

/** What it has already was taken before, and the answer was lost: that is no refusal. */
function refusalOf(meaning: Meaning): Readonly<{ refused: string }> | null {
  if (meaning.kind === 'done' || meaning.kind === 'exists') return null
  return { refused: meaning.kind === 'refused' ? meaning.reason : 'it has no such dossier' }
}

/** How it has a dossier of ours. A state that nobody has mapped is an error with its name, never a guess. */
async function ask(calls: Calls, { ledger, readState }: HandingOver, dossierCode: string) {
  const handOver = await ledger.find(dossierCode)
  if (!handOver?.theirId) return null
  const meaning = await calls.call('find', { MaHoSo: handOver.theirCode })
  if (meaning.kind === 'unknown') return null
  if (meaning.kind !== 'done' || !Check(foundDossier, meaning.data))
    throw new MinistryUnreachable('the ministry system does not say how it has a dossier')
  const found = meaning.data
  const at = readTime(found.ThoiDiemCapNhat)
  const state = at && (await readState(found.TrangThai, at.toString()))
  if (state === null)
    throw new MinistryUnreachable(`mirrors.code_unmapped: state ${found.TrangThai.slice(0, 60)}`)
  return { state }
}
