import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Errors } from 'typebox/value'
import { findGuideProblems, type GuideGround } from './check-guide.ts'
import { adaptToAnswers, findVariant, followGuide } from './follow-guide.ts'
import { guideSchema } from './guide-schema.ts'
import type { Guide } from './rules/guide.ts'

const guide: Guide = {
  questions: [
    {
      key: 'wish',
      title: 'Làm luôn ba việc?',
      choices: [
        { value: 'no', title: 'Không' },
        { value: 'yes', title: 'Có' },
      ],
    },
    {
      key: 'who',
      title: 'Ai đi đăng ký?',
      when: 'guide.wish != "yes"',
      from: 'answers.delivery.relation',
      choices: [
        { value: 'mother', title: 'Mẹ', answers: { delivery: { relation: 'mother' } } },
        { value: 'other', title: 'Người khác', answers: { delivery: { relation: 'other' } } },
      ],
    },
    {
      key: 'authority',
      title: 'Người khác là ai?',
      when: 'guide.who = "other"',
      from: 'answers.delivery.authority',
      choices: [
        { value: 'relative', title: 'Người thân thích' },
        {
          value: 'authorised',
          title: 'Người được ủy quyền',
          answers: { delivery: { authority: 'authorised' } },
        },
      ],
    },
  ],
  outcomes: [
    {
      key: 'combined',
      kind: 'elsewhere',
      when: 'guide.wish = "yes"',
      procedure: '3.000722',
      name: 'Liên thông',
    },
    {
      key: 'authorised',
      kind: 'apply',
      when: 'guide.authority = "authorised"',
      name: 'Theo ủy quyền',
      components: { required: ['letter'], notAsked: ['marriage'] },
      timeLimit: { amount: 3, unit: 'working_day', text: '3 ngày làm việc', law: null },
      answers: { child: { origin: 'usual' } },
    },
    { key: 'usual', kind: 'apply', name: 'Thông thường', components: { notAsked: ['letter'] } },
  ],
}

const ways: readonly [given: Record<string, unknown>, next: string | null, outcome: string | null][] = [
  [{}, 'wish', null],
  [{ wish: 'perhaps' }, 'wish', null],
  [{ wish: 'yes' }, null, 'combined'],
  [{ wish: 'yes', who: 'other', authority: 'authorised' }, null, 'combined'],
  [{ wish: 'no' }, 'who', null],
  [{ wish: 'no', who: 'mother' }, null, 'usual'],
  [{ wish: 'no', who: 'mother', authority: 'authorised' }, null, 'usual'],
  [{ wish: 'no', who: 'other' }, 'authority', null],
  [{ wish: 'no', who: 'other', authority: ['authorised'] }, 'authority', null],
  [{ wish: 'no', who: 'other', authority: 'authorised' }, null, 'authorised'],
]
for (const [given, next, outcome] of ways) {
  test(`${JSON.stringify(given)} leads to ${outcome ?? `the question ${next}`}`, () => {
    const followed = followGuide(guide, given)
    assert.deepEqual([followed.next?.key ?? null, followed.outcome?.key ?? null], [next, outcome])
  })
}

test('what was chosen on the way is known to the form, and so is what the case brings', () => {
  const { known, choices } = followGuide(guide, { wish: 'no', who: 'other', authority: 'authorised' })
  assert.deepEqual(known, {
    delivery: { relation: 'other', authority: 'authorised' },
    child: { origin: 'usual' },
  })
  assert.deepEqual(choices, { wish: 'no', who: 'other', authority: 'authorised' })
})

test('a dossier tells its case by its answers; while one is missing, none', () => {
  const of = (delivery: object) => findVariant(guide, { delivery })?.key ?? null
  assert.equal(of({ relation: 'mother' }), 'usual')
  assert.equal(of({ relation: 'other' }), null)
  assert.equal(of({ relation: 'other', authority: 'authorised' }), 'authorised')
  assert.equal(findVariant(guide, {}), null)
  assert.equal(findVariant(undefined, {}), null)
})

const procedure = {
  guide,
  components: [
    { key: 'letter', required: false },
    { key: 'marriage', required: false },
    { key: 'birth', required: true },
  ],
  timeLimit: { amount: 1, unit: 'same_day', text: 'Trong ngày', convention: 'whole_days' },
}

test('the procedure of a case has its papers and its time; without a case it is itself', () => {
  const adapted = adaptToAnswers(procedure, { delivery: { relation: 'other', authority: 'authorised' } })
  assert.deepEqual(adapted.components, [
    { key: 'letter', required: true },
    { key: 'birth', required: true },
  ])
  assert.deepEqual([adapted.timeLimit.amount, adapted.timeLimit.convention], [3, 'whole_days'])
  assert.equal(adaptToAnswers(procedure, {}), procedure)
})

test('whatever is chosen, a guide asks on or leads somewhere, and following what it took leads to the same place', () => {
  const any = fc.constantFrom('no', 'yes', 'mother', 'other', 'relative', 'authorised', '', undefined, 7, null)
  fc.assert(
    fc.property(fc.record({ wish: any, who: any, authority: any }), (given) => {
      const { next, outcome, choices } = followGuide(guide, given)
      assert.ok((next === null) !== (outcome === null))
      assert.deepEqual(followGuide(guide, choices).outcome, outcome)
    }),
  )
})

const fields = { properties: { relation: {}, authority: {} } }
const ground: GuideGround = {
  components: procedure.components,
  form: { properties: { delivery: fields, child: { properties: { origin: {} } } } },
}
const [wish, who] = guide.questions as [Guide['questions'][0], Guide['questions'][0]]
const [combined, authorised, usual] = guide.outcomes as [
  Guide['outcomes'][0],
  Guide['outcomes'][0],
  Guide['outcomes'][0],
]

test('a guide that holds together is taken', () => {
  assert.deepEqual(findGuideProblems(guide, ground), [])
  assert.deepEqual([...Errors(guideSchema, guide)], [])
})

const wrong: readonly [title: string, guide: Guide, path: string][] = [
  ['a condition does not parse', { ...guide, questions: [{ ...wish, when: 'guide.' }] }, 'questions/0/when'],
  [
    'a condition asks for answers',
    { ...guide, outcomes: [{ ...combined, when: 'answers.a = 1' }, usual] },
    'outcomes/0/when',
  ],
  [
    'a question reads the choices',
    { ...guide, questions: [{ ...who, from: 'guide.wish' }] },
    'questions/0/from',
  ],
  ['two questions have one key', { ...guide, questions: [wish, wish] }, 'questions/1'],
  [
    'a field is not in the form',
    { ...guide, outcomes: [{ ...usual, answers: { child: { nobody: 1 } } }] },
    'outcomes/0/answers/child/nobody',
  ],
  [
    'a paper is not of the procedure',
    { ...guide, outcomes: [{ ...usual, components: { required: ['x'] } }] },
    'outcomes/0/components',
  ],
  [
    'nobody says which other procedure',
    { ...guide, outcomes: [{ ...usual, kind: 'elsewhere' }] },
    'outcomes/0',
  ],
  ['it may lead nowhere', { ...guide, outcomes: [authorised] }, 'outcomes'],
  ['a case stands behind one that always holds', { ...guide, outcomes: [usual, authorised] }, 'outcomes/0'],
]
for (const [title, refused, path] of wrong) {
  test(`refused, with its place: ${title}`, () => {
    assert.equal(findGuideProblems(refused, ground)[0]?.path.join('/'), path)
  })
}
