import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EditedForm, type EditedStep, editForm } from './form-edits.ts'

const field = (title: string) => ({ type: 'string', title })
const form: EditedForm = {
  type: 'object',
  'x-subject': 'child.name',
  properties: {
    child: {
      type: 'object',
      title: 'Trẻ',
      properties: { name: field('Tên'), bornOn: field('Ngày sinh'), place: field('Nơi sinh') },
      required: ['name'],
    },
    delivery: {
      type: 'object',
      title: 'Nhận kết quả',
      properties: { phone: field('Điện thoại'), method: field('Cách nhận') },
      'x-sections': [
        { title: 'Liên hệ', fields: ['phone'] },
        { title: 'Kết quả', fields: ['method'] },
      ],
    },
  },
}
const stepOf = (edited: EditedForm, name: string): EditedStep => {
  const step = edited.properties[name]
  assert.ok(step, name)
  return step
}
const fieldsOf = (edited: EditedForm, step = 'child') => Object.keys(edited.properties[step]?.properties ?? {})

test('a field is added at the end, and is compulsory when it says so', () => {
  const edited = editForm(form, {
    act: 'put_field',
    step: 'child',
    name: 'sex',
    field: field('Giới'),
    required: true,
  })
  assert.deepEqual(fieldsOf(edited), ['name', 'bornOn', 'place', 'sex'])
  assert.deepEqual(stepOf(edited, 'child').required, ['name', 'sex'])
  assert.equal(edited['x-subject'], 'child.name')
})

test('a changed field stays in its place', () => {
  const edited = editForm(form, {
    act: 'put_field',
    step: 'child',
    name: 'name',
    field: field('Họ tên'),
    required: false,
  })
  assert.deepEqual(fieldsOf(edited), ['name', 'bornOn', 'place'])
  assert.deepEqual(stepOf(edited, 'child').required, [])
})

test('fields move up and down, not beyond the ends', () => {
  const up = editForm(form, { act: 'move_field', step: 'child', name: 'place', by: -1 })
  assert.deepEqual(fieldsOf(up), ['name', 'place', 'bornOn'])
  const over = editForm(form, { act: 'move_field', step: 'child', name: 'name', by: -1 })
  assert.deepEqual(fieldsOf(over), ['name', 'bornOn', 'place'])
})

test('a field at the edge of its section moves into the next one', () => {
  const edited = editForm(form, { act: 'move_field', step: 'delivery', name: 'phone', by: 1 })
  assert.deepEqual(
    stepOf(edited, 'delivery')['x-sections']?.map(({ fields }) => fields),
    [[], ['phone', 'method']],
  )
})

test('a removed field is asked nowhere', () => {
  const edited = editForm(form, { act: 'remove_field', step: 'child', name: 'name' })
  assert.deepEqual(fieldsOf(edited), ['bornOn', 'place'])
  assert.deepEqual(stepOf(edited, 'child').required, [])
})

test('pages of the form are added, moved and removed', () => {
  const added = editForm(form, { act: 'add_step', step: 'father', title: 'Cha' })
  const moved = editForm(added, { act: 'move_step', step: 'father', by: -1 })
  assert.deepEqual(Object.keys(moved.properties), ['child', 'father', 'delivery'])
  assert.deepEqual(Object.keys(editForm(moved, { act: 'remove_step', step: 'father' }).properties), [
    'child',
    'delivery',
  ])
})

test('what names nothing changes nothing', () => {
  assert.equal(editForm(form, { act: 'remove_step', step: 'nobody' }), form)
  assert.deepEqual(editForm(form, { act: 'remove_field', step: 'child', name: 'nothing' }), form)
})
