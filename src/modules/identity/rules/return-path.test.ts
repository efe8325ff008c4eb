import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeReturnPath, signInPathFor } from './return-path.ts'

test('a page of this site is returned to', () => {
  for (const path of [
    '/',
    '/my/dossiers',
    '/drafts/4F7K-92QX/1?from=2',
    '/search?q=khai%20sinh',
    '/track/a#b',
  ]) {
    assert.equal(safeReturnPath(path, '/x'), path)
  }
})

test('nothing a browser could take for another site is returned to, nor a sign-in page', () => {
  const strange = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/a\\b',
    '/a\nb',
    '/\t/evil.example',
    '/trang chủ',
    'my/dossiers',
    '',
    '/sign-in',
    '/sign-in?return=/',
    '/officer/sign-in',
    '/sign-out',
    `/${'a'.repeat(600)}`,
    null,
    undefined,
    ['/a'],
  ]
  for (const path of strange) assert.equal(safeReturnPath(path, '/x'), '/x', String(path))
})

test('officers and administrators have their own door', () => {
  assert.equal(signInPathFor('/officer/worklist'), '/officer/sign-in')
  assert.equal(signInPathFor('/admin'), '/officer/sign-in')
  assert.equal(signInPathFor('/my/dossiers'), '/sign-in')
  assert.equal(signInPathFor('/officers-list'), '/sign-in')
})
