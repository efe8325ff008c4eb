import { Readable } from 'node:stream'
import { printSamplePaper } from '#adapters/national-vault'
import { findOfficerActor, type OfficerActor } from '#modules/identity'
import { keepMadePaper } from '#modules/papers'
import { hasVault, keepInVault, linkRepresentative, type NewItem, revokeItemOfSource } from '#modules/vault'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'

const person = { kind: 'person', number: '999000000017', name: 'LÒ THỊ MAI HƯƠNG' } as const
const business = { kind: 'organisation', number: '9990000017', name: 'HỘ KINH DOANH CHÈ MAI HƯƠNG' } as const

type Sample = Pick<NewItem, 'owner' | 'source' | 'typeCode' | 'title' | 'number' | 'issuedOn'> &
  Readonly<{ validTo?: string }>

/** What the vaults of the demo hold: invented, one of each state. */
const samples: readonly Sample[] = [
  {
    ...{ owner: person, source: 'own_result', typeCode: 'KQ.G15.000038' },
    ...{ title: 'Giấy xác nhận tình trạng hôn nhân', number: '118/UBND-XNTTHN' },
    ...{ issuedOn: '2026-03-02', validTo: '2026-09-02' },
  },
  {
    ...{ owner: person, source: 'certified_digitisation', typeCode: 'KQ.G10.001148' },
    ...{ title: 'Giấy chứng nhận quyền sử dụng đất', number: 'CS 017017', issuedOn: '2019-08-20' },
  },
  {
    ...{ owner: person, source: 'own_result', typeCode: 'KQ.G15.000031' },
    ...{ title: 'Giấy khai sinh: Lò Minh Khôi', number: '17/2023', issuedOn: '2023-02-17' },
  },
  {
    ...{ owner: person, source: 'own_result', typeCode: 'KQ.G01.000062' },
    ...{ title: 'Xác nhận thông tin về cư trú', number: '0017/XNCT', issuedOn: '2026-06-10' },
    validTo: '2027-06-10',
  },
  {
    ...{ owner: business, source: 'own_result', typeCode: 'KQ.G12.001041' },
    ...{ title: 'Giấy chứng nhận đăng ký hộ kinh doanh', number: '8K-0017', issuedOn: '2025-04-11' },
  },
]

/** A paper that was revoked: its owner sees by whom and why. */
const revoked: Sample = {
  ...{ owner: person, source: 'own_result', typeCode: 'KQ.G15.000342' },
  ...{ title: 'Trích lục khai sinh (bản sao)', number: '402/TLKS-BS', issuedOn: '2026-01-15' },
}

/** Fills the vault of a demo citizen once, for people to look at; what is there already is left as it is. */
export async function seedDemoVault(context: Context): Promise<void> {
  const { db, clock } = context
  if (await hasVault(db, person.kind, person.number)) return
  const officer = await findOfficerActor(db, 'signatory')
  if (!officer) return
  const made: { sample: Sample; sha256: string; sizeBytes: number }[] = []
  for (const sample of [...samples, revoked])
    made.push({ sample, ...(await printSample(context, sample, officer)) })
  const doing = { actor: officer, at: clock.now() }
  await db.transaction().execute(async (tx) => {
    for (const { sample, ...content } of made) await keep(tx, sample, content, doing)
    const ground = 'Giấy chứng nhận đăng ký hộ kinh doanh'
    await linkRepresentative(tx, business, { personalId: person.number, ground }, doing)
    const reason = 'Ghi sai ngày sinh; đã cấp bản khác thay thế'
    await revokeItemOfSource(tx, { ...revoked, key: keyOf(revoked) }, reason, doing)
  })
}

const keyOf = ({ number }: Sample): string => `demo ${number}`

type Signed = Readonly<{ actor: OfficerActor; at: ReturnType<Context['clock']['now']> }>

async function keep(
  tx: Tx,
  sample: Sample,
  content: Readonly<{ sha256: string; sizeBytes: number }>,
  { actor, at }: Signed,
): Promise<void> {
  const { issuedOn, validTo = null } = sample
  const file = { name: `${sample.title.replace(':', '')}.pdf`, mediaType: 'application/pdf', ...content }
  const paper = await keepMadePaper(tx, { ...file, origin: 'result' }, actor, at)
  const issuer = { code: actor.agencyCode, name: actor.agencyName }
  const rest = { issuer, validFrom: issuedOn, validTo, dossierCode: null, paper, signature: null }
  await keepInVault(tx, { ...sample, ...rest, key: keyOf(sample) }, { actor, at })
}

async function printSample({ files }: Context, { title, number, owner }: Sample, { agencyName }: OfficerActor) {
  const remark = 'Bản trình diễn. Người và số liệu đều là hư cấu.'
  const words = { title, number: number ?? null, ownerName: owner.name, issuerName: agencyName, remark }
  const pdf = await printSamplePaper(words)
  const received = await files.receive(Readable.from([pdf]))
  await received.keep()
  return { sha256: received.sha256, sizeBytes: received.sizeBytes }
}
