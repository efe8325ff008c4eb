import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comparePacks, type PackSide } from './compare-packs.ts'

const side = (change: Record<string, unknown> = {}, nodes: Record<string, unknown> = {}): PackSide => ({
  content: {
    code: '1.001193',
    shortName: 'Đăng ký khai sinh',
    components: [{ key: 'birth', name: 'Giấy chứng sinh', copies: 0 }],
    timeLimit: { amount: 1, unit: 'same_day' },
    form: {
      properties: {
        child: { title: 'Trẻ', properties: { name: { title: 'Họ tên', maxLength: 100 } }, required: ['name'] },
      },
    },
    ...change,
  },
  plan: {
    nodes: { sign: { id: 'sign', name: 'Ký', kind: 'user_task', incoming: ['a'] }, ...nodes },
    flows: {},
  },
})

test('the same pack has no differences', () => {
  assert.deepEqual(comparePacks(side(), side()), [])
})

test('a renamed procedure and another time limit are said with both values', () => {
  const after = side({ shortName: 'Khai sinh', timeLimit: { amount: 2, unit: 'working_day' } })
  assert.deepEqual(
    comparePacks(side(), after).map(({ area, key, values }) => [area, key, values]),
    [
      ['procedure', 'shortName', [{ name: 'value', before: 'Đăng ký khai sinh', after: 'Khai sinh' }]],
      [
        'time',
        'timeLimit',
        [
          { name: 'amount', before: '1', after: '2' },
          { name: 'unit', before: 'same_day', after: 'working_day' },
        ],
      ],
    ],
  )
})

test('a field that is no longer compulsory is a changed field; a new one is added', () => {
  const form = {
    properties: {
      child: {
        title: 'Trẻ',
        properties: { name: { title: 'Họ tên', maxLength: 100 }, sex: { title: 'Giới' } },
      },
    },
  }
  assert.deepEqual(
    comparePacks(side(), side({ form })).map(({ kind, label }) => [kind, label]),
    [
      ['changed', 'Trẻ: Họ tên'],
      ['added', 'Trẻ: Giới'],
    ],
  )
})

test('a new step of the process is added, a removed paper is removed', () => {
  const after = side({ components: [] }, { check: { id: 'check', name: 'Kiểm tra', kind: 'user_task' } })
  assert.deepEqual(
    comparePacks(side(), after).map(({ area, kind, label }) => [area, kind, label]),
    [
      ['papers', 'removed', 'Giấy chứng sinh'],
      ['process', 'added', 'Kiểm tra'],
    ],
  )
})
