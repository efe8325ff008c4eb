import type { ItemSource } from './item.ts'

/** Where one paper of a component comes from; `vault` says what kind of item it was taken from. */
export type GivenPaper = Readonly<{
  origin: 'upload' | 'digitisation' | 'vault' | 'national_vault' | 'result' | 'form'
  vault: Readonly<{ source: ItemSource; typeCode: string }> | null
}>

/**
 * What happened to a component of a dossier, as the national portal asks for it (TaiLieuNop[] of the synchronisation of
 * dossiers). They are facts, set by what happened, never ticked by anybody:
 * `digitised` DuocSoHoa: scanned and certified for this dossier (TT 01/2023/TT-VPCP Đ8);
 * `reused` DuocTaiSuDung: taken from what the State holds already, not asked again (NĐ 118/2025 Đ4 k2a);
 * `fromNationalVault` DuocLayTuKhoDMQG: that was the vault of the national portal;
 * `replacedByResult` MaKetQuaThayThe: the code of the result that stands in its place, null when there is none.
 */
export type ComponentFlags = Readonly<{
  digitised: boolean
  reused: boolean
  fromNationalVault: boolean
  replacedByResult: string | null
}>

const isReused = ({ origin }: GivenPaper): boolean => origin === 'vault' || origin === 'national_vault'

/** The flags of one component, from all papers that were given for it. */
export function judgeComponent(papers: readonly GivenPaper[]): ComponentFlags {
  const reused = papers.filter(isReused)
  return {
    digitised: papers.some(({ origin }) => origin === 'digitisation'),
    reused: reused.length > 0,
    fromNationalVault: reused.some(
      ({ origin, vault }) => origin === 'national_vault' || vault?.source === 'national_vault',
    ),
    replacedByResult:
      reused.map(({ vault }) => vault?.typeCode ?? '').find((code) => code.startsWith('KQ.')) ?? null,
  }
}
