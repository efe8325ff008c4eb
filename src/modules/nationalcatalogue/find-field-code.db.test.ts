import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { useDatabase } from '#test/db'
import { findFieldCode } from './find-field-code.ts'
import { stageLines, takeOverStaged } from './repository.ts'

const own = useDatabase()
const day = (number: number) => Temporal.Instant.from(`2026-11-${number}T03:20:00+07:00`)
const fieldOf = (code: string, name: string) => ({ kind: 'field', code, name, details: {} }) as const

async function fetched(on: number, ...fields: readonly ReturnType<typeof fieldOf>[]): Promise<void> {
  await stageLines(own.db, fields)
  await own.db.transaction().execute((tx) => takeOverStaged(tx, day(on)))
}

test('a field has the code that it was listed with then, however its name is typed; called so twice or never, it has none', async () => {
  const find = (name: string, on: number) => findFieldCode(own.db, name, day(on))
  assert.equal(await find('Hộ tịch', 20), null, 'nothing was fetched yet')
  await fetched(12, fieldOf('G15-HT01', 'Hộ tịch'), fieldOf('G15-CT01', 'Chứng thực'))
  await fetched(
    18,
    fieldOf('G15-HT02', 'Hộ tịch'),
    fieldOf('G15-CT01', 'Chứng thực'),
    fieldOf('G01-CT', 'CHỨNG THỰC'),
  )
  assert.deepEqual(
    [await find('Hộ tịch', 10), await find('Hộ tịch', 14), await find('Hộ tịch', 20)],
    ['G15-HT01', 'G15-HT01', 'G15-HT02'],
    'before the first fetch it is what that one brought',
  )
  assert.equal(await find(` ${'HỘ  TỊCH'.normalize('NFD')} `, 14), 'G15-HT01')
  assert.deepEqual([await find('Chứng thực', 14), await find('Chứng thực', 20)], ['G15-CT01', null])
  assert.equal(await find('Đất đai', 20), null)
})
