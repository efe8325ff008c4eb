import { Readable } from 'node:stream'
import { keepMadePaper } from '#modules/papers'
import { type Item, type ItemPaper, keepInVault, type NewItem } from '#modules/vault'
import type { Context } from '#platform/context'
import { somePdf } from '#test/paper-samples'

const system = { kind: 'system' } as const
const issuing = {
  kind: 'officer',
  accountId: '01a20000-0000-7000-8000-0000000000aa',
  username: 'one-who-issues',
  fullName: 'LƯỜNG THỊ PÂNG',
  position: 'Chủ tịch',
  roles: ['signatory'],
  agencyId: '01a20000-0000-7000-8000-0000000000ab',
  agencyCode: 'H18.137',
  agencyName: 'UBND xã Mường Phăng',
} as const

/** A paper in the file store that an officer made. */
export async function storedPaper(
  { db, files, clock }: Context,
  name = 'giay-xac-nhan.pdf',
): Promise<ItemPaper> {
  const received = await files.receive(Readable.from([somePdf()]))
  await received.keep()
  const { sha256, sizeBytes } = received
  const made = { name, mediaType: 'application/pdf', sizeBytes, sha256, origin: 'result' } as const
  return await db.transaction().execute((tx) => keepMadePaper(tx, made, issuing, clock.now()))
}

/** Marital status of Lò Thị Mai Hương, who is invented, certified by an office here and good for six months. */
export const maritalStatus: NewItem = {
  owner: { kind: 'person', number: '999000000017', name: 'LÒ THỊ MAI HƯƠNG' },
  source: 'own_result',
  key: 'H18.137-260601-0001',
  typeCode: 'KQ.G15.000038',
  title: 'Giấy xác nhận tình trạng hôn nhân',
  number: '118/UBND-XNTTHN',
  issuer: { code: 'H18.137', name: 'UBND xã Mường Phăng' },
  issuedOn: '2026-06-01',
  validFrom: '2026-06-01',
  validTo: '2026-12-01',
  dossierCode: 'H18.137-260601-0001',
  paper: null,
  signature: null,
}

/** Puts a paper with content into a vault. */
export async function keepPaper(context: Context, item: Partial<NewItem> = {}): Promise<Item> {
  const paper = item.paper === undefined ? await storedPaper(context) : item.paper
  const { db, clock } = context
  return await db
    .transaction()
    .execute((tx) => keepInVault(tx, { ...maritalStatus, ...item, paper }, { actor: system, at: clock.now() }))
}
