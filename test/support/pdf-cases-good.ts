import { Temporal } from 'temporal-polyfill'
import { array, dictionary, name, type PdfObject, ref, textString, withEntries } from '#modules/pdfs'
import { type PdfCase, update } from '#test/pdf-sample'
import { makePlainPdf, type PlainStyle } from '#test/plain-pdfs'
import type { SigningKit } from '#test/signed-pdfs'

/** Files that are as they should be. */
export async function listGoodCases(kit: SigningKit): Promise<readonly PdfCase[]> {
  return [
    ...(await listLevels(kit)),
    ...(await listKeys(kit)),
    ...(await listSigners(kit)),
    ...(await listForeign(kit)),
    ...(await listPast(kit)),
  ]
}

const good = (name: string, pdf: Uint8Array, rest: Partial<PdfCase> = {}): PdfCase => ({
  name,
  pdf,
  verdict: 'valid',
  ...rest,
})

async function listLevels(kit: SigningKit): Promise<readonly PdfCase[]> {
  const an = await kit.issue()
  const cases: PdfCase[] = []
  for (const style of ['table', 'stream', 'hybrid'] satisfies PlainStyle[]) {
    const plain = makePlainPdf({ style, pages: ['one', 'two'] })
    const stamped = await kit.sign(plain, an, { stamped: true })
    const proven = await kit.prove(stamped)
    const kept = `(cross-references: ${style})`
    cases.push(
      good(`B-B ${kept}`, await kit.sign(plain, an), { level: 'B-B' }),
      good(`B-T ${kept}`, stamped, { level: 'B-T' }),
      good(`B-LT ${kept}`, proven, { level: 'B-LT', codes: ['security_store'] }),
      good(`B-LTA ${kept}`, await kit.stampFile(proven), { level: 'B-LTA' }),
    )
  }
  const unstamped = await kit.sign(makePlainPdf(), an)
  return [
    ...cases,
    good('signed first, the whole file stamped later', await kit.stampFile(unstamped), { level: 'B-T' }),
    good(
      'B-LTA stamped once more',
      await kit.stampFile(await kit.stampFile(await kit.prove(await kit.stampFile(unstamped)))),
      {
        level: 'B-LTA',
      },
    ),
  ]
}

async function listKeys(kit: SigningKit): Promise<readonly PdfCase[]> {
  const plain = makePlainPdf()
  const [long, curve] = [
    await kit.issue({ algorithm: 'rsa-3072' }),
    await kit.issue({ algorithm: 'ecdsa-p256' }),
  ]
  return [
    good('RSA 3072', await kit.sign(plain, long)),
    good('ECDSA P-256', await kit.sign(plain, curve)),
    good('ECDSA P-256, stamped', await kit.sign(plain, curve, { stamped: true })),
  ]
}

async function listSigners(kit: SigningKit): Promise<readonly PdfCase[]> {
  const [an, binh] = [await kit.issue(), await kit.issue({ commonName: 'Trần Thị Bình' })]
  const seal = await kit.issue({ commonName: 'UBND phường', organisation: 'UBND phường', kind: 'seal' })
  const plain = makePlainPdf()
  const lines = ['UBND phường', '22-11-2026 08:15:00 +07:00']
  const appearance = { page: 1, x: 120, y: 200, width: 60, height: 20, lines, border: 'red' as const }
  const first = await kit.sign(plain, an, { stamped: true })
  const both = await kit.sign(first, seal, { kind: 'seal', stamped: true })
  const fields = withFields(['Người ký', 'Con dấu'])
  const half = await kit.sign(fields, an, { fieldName: 'Người ký' })
  return [
    good('a signature that is seen', await kit.sign(plain, an, { appearance })),
    good('a signature and a seal', both, { codes: ['signature_added'] }),
    good(
      'a signature and a seal that are seen',
      await kit.sign(await kit.sign(plain, an, { appearance: { ...appearance, x: 20 } }), seal, {
        kind: 'seal',
        appearance,
      }),
    ),
    good('three signers', await kit.sign(both, binh)),
    good('a signature and a seal, B-LTA', await kit.stampFile(await kit.prove(both)), { level: 'B-LTA' }),
    good(
      'B-LT, then another signer, then B-LT again',
      await kit.prove(await kit.sign(await kit.prove(first), binh, { stamped: true })),
    ),
    good('two empty fields, one signed', half),
    good('two empty fields, both signed', await kit.sign(half, seal, { fieldName: 'Con dấu' })),
    good('descriptions changed after signing', describe(first), { codes: ['metadata_changed'] }),
  ]
}

