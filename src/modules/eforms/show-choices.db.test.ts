import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seedDemoProvince } from '#modules/organisations'
import { useContext } from '#test/app'
import type { FormSchema } from './rules/form-schema.ts'
import { listPlaceOptions, loadPlaces, showChoices } from './show-choices.ts'

const made = useContext()

const form: FormSchema = {
  type: 'object',
  properties: {
    home: {
      type: 'object',
      title: 'Nơi ở',
      properties: {
        province: { type: 'string', title: 'Tỉnh', 'x-choices': 'place.province' },
        commune: { type: 'string', title: 'Xã, phường', 'x-choices': 'place.commune' },
        sex: { type: 'string', title: 'Giới tính', 'x-choices': 'sexes' },
      },
    },
  },
}

test('a stored code is shown by its words', async () => {
  await made.ready
  await seedDemoProvince(made.context)
  const shown = await showChoices(made.context.db, form, { home: { commune: '03127', sex: 'female' } })
  const { commune, sex } = shown.properties.home?.properties ?? {}
  assert.match(commune?.oneOf?.[0]?.title ?? '', /^Phường Điện Biên Phủ/)
  assert.deepEqual(
    sex?.oneOf?.map((choice) => choice.const),
    ['male', 'female'],
  )
})

test('the communes that are offered are those of the chosen province', async () => {
  await made.ready
  await seedDemoProvince(made.context)
  const places = await loadPlaces(made.context.db)
  const step = form.properties.home
  assert.ok(step)
  const chosen = listPlaceOptions(places, step, { province: '11' }, '')
  assert.ok(chosen.commune?.communes.some(({ value }) => value === '03127'))
  assert.deepEqual(chosen.commune?.provinces, [], 'the step asks for the province itself')
  assert.deepEqual(listPlaceOptions(places, step, {}, '').commune?.communes, [])
  const { province: _, ...alone } = step.properties
  const own = listPlaceOptions(places, { properties: alone }, {}, '11')
  assert.equal(own.commune?.province, '11')
  assert.equal(places.nameOf('place.commune', '99999'), null)
})
