import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanText, foldForSearch } from './search-text.ts'

test('a text is found with or without its marks, composed or not', () => {
  const typed = ['Đăng ký khai sinh', 'đăng ký khai sinh'.normalize('NFD'), '  DANG  ky-khai sinh ']
  assert.deepEqual(typed.map(foldForSearch), Array(3).fill('dang ky khai sinh'))
})

test('both ways to place the tone mark fold to the same text', () => {
  assert.equal(foldForSearch('Khánh Hoà'), foldForSearch('Khánh Hòa'))
})

test('control and private-use characters go, line breaks stay', () => {
  assert.equal(cleanText('Tờ\u0007 khai\uf0b7\r\n  mẫu'), 'Tờ khai\nmẫu')
})
