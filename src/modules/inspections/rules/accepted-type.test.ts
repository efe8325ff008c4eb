import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decideType } from './accepted-type.ts'

const cases: [string, string | null, string][] = [
  ['a.pdf', 'application/pdf', 'a.pdf'],
  ['a.JFIF', 'image/jpeg', 'a.JFIF'],
  ['Đơn ngày 26.11', 'application/pdf', 'Đơn ngày 26.11.pdf'],
  ['anh', 'image/jpeg', 'anh.jpg'],
  ['a.pdf', 'image/png', 'content_not_as_named'],
  ['a.pdf.exe', 'application/pdf', 'content_not_as_named'],
  ['a.pdf', 'application/x-msdownload', 'content_not_as_named'],
  ['a.pdf', null, 'content_not_as_named'],
  ['a.html', null, 'type_not_accepted'],
  ['a.zip', 'application/zip', 'type_not_accepted'],
  ['a', 'application/gzip', 'type_not_accepted'],
]
for (const [name, found, expected] of cases) {
  test(`${name} with the content of ${found ?? 'nothing known'}: ${expected}`, () => {
    const decision = decideType(name, found)
    assert.equal(decision.ok ? decision.name : decision.code, expected)
  })
}
