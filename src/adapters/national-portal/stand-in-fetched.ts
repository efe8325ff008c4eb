import { createHash } from 'node:crypto'
import { readAtMost } from '#platform/read-at-most'

/** A file that the stand-in fetched by the link it was sent, or why it could not. */
export type FetchedFile = Readonly<{
  id: string
  name: string
  at: 'paper' | 'result'
  /** Null: it could not be fetched; `fault` says why. */
  bytes: Buffer | null
  sha256: string | null
  /** What the sender says of its hash, by the header of the answer; null: nothing. */
  isWhole: boolean | null
  fault: string | null
}>

type Wanted = Readonly<{ code: string; id: string; name: string; at: FetchedFile['at']; link: string }>
type Fields = Readonly<Record<string, unknown>>

export type PortalFetched = ReturnType<typeof openFetched>

/** Fetches the files of dossiers by their links, each link once, after the answer was given: as the real one has to. */
export function openFetched() {
  const files = new Map<string, Map<string, FetchedFile>>()
  const asked = new Set<string>()
  const underway = new Set<Promise<void>>()

  async function fetchOne(wanted: Wanted): Promise<FetchedFile> {
    const { id, name, at, link } = wanted
    const fetched = await read(link)
    const file = { id, name, at, ...fetched }
    const ofDossier = files.get(wanted.code) ?? new Map<string, FetchedFile>()
    files.set(wanted.code, ofDossier.set(id, file))
    return file
  }

  const start = (wanted: Wanted): void => {
    if (!wanted.link || asked.has(wanted.link)) return
    asked.add(wanted.link)
    const work: Promise<void> = fetchOne(wanted).then(() => void underway.delete(work))
    underway.add(work)
  }

  return {
    fetchOne,
    /** Begins to fetch what a dossier that was taken names. */
    follow: (code: string, fields: Fields): void => {
      for (const { TepDinhKemId: id, TenTepDinhKem: name, DuongDanTaiTepTin: link } of rowsOf(
        fields.TaiLieuNop,
      ))
        start({ code, id: String(id), name: String(name), at: 'paper', link: String(link ?? '') })
      for (const { GiayToId: id, TenGiayTo: name, DuongDanTepTinKetQua: link } of rowsOf(
        fields.DanhSachGiayToKetQua,
      ))
        start({ code, id: String(id), name: String(name), at: 'result', link: String(link ?? '') })
    },
    listOf: (code: string): readonly FetchedFile[] => [...(files.get(code)?.values() ?? [])],
    /** Until nothing is being fetched. */
    settle: async (): Promise<void> => void (await Promise.all(underway)),
  }
}

export const rowsOf = (list: unknown): readonly Fields[] =>
  Array.isArray(list) ? list.filter((one): one is Fields => typeof one === 'object' && one !== null) : []

async function read(link: string): Promise<Pick<FetchedFile, 'bytes' | 'sha256' | 'isWhole' | 'fault'>> {
  const none = { bytes: null, sha256: null, isWhole: null }
  try {
    const response = await fetch(link, { signal: AbortSignal.timeout(10_000) })
    if (response.status !== 200) return { ...none, fault: `HTTP ${response.status}` }
    const bytes = await readAtMost(response.body, 50_000_000)
    const hash = createHash('sha256').update(bytes).digest()
    const digest = response.headers.get('repr-digest')
    const isWhole = digest ? digest.includes(hash.toString('base64')) : null
    return { bytes, sha256: hash.toString('hex'), isWhole, fault: null }
  } catch (error) {
    return { ...none, fault: (error as Error).message }
  }
}
