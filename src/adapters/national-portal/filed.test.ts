import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openFiledReader } from './filed.ts'

const never = () => assert.fail('nothing is asked')
const limits = { timeoutMs: 1000, mostBytes: 1000, origins: ['https://portal.example'] }
const { readFiled } = openFiledReader({ listFiled: never, answer: never } as never, limits)

function read(content: Readonly<Record<string, unknown>>) {
  const filed = readFiled(content)
  return 'unreadable' in filed ? assert.fail(`unreadable: ${filed.unreadable}`) : filed
}

/** A dossier of 2026, field by field as domain/statuses-and-sync.md §4 has it. */
const recent = {
  MaHoSo: 'G09.20-20260609-0092637',
  MaTTHC: '1.004873',
  MaDichVuCong: '',
  ChuHoSo: 'LÒ THỊ MAI HƯƠNG',
  LoaiDoiTuong: '1',
  MaDonViTiepNhan: 'G09.20',
  NgayNop: '20261123215455',
  NgayTiepNhan: '',
  EformThongTinChiTiet: { person: { status: 'single' } },
  ThanhPhanHoSo: [],
  ThongTinNguoiNop: {
    LoaiDoiTuong: '1',
    IdDoiTuong: 'T000017',
    ThongTinChiTiet: {
      ...{ TenNguoiNop: 'LÒ THỊ MAI HƯƠNG', SoDinhDanh: '999000000017', NgayCapDinhDanh: '' },
      ...{ NgaySinh: '14/03/1997', SoDienThoai: '0900000048', Email: '', Fax: '' },
      ...{ MaTinh: '11', MaHuyen: '', MaXa: '03127', DiaChiChiTiet: 'Tổ 8' },
      ...{ TenChuHs: '', SoDinhDanhChuHs: '', MaTinhChuHs: '', MaXaChuHs: '', DiaChiChiTietChuHs: '' },
    },
  },
}

/** The same with another date of birth. */
const bornOn = (NgaySinh: string) => {
  const { ThongTinNguoiNop: by } = recent
  return { ...recent, ThongTinNguoiNop: { ...by, ThongTinChiTiet: { ...by.ThongTinChiTiet, NgaySinh } } }
}

test('a date of birth is read in whichever of its formats it comes, and no day is made up', () => {
  for (const text of ['14/03/1997', '19970314', '1997-03-14', '19970314000000'])
    assert.equal(read(bornOn(text)).applicant.birthOn, '1997-03-14', text)
  assert.equal(read(bornOn('1997')).applicant.birthOn, '1997')
  assert.equal(read(bornOn('không rõ')).applicant.birthOn, null)
})
