import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placePage, separatorCode } from './place-page.ts'

/** What a scanner gives: p a page, b a blank one, s a separator sheet. The papers as they come out. */
function split(stack: string): string[] {
  const papers: string[] = ['']
  let paperNumber = 1
  for (const sheet of stack) {
    const page = { blank: sheet === 'b', codes: sheet === 's' ? ['https://x.example', separatorCode(3)] : [] }
    const hasPages = /[pb]/.test(papers[paperNumber - 1] ?? '')
    const placing = placePage(page, { paperNumber, hasPages, lastPaperNumber: papers.length })
    if (placing.opensPaper) papers.push('')
    paperNumber = placing.paperNumber
    if (placing.state !== 'separator') papers[paperNumber - 1] += placing.state === 'blank' ? 'b' : 'p'
  }
  return papers
}

const cases: [string, string[]][] = [
  ['ppp', ['ppp']],
  ['ppsp', ['pp', 'p']],
  ['sppsp', ['pp', 'p']],
  ['ppsspsb', ['pp', 'p', 'b']],
  ['psps', ['p', 'p', '']],
]
for (const [stack, papers] of cases)
  test(`${stack} is split into ${papers.join(' | ')}`, () => assert.deepEqual(split(stack), papers))

test('another QR code on a page is no separator', () => {
  for (const code of ['motcua:separator:', 'motcua:separator:1x', 'x motcua:separator:1', 'https://a.example'])
    assert.equal(
      placePage({ blank: false, codes: [code] }, { paperNumber: 1, hasPages: true, lastPaperNumber: 1 }).state,
      'kept',
    )
})
