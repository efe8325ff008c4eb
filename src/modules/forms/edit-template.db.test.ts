import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OfficerActor } from '#modules/identity'
import { useDemo } from '#test/demo'
import { extractPdfText } from '#test/pdf-text'
import { decideTemplate, findFault, loadTemplates, saveTemplateDraft, tryLook } from './edit-template.ts'
import { formProblem } from './errors.ts'
import { builtInSettings } from './messages.ts'
import type { FormNumber } from './rules/form.ts'
import { readOwnTemplate } from './set-form.ts'

const own = useDemo()
const settings = { ...builtInSettings['02'], title: 'PHIẾU HƯỚNG DẪN HOÀN THIỆN HỒ SƠ' }
const decision = { number: '12/QĐ-UBND', decidedOn: '2026-11-24', validFrom: '2026-12-01' }
const nothing = { number: '', decidedOn: '', validFrom: '' }

async function people(): Promise<readonly [OfficerActor, OfficerActor]> {
  return [await own.demo.officer('administrator'), await own.demo.officer('leader')]
}

const revisionOf = async (number: FormNumber) =>
  (await loadTemplates(own.demo.context, number)).open?.revision ?? 0

test('a template is written by one, approved by another, and in force from its day; the one before stays in the list', async () => {
  const { context, at } = own.demo
  const [administrator, leader] = await people()
  const decide = async (act: 'propose' | 'approve', officer: OfficerActor, by = nothing) =>
    decideTemplate(context, '02', { act, seen: await revisionOf('02'), decision: by }, officer)
  await saveTemplateDraft(context, '02', { settings, source: null, seen: 0 }, administrator)
  assert.deepEqual(await decide('approve', leader, decision), { ok: false, code: 'no_draft' })
  assert.deepEqual(await decide('propose', administrator), { ok: true })
  assert.deepEqual(await decide('approve', administrator, decision), { ok: false, code: 'same_person' })
  assert.deepEqual(await decide('approve', leader), { ok: false, code: 'decision_needed' })
  const past = { ...decision, validFrom: '2026-11-25' }
  assert.deepEqual(await decide('approve', leader, past), { ok: false, code: 'day_passed' })
  assert.deepEqual(await decide('approve', leader, decision), { ok: true })
  assert.equal((await loadTemplates(context, '02')).inForce, null, 'not before its day')
  const later = await loadTemplates(at('2026-12-01T08:00:00+07:00'), '02')
  assert.deepEqual(
    [later.inForce?.version, later.inForce?.settings.title, later.open],
    [1, settings.title, null],
  )
})

test('a bad template is kept as it was written, and never proposed', async () => {
  const { context } = own.demo
  const [administrator] = await people()
  const source = `${await readOwnTemplate('03')}\n\n#view.nothing_of_this_name\n`
  const line = source.split('\n').length - 1
  await saveTemplateDraft(context, '03', { settings: builtInSettings['03'], source, seen: 0 }, administrator)
  const answer = await decideTemplate(
    context,
    '03',
    { act: 'propose', seen: 1, decision: nothing },
    administrator,
  )
  assert.ok(!answer.ok)
  assert.equal(answer.code, 'template_bad')
  assert.equal(answer.fault?.line, line)
  assert.match(answer.fault?.message ?? '', /nothing_of_this_name/)
  assert.equal((await loadTemplates(context, '03')).open?.source, source)
})

test('two who write at once: the second is told, and nothing of the first is lost', async () => {
  const { context } = own.demo
  const [administrator] = await people()
  const write = (title: string) =>
    saveTemplateDraft(
      context,
      '05',
      { settings: { ...builtInSettings['05'], title }, source: null, seen: 0 },
      administrator,
    )
  const both = await Promise.allSettled([write('MỘT'), write('HAI')])
  const lost = both.find((answer) => answer.status === 'rejected')
  assert.deepEqual(lost?.reason.code, formProblem('forms.template_changed').code)
  const { open } = await loadTemplates(context, '05')
  assert.equal(open?.revision, 1)
})

test('the program’s own template, sent back unchanged, stays the program’s own', async () => {
  const { context } = own.demo
  const [administrator] = await people()
  const source = `${await readOwnTemplate('04')}\r\n`.replaceAll('\n', '\r\n')
  await saveTemplateDraft(context, '04', { settings: builtInSettings['04'], source, seen: 0 }, administrator)
  assert.equal((await loadTemplates(context, '04')).open?.source, null)
})

test('every form can be tried with its examples, and a template reads nothing but its data', async () => {
  const fine = await tryLook('02', { settings, source: null }, 'usual')
  assert.ok(fine.ok)
  assert.ok(extractPdfText(fine.pdf).includes(settings.title))
  for (const source of ['#read("/etc/passwd")', '#import "@preview/cetz:0.2.2": *', '#json("/etc/x.json")']) {
    const fault = await findFault('02', { settings, source })
    assert.ok(fault, source)
    assert.equal(fault.line, 1)
  }
  assert.equal(await findFault('02', { settings, source: '#show: sheet.with("x")\n#title-of("02")' }), null)
})
