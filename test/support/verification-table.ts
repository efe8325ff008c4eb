import { Temporal } from 'temporal-polyfill'
import { type VerificationReport, verifyPdf } from '#modules/signatures'
import { listChangedCases } from '#test/pdf-cases-changed'
import { listForgedCases } from '#test/pdf-cases-forged'
import { listFormCases } from '#test/pdf-cases-forms'
import { listGoodCases } from '#test/pdf-cases-good'
import { listTrustCases } from '#test/pdf-cases-trust'
import { differences, type PdfCase } from '#test/pdf-sample'
import { openPdfsig, type Pdfsig } from '#test/pdfsig'
import { openSigningKit, type SigningKit } from '#test/signed-pdfs'

/** What we and pdfsig say of one file. `accepts`: every signature that pdfsig judges is valid and trusted. */
export type Compared = Readonly<{ given: PdfCase; report: VerificationReport; accepts: boolean }>

const groups = [
  ['As they should be', listGoodCases],
  ['Forged, damaged or not readable', listForgedCases],
  ['Changed after signing', listChangedCases],
  ['Forms, and lines of revisions', listFormCases],
  ['People and algorithms one cannot rely on', listTrustCases],
] as const

/** Builds every file and asks both. */
export async function compareWithPdfsig(): Promise<ReadonlyMap<string, readonly Compared[]>> {
  const kit = await openSigningKit()
  const pdfsig = openPdfsig(kit.anchors)
  try {
    const compared = new Map<string, readonly Compared[]>()
    for (const [title, list] of groups) {
      const cases = await list(kit)
      compared.set(title, await Promise.all(cases.map((given) => compareOne(kit, pdfsig, given))))
    }
    return compared
  } finally {
    pdfsig.close()
    await kit.close()
  }
}

async function compareOne(kit: SigningKit, pdfsig: Pdfsig, given: PdfCase): Promise<Compared> {
  const judged = pdfsig
    .judge(given.pdf)
    .filter(({ signature }) => signature !== '' && !signature.includes('not yet been'))
  const accepts = judged.length > 0 && judged.every(({ valid, trusted }) => valid && trusted)
  const at = Temporal.Now.instant()
  const report = await verifyPdf(given.pdf, { trustAnchors: kit.anchors, revocation: kit.revocation, at })
  return { given, report, accepts }
}

/** The codes of a report, of the file and of its signatures. */
export const codesOf = ({ findings, signatures }: VerificationReport): ReadonlySet<string> =>
  new Set([...findings, ...signatures.flatMap((one) => one.findings)].map(({ code }) => code))

/** Both accept the file, or neither does. */
export const agrees = ({ report, accepts }: Compared): boolean => (report.verdict === 'valid') === accepts

/** `docs/verification.md`: what each file comes to, and why where pdfsig says otherwise. */
export function writeVerificationTable(compared: ReadonlyMap<string, readonly Compared[]>): string {
  const all = [...compared.values()].flat()
  const agreed = all.filter(agrees).length
  return [
    '# Our verdict on signed PDFs, beside that of pdfsig',
    '',
    `${all.length} files, built by \`test/support/pdf-cases-*.ts\` and judged by both in every run of the tests (poppler`,
    `pdfsig ${'`-no-ocsp`'}, with the same roots). They agree on ${agreed}; the other ${all.length - agreed} differ for the reasons below, which the`,
    'test knows one by one. pdfsig *accepts* a file when every signature in it is valid and trusted; time stamps over the',
    'whole file it does not judge, and they are left out. We *accept* what is `valid`; of `indeterminate` the clerk is told',
    'what is not known, `invalid` is refused. This page is checked by `src/modules/signatures/verify-pdf.test.ts`; write it',
    'anew with `node test/support/write-verification-table.ts`.',
    '',
    '## Why we differ',
    '',
    '| reason | files | |',
    '| --- | --- | --- |',
    ...Object.entries(differences).flatMap(([key, sentence]) => {
      const count = all.filter(({ given }) => given.difference === key).length
      return count > 0 ? [`| ${key} | ${count} | ${sentence} |`] : []
    }),
    ...[...compared].flatMap(([title, rows]) => ['', `## ${title}`, '', ...listRows(rows)]),
    '',
  ].join('\n')
}

function listRows(rows: readonly Compared[]): readonly string[] {
  return [
    '| file | ours | level | why | pdfsig | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => {
      const { given, report, accepts } = row
      const codes = (given.codes ?? []).map((code) => `\`${code}\``).join(', ')
      const level = report.signatures.find(({ kind }) => kind === 'signature')?.level ?? ''
      const reason = agrees(row) ? 'agree' : `differ: ${given.difference}`
      const theirs = accepts ? 'accepts' : 'refuses'
      return `| ${given.name} | ${report.verdict} | ${level === 'none' ? '' : level} | ${codes} | ${theirs} | ${reason} |`
    }),
  ]
}
