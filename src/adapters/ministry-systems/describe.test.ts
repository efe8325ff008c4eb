import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factsOf, paperOf } from '#test/dossier-facts'
import { describeDossier, describePaper } from './describe.ts'

const translated = {
  ...{ procedure: 'HT.01', agency: 'G09.20', state: 'DXL' },
  ...{ states: new Map<number, string>(), fields: {} },
}

test('a paper that the result of another procedure stands for says which', () => {
  const [plain, replaced] = [
    paperOf('ab'),
    { ...paperOf('cd'), id: 'paper-2', replacedByResult: 'KQ.G07.000122' },
  ]
  const given = new Map([plain, replaced].map((paper) => [paper.id, describePaper(paper, `tep-${paper.id}`)]))
  const facts = { ...factsOf('H99.1-261120-0001', 'accepted'), papers: [plain, replaced] }
  const [component] = describeDossier(facts, 'G09.20-20261120-0000001', translated, given).ThanhPhanHoSo
  assert.deepEqual(component?.GiayToDinhKem, [
    { IdGiayTo: 'tep-paper-1', MaKetQua: '', TenGiayTo: 'Giấy chứng sinh.pdf', HashTepTin: 'ab' },
    { IdGiayTo: 'tep-paper-2', MaKetQua: 'KQ.G07.000122', TenGiayTo: 'Giấy chứng sinh.pdf', HashTepTin: 'cd' },
  ])
})
