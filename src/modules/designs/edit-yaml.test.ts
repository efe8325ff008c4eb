import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { editYaml } from './edit-yaml.ts'

const text = `# Thủ tục đăng ký khai sinh.
code: '1.001193' # mã của danh mục quốc gia
fees:
  # miễn cho hộ nghèo
  - key: registration
    amountVnd: 0
  - key: copy
    amountVnd: 8000 # một bản
questions: []
`

test('a changed value leaves the comments and everything else where they are', () => {
  const edited = editYaml(text, [{ act: 'put', path: ['fees', 1, 'amountVnd'], value: 10_000 }])
  assert.equal(edited, text.replace('8000 # một bản', '10000 # một bản'))
})

test('what stays the same is written as it was', () => {
  assert.equal(editYaml(text, [{ act: 'put', path: ['code'], value: '1.001193' }]), text)
})

test('rows are added, moved and taken away', () => {
  const edited = editYaml(text, [
    { act: 'add', path: ['fees'], value: { key: 'late', amountVnd: null } },
    { act: 'move', path: ['fees'], index: 2, by: -1 },
    { act: 'drop', path: ['fees', 0] },
    { act: 'add', path: ['questions'], value: { title: 'Hỏi?' } },
  ])
  const read = parse(edited) as { fees: { key: string }[]; questions: unknown[] }
  assert.deepEqual(
    read.fees.map(({ key }) => key),
    ['late', 'copy'],
  )
  assert.deepEqual(read.questions, [{ title: 'Hỏi?' }])
})

test('a file that cannot be read is left as it is', () => {
  assert.equal(editYaml('a: [', [{ act: 'put', path: ['a'], value: 1 }]), 'a: [')
})
