import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factsOf, feeOf, paperOf } from '#test/dossier-facts'
import { describeDossier, describePaper, describeState } from './describe.ts'

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

test('a fee says when it was asked for and whether it is paid, by their codes; what is not known stays empty', () => {
  const fees = [feeOf({ code: 'extract_copy', askedDuring: 'intake', state: 'paid' }), feeOf({})]
  const facts = { ...factsOf('H99.1-261120-0001', 'accepted', 'payment_requested'), fees }
  const known = { code: 'G09.20-20261120-0000001', id: 'id-1' }
  const both = { TenPhiLePhi: 'Phí cấp bản sao', Gia: '8000', LoaiPhiLePhi: '' }
  assert.deepEqual(describeState(facts, known, 'CTT').DanhSachLePhi, [
    { ...both, MaPhiLePhi: 'extract_copy', HinhThucThu: '1', TrangThaiThanhToan: '1' },
    { ...both, MaPhiLePhi: '', HinhThucThu: '', TrangThaiThanhToan: '0' },
  ])
})
