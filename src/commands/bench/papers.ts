import { sql } from 'kysely'
import { openTimestampAuthority, startStandInAuthority } from '#adapters/authority'
import { completePdfSignature, preparePdfSignature } from '#modules/signatures'
import { closeOcr, readText } from '#platform/ocr'
import { printPdf } from '#platform/pdf'
import { readPages } from '#platform/pictures'
import { cpuMsOf } from './cpu-time.ts'
import { type Bench, type Figure, figure, type Ground } from './figure.ts'
import { measureUploads } from './uploads.ts'

const seconds = 5

/** Papers as they are made, signed, read and received. */
export const papers: Bench = {
  name: 'papers',
  summary: 'receipts, signatures, pages read, uploads against cp',
  async run(ground) {
    return [
      ...(await measureReceipts(ground)),
      ...(await measureSignatures(ground)),
      ...(await measureReading(ground)),
      ...(await measureUploads(ground)),
    ]
  },
}

/** As often as it goes in `seconds`, `atOnce` at a time. */
async function countIn(atOnce: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const end = performance.now() + seconds * 1000
  let done = 0
  const goOn = async (): Promise<void> => {
    while (performance.now() < end) {
      await work(done)
      done += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, goOn))
  return done / seconds
}

/** Form 01 of accepted dossiers, each set anew, over HTTP. */
async function measureReceipts(ground: Ground): Promise<Figure[]> {
  ground.say('papers: receipts')
  const { rows } = await sql<{ code: string }>`select code from dossiers.dossier
    where code like 'H18.137.%' order by id limit 2000`.execute(ground.context.db)
  const authorization = `Bearer ${await ground.token('reception')}`
  const print = async (index: number) => {
    const code = rows[index % rows.length]?.code ?? ''
    const answer = await fetch(`${ground.serverUrl}/officer/dossiers/${code}/receipt.pdf`, {
      headers: { authorization },
    })
    if (answer.status !== 200) throw new Error(`the receipt of ${code} was answered ${answer.status}`)
    await answer.arrayBuffer()
  }
  await print(0)
  const before = cpuMsOf(ground.serverPid)
  const perSecond = await countIn(4, print)
  const cpuMs = (cpuMsOf(ground.serverPid) - before) / (perSecond * seconds)
  return [figure('papers', 'receipts', perSecond, 'PDF/s'), figure('papers', 'receipt_cpu', cpuMs, 'ms/PDF')]
}

const paper = `#set page(paper: "a4")
#set text(font: "Tinos", size: 12pt)
#set par(justify: true)
#align(center)[*GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN*]
#for _ in range(12) [
  Ủy ban nhân dân phường xác nhận bà Lò Thị Mai Hương, sinh ngày 14 tháng 3 năm 1997, cư trú tại bản Ten, xã Mường Phăng,
  tỉnh Điện Biên, hiện tại chưa đăng ký kết hôn với ai; giấy này được sử dụng để làm thủ tục vay vốn tại ngân hàng.
]`

/** Both halves of a signature with RSA 2048, the key beside us; then with a time stamp of an authority on loopback. */
async function measureSignatures(ground: Ground): Promise<Figure[]> {
  ground.say('papers: signatures')
  const pdf = await printPdf(paper, {})
  const authority = await startStandInAuthority({})
  try {
    const { certificate, chain, privateKey } = await authority.issue({
      commonName: 'Nguyễn Văn An',
      kind: 'person',
    })
    if (!privateKey) throw new Error('the authority made no key')
    const stamps = openTimestampAuthority({ url: authority.tsaUrl })
    const sign = async (isStamped: boolean) => {
      const prepared = await preparePdfSignature(pdf, {
        certificates: [certificate, ...chain],
        kind: 'approval',
      })
      const attributes = new Uint8Array(prepared.signedAttributes)
      const value = new Uint8Array(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, attributes))
      const imprint = new Uint8Array(await crypto.subtle.digest('SHA-256', value))
      completePdfSignature(prepared, {
        value,
        ...(isStamped && { timestampToken: await stamps.stamp(imprint) }),
      })
    }
    await sign(true)
    return [
      figure('papers', 'signatures_b_b', await countIn(2, () => sign(false)), 'signatures/s'),
      figure('papers', 'signatures_b_t', await countIn(2, () => sign(true)), 'signatures/s'),
    ]
  } finally {
    await authority.stop()
  }
}

/** A full A4 page at 200 dpi, made straight and read. */
async function measureReading(ground: Ground): Promise<Figure[]> {
  ground.say('papers: pages read')
  const bytes = await printPdf(paper, {})
  const order = { bytes, mediaType: 'application/pdf', from: 1, dotsPerInch: 200, mostPages: 1 }
  const read = async () => {
    for await (const { picture } of readPages(order)) await readText(picture)
  }
  try {
    await read()
    return [figure('papers', 'pages_read', (await countIn(1, read)) * 60, 'pages/minute')]
  } finally {
    closeOcr()
  }
}
