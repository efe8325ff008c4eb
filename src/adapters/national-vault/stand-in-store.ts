import { createHash } from 'node:crypto'

/** A paper that the stand-in holds; `content` is made when it is first fetched. */
export type StandInPaper = Readonly<{
  ownerNumber: string
  ownerName: string
  typeCode: string
  title: string
  number: string
  issuerName: string
  isInForce: boolean
  content: () => Promise<Buffer>
}>

/** What it was told of results, newest last. */
export type StandInTold = Readonly<{ key: string; kind: string; dossierCode: string; number: string }>

export type StandInAsked = Readonly<{ askerNumber: string; ownerNumber: string; purpose: string }>

type Named = Readonly<Partial<Record<string, string>>>

const mostRemembered = 200

/** What the stand-in holds and remembers, in memory. */
export function openStore(papers: readonly StandInPaper[]) {
  const held = new Map(papers.map((paper) => [pathOf(paper), paper]))
  const told = new Map<string, StandInTold>()
  const asked: StandInAsked[] = []
  const remember = (one: StandInAsked): void => {
    asked.push(one)
    if (asked.length > mostRemembered) asked.shift()
  }
  const take = (body: Named): boolean => {
    const key = body.KhoaBanTin ?? ''
    if (told.has(key)) return false
    const { LoaiBanTin: kind = '', MaHoSo: dossierCode = '', SoKyHieu: number = '' } = body
    told.set(key, { key, kind, dossierCode, number })
    const content = Buffer.from(body.NoiDungTep ?? '', 'base64')
    const before = [...held].find(([, one]) => one.number === number && one.typeCode === body.MaKetQua)?.[1]
    const paper: StandInPaper = {
      ownerNumber: body.SoDinhDanhChuSoHuu ?? '',
      ownerName: body.ChuSoHuu ?? '',
      typeCode: body.MaKetQua ?? '',
      title: body.TenGiayTo ?? '',
      number,
      issuerName: body.CoQuanChuQuan ?? '',
      isInForce: kind === '1',
      content: content.length > 0 ? async () => content : (before?.content ?? (async () => content)),
    }
    held.set(pathOf(paper), paper)
    return true
  }
  return {
    asked,
    remember,
    take,
    told: () => [...told.values()],
    papers: () => [...held.values()],
    find: (ownerNumber: string, typeCodes: readonly string[]) =>
      [...held].filter(([, one]) => one.ownerNumber === ownerNumber && typeCodes.includes(one.typeCode)),
    at: (path: string) => held.get(path) ?? null,
  }
}

export type StandInStore = ReturnType<typeof openStore>

const pathOf = ({ ownerNumber, typeCode, number }: Omit<StandInPaper, 'content'>): string =>
  `/kho/${createHash('sha256').update(`${ownerNumber} ${typeCode} ${number}`).digest('hex').slice(0, 24)}`