/** A plain file with empty fields for signatures. */
export function withFields(names: readonly string[]): Uint8Array {
  const fields = names.map((_, index) => ref(100 + index))
  const objects = new Map<number, PdfObject>(
    names.map((title, index) => [
      100 + index,
      dictionary({
        Type: name('Annot'),
        Subtype: name('Widget'),
        FT: name('Sig'),
        T: textString(title),
        Rect: array(0, 0, 0, 0),
        F: 132,
        P: ref(10),
      }),
    ]),
  )
  const form = dictionary({ Fields: array(...fields), SigFlags: 1 })
  return makePlainPdf({ objects, catalog: { AcroForm: form }, page: { Annots: array(...fields) } })
}

function describe(bytes: Uint8Array): Uint8Array {
  return update(bytes, (pdf) => [
    [pdf.catalogRef.number, withEntries(pdf.catalog, { Metadata: ref(pdf.nextNumber) })],
    [
      pdf.nextNumber,
      { kind: 'stream', dictionary: dictionary({ Type: name('Metadata') }), raw: Buffer.from('<x/>') },
    ],
  ])
}

/** As other programs sign. */
async function listForeign(kit: SigningKit): Promise<readonly PdfCase[]> {
  const an = await kit.issue()
  const curve = await kit.issue({ algorithm: 'ecdsa-p256' })
  const plain = makePlainPdf()
  const advanced = { SubFilter: name('ETSI.CAdES.detached') }
  const certified = (level: number) => ({ Reference: array(certification(level)) })
  const second = kit.signByOpenssl(plain, { holder: an })
  return [
    good('by openssl, adbe.pkcs7.detached', second, { level: 'none', codes: ['certificate_not_bound'] }),
    good('by openssl with a hash of 384 bits', kit.signByOpenssl(plain, { holder: an, hash: 'sha384' })),
    good('by openssl with a hash of 512 bits', kit.signByOpenssl(plain, { holder: an, hash: 'sha512' })),
    good('by openssl, ECDSA', kit.signByOpenssl(plain, { holder: curve })),
    good(
      'by openssl, RSA-PSS',
      kit.signByOpenssl(plain, { holder: an, with: ['-keyopt', 'rsa_padding_mode:pss'] }),
    ),
    good('by openssl, CAdES', kit.signByOpenssl(plain, { holder: an, with: ['-cades'], entries: advanced }), {
      level: 'B-B',
    }),
    good(
      'by openssl, the signer named by its key',
      kit.signByOpenssl(plain, { holder: an, with: ['-keyid'] }),
      { difference: 'signer' },
    ),
    good('by openssl, without signed attributes', kit.signByOpenssl(plain, { holder: an, with: ['-noattr'] })),
    good('by openssl, then by us', await kit.sign(second, curve)),
    good(
      'by us, then by openssl',
      kit.signByOpenssl(await kit.sign(plain, an), { holder: curve, fieldName: 'Other' }),
    ),
    good('certified, nothing may be changed', kit.signByOpenssl(plain, { holder: an, entries: certified(1) }), {
      codes: ['certifies'],
    }),
    good(
      'certified, stamped and proven later',
      await kit.stampFile(await kit.prove(kit.signByOpenssl(plain, { holder: an, entries: certified(1) }))),
    ),
    good(
      'certified for filling in, then signed',
      await kit.sign(kit.signByOpenssl(plain, { holder: an, entries: certified(2) }), curve),
    ),
  ]
}

/** What a first signer permits to be changed: 1 nothing, 2 forms and signatures, 3 remarks too. */
export const certification = (level: number): PdfObject =>
  dictionary({
    Type: name('SigRef'),
    TransformMethod: name('DocMDP'),
    TransformParams: dictionary({ Type: name('TransformParams'), P: level, V: name('1.2') }),
  })

/** Signed long ago; what has happened since does not matter when a stamp proves the time. */
async function listPast(kit: SigningKit): Promise<readonly PdfCase[]> {
  const now = Temporal.Now.instant()
  const [then, later] = [now.subtract({ hours: 24 * 400 }), now.subtract({ hours: 24 * 30 })]
  const plain = makePlainPdf()
  kit.turnTo(then)
  const expired = await kit.issue({ validFrom: then.subtract({ hours: 24 }), validTo: later })
  const stamped = await kit.prove(await kit.sign(plain, expired, { stamped: true }))
  const sealed = await kit.stampFile(stamped)
  const revoked = await kit.issue()
  const before = await kit.sign(plain, revoked, { stamped: true })
  kit.turnTo(null)
  kit.authority.revoke(revoked.serialNumber, later)
  return [
    good('expired since, stamped and proven in time', stamped, { level: 'B-LT', difference: 'time' }),
    good('expired since, B-LTA in time', sealed, { level: 'B-LTA', difference: 'time' }),
    good('revoked since, stamped before', before, { codes: ['revoked_later'] }),
  ]
}
