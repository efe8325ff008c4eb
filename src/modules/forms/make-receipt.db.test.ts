import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advanceDossier, type Command, readDossier } from '#modules/dossiers'
import { maiHuong, useDemo } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { makeReceiptView } from './make-receipt.ts'

const own = useDemo()

test('the receipt explains the day it promised, also when the clock has started again since', async () => {
  const { demo } = own
  const { context } = demo
  const reception = await demo.officer('reception')
  const reference = await submitBirth(context, maiHuong)
  const give = (command: Command) => advanceDossier(context, reference, { command }, reception)
  await give({ type: 'accept' })
  const before = await readDossier(context, reference, reception)
  const component = 'birth_certificate_of_clinic'
  await give({ type: 'request_papers', reason: 'Ảnh mờ', components: [component] })
  const later = demo.at('2026-12-03T09:00:00+07:00')
  const papers = [{ component, paper: (await demo.paper(maiHuong)).id }]
  await advanceDossier(later, reference, { command: { type: 'supplement' }, papers }, maiHuong)
  const after = await readDossier(later, reference, reception)
  assert.notEqual(after.dossier.dueAt?.toString(), before.dossier.dueAt?.toString(), 'the clock started again')
  const [first, second] = [before, after].map((view) => makeReceiptView(view, 'https://motcua.example', ''))
  assert.ok(first?.dueWhy)
  assert.deepEqual([second?.dueText, second?.dueWhy], [first.dueText, first.dueWhy])
})
