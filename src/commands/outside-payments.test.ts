import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConfigError } from '#platform/config'
import { readAccounts } from './outside-payments.ts'

test('the accounts of agencies are read from a file; one that cannot be believed stops the program', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-accounts-'))
  const file = join(folder, 'accounts.json')
  const read = async (content: unknown) => {
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
    return readAccounts(file)
  }
  const own = { agency: 'H18.137', bankBin: '970403', number: '3713000000001', name: 'UBND PHUONG' }
  const dated = {
    ...own,
    from: '2026-12-01',
    treasury: 'Kho bạc',
    treasuryAccount: '7111',
    unitCode: '000.00.137.H18',
  }
  assert.deepEqual(await read([own, dated]), [own, dated])
  assert.deepEqual(readAccounts(undefined), [])
  for (const wrong of [
    '{',
    {},
    [{ ...own, bankBin: '97' }],
    [{ ...own, from: '1/12/2026' }],
    [{ ...own, acount: '1' }],
  ])
    await assert.rejects(() => read(wrong), ConfigError, JSON.stringify(wrong))
  await rm(folder, { recursive: true })
  assert.throws(() => readAccounts(file), ConfigError)
})
