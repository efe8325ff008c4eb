import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultProcess } from '#modules/diagrams'
import { readPack, readPackOf } from '#modules/packs'
import { runScenarios } from './run-pack.ts'
import type { ScenarioResult } from './run-scenario.ts'

/** Runs scenarios (the lines under `scenarios:`) against a pack of the system, with its own ordinary answers. */
async function run(
  code: string,
  scenarios: string,
  files: Readonly<Record<string, string>> = {},
): Promise<readonly ScenarioResult[]> {
  const read = await readPackOf(code)
  assert.ok(read.ok)
  const sample = JSON.stringify(read.pack.scenarios?.sample ?? {})
  const cases = `sample: ${sample}\nscenarios:\n${scenarios}`
  const changed = await readPack({ ...read.pack.texts, ...files, 'cases.yaml': cases }, code)
  assert.deepEqual(changed.ok || changed.problems, true)
  return changed.ok ? runScenarios(changed.pack).results : []
}

/** What a scenario of birth registration is told: place, line and reason in English. */
async function tell(
  steps: string,
  given = "submittedAt: '2026-08-28T09:00', channel: online",
): Promise<string[]> {
  const [result] = await run('1.001193', `  - name: một\n    given: { ${given} }\n${steps}`)
  return (result?.problems ?? []).map(({ place, line, reason }) => `${place.en}, line ${line}: ${reason.en}`)
}

test('a due time that is not as promised is told with its line, what was expected and what was found', async () => {
  const steps = `    steps:
      - do: accept
        expect:
          state: accepted
          due: '2026-08-27'
`
  const [result] = await run(
    '1.001193',
    `  - name: một\n    given: { submittedAt: '2026-08-28T09:00' }\n${steps}`,
  )
  assert.deepEqual(result?.problems, [
    {
      place: { vi: 'Bước 1', en: 'Step 1' },
      line: 9,
      reason: {
        vi: 'hạn trả kết quả: mong đợi 2026-08-27; thực tế 2026-08-28T17:00.',
        en: 'due: expected 2026-08-27; found 2026-08-28T17:00.',
      },
      expected: '2026-08-27',
      found: '2026-08-28T17:00',
    },
  ])
  assert.equal(result.line, 3)
})

test('each thing that can be expected is compared, and told when it is otherwise', async () => {
  const expected = {
    state: 'in_progress',
    step: 'approval',
    outcome: 'granted',
    process: 'ended',
    tasks: ['appraisal'],
    waitsFor: ['fee_paid'],
    rings: { reminder: '2026-09-01' },
    due: null,
    stepDue: '2026-08-28T23:59',
    fees: { totalVnd: 1, lines: { none: 2 } },
    variables: { inspected: true },
  }
  for (const [key, value] of Object.entries(expected)) {
    const told = await tell(`    steps: [{ do: accept, expect: { ${key}: ${JSON.stringify(value)} } }]\n`)
    assert.equal(told.length, 1, key)
    assert.match(told[0] ?? '', /^Step 1, line 5: .* expected .*; found .*\.$/, key)
  }
})

test('what must be refused and is done, and what is refused and must not be, are both told', async () => {
  assert.deepEqual(await tell('    steps: [{ do: accept, expect: { refused: wrong_state } }]\n'), [
    'Step 1, line 5: It should have been refused (wrong_state), and was done.',
  ])
  assert.deepEqual(await tell('    steps:\n      - do: { command: supplement }\n'), [
    'Step 1, line 6: Refused without being expected to be: wrong_state (registered).',
  ])
  assert.deepEqual(
    await tell('    steps: [{ do: { command: supplement }, expect: { refused: result_exists } }]\n'),
    ['Step 1, line 5: code of the refusal: expected result_exists; found wrong_state.'],
  )
})

test('a refusal changes nothing', async () => {
  const steps = `    steps:
      - do: accept
      - do: { command: request_papers, reason: '' , components: [birth_certificate_of_clinic] }
        expect: { refused: reason_missing, state: accepted, tasks: [transfer] }
      - do: { task: approval, outcome: approve }
        expect: { refused: not_waiting, state: accepted }
      - do: { task: transfer, outcome: fly }
        expect: { refused: outcome_unknown, state: accepted }
`
  assert.deepEqual(await tell(steps), [])
})

test('four eyes: who appraised does not sign', async () => {
  const steps = `    steps:
      - do: accept
      - do: transfer
      - do: { task: appraisal, outcome: submit_for_approval, by: Quàng Văn Một }
      - do: { task: approval, outcome: approve, by: Quàng Văn Một }
        expect: { refused: four_eyes, tasks: [approval] }
      - do: { task: approval, outcome: approve, by: Cà Văn Hai }
        expect: { state: resolved }
`
  assert.deepEqual(await tell(steps), [])
})

test('time passes by hours and days that are worked, and never backwards', async () => {
  const steps = `    steps:
      - at: +1 working_hour
        do: accept
        expect: { state: accepted }
      - at: +2 working_day
        do: { command: request_papers, reason: mờ, components: [birth_certificate_of_clinic] }
      - at: '2026-09-04T10:00'
        do: { command: supplement }
        # 28/8 was a Friday, 31/8 to 2/9 are off: two working days on is 4/9, and after 10:00 nothing earlier.
        expect: { due: '2026-09-04' }
      - at: '2026-09-04T09:59'
`
  assert.deepEqual(await tell(steps), ['Step 4, line 15: This moment lies before the step before.'])
  assert.deepEqual(await tell("    steps: [{ at: '2026-02-30T08:00' }]\n"), [
    'Step 1, line 5: There is no such day or time.',
  ])
  assert.deepEqual(await tell('    steps: [{ at: next_timer }]\n'), ['Step 1, line 5: No timer is set.'])
})

test('a submission is checked as a real one: answers, papers, channel', async () => {
  const given = (more: string) => `submittedAt: '2026-08-28T09:00', ${more}`
  assert.deepEqual(await tell('', given('answers: { child: { birthPlace: null } }')), [
    'On submission, line 4: Refused without being expected to be: answers_invalid (child.birthPlace).',
  ])
  const wrong = await tell(
    '    submitted: { refused: answers_invalid, fields: [child.sex] }\n',
    given('answers: { child: { birthPlace: null } }'),
  )
  assert.deepEqual(wrong, [
    'On submission, line 5: what is refused: expected child.sex; found child.birthPlace.',
  ])
  const papers = '    submitted: { refused: components_missing, fields: [birth_certificate_of_clinic] }\n'
  assert.deepEqual(await tell(papers, given('papers: []')), [])
})

test('several agencies are asked at the same time; a timer rings when the time of the scenario reaches it', async () => {
  const results = await run(
    '1.013230',
    `  - name: hỏi ý kiến
    given: { submittedAt: '2026-11-23T08:00', channel: counter }
    steps:
      - do: accept
      - do: transfer
        expect: { tasks: [site_visit, { task: opinion, for: so_cong_thuong }, opinion] }
      - at: +3 working_day
        expect: { tasks: [site_visit, opinion, opinion], rings: { opinions_overdue: '2026-12-01' } }
      - at: '2026-12-02T08:00'
        expect: { tasks: [site_visit, missing_opinions] }
  - name: chỉ hỏi một nơi
    given: { submittedAt: '2026-11-23T08:00', channel: counter }
    steps:
      - do: accept
      - do: transfer
        expect: { tasks: [site_visit, { task: opinion, for: so_cong_thuong }] }
`,
  )
  assert.deepEqual(results[0]?.problems, [])
  assert.match(
    results[1]?.problems[0]?.reason.en ?? '',
    /^open tasks: expected .*so_cong_thuong.*so_nong_nghiep/,
  )
})

/** The usual process, with a service and a message between transfer and appraisal; a day without the message goes on. */
const asking = defaultProcess.replace(
  /<bpmn:sequenceFlow id="to_appraisal"[^>]*>/,
  `<bpmn:sequenceFlow id="to_look_up" sourceRef="transfer" targetRef="look_up" />
    <bpmn:serviceTask id="look_up" name="Tra cứu" motcua:service="dossiers.tell_applicant" motcua:result="register">
      <bpmn:incoming>to_look_up</bpmn:incoming><bpmn:outgoing>to_reply</bpmn:outgoing></bpmn:serviceTask>
    <bpmn:sequenceFlow id="to_reply" sourceRef="look_up" targetRef="reply" />
    <bpmn:receiveTask id="reply" name="Chờ trả lời" messageRef="reply_message">
      <bpmn:incoming>to_reply</bpmn:incoming><bpmn:outgoing>replied</bpmn:outgoing></bpmn:receiveTask>
    <bpmn:boundaryEvent id="silence" attachedToRef="reply"><bpmn:outgoing>silent</bpmn:outgoing>
      <bpmn:timerEventDefinition id="a_day"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="replied" sourceRef="reply" targetRef="either" />
    <bpmn:sequenceFlow id="silent" sourceRef="silence" targetRef="either" />
    <bpmn:exclusiveGateway id="either"><bpmn:incoming>replied</bpmn:incoming><bpmn:incoming>silent</bpmn:incoming><bpmn:outgoing>to_appraisal</bpmn:outgoing></bpmn:exclusiveGateway>
    <bpmn:sequenceFlow id="to_appraisal" sourceRef="either" targetRef="appraisal" />`,
)
const process = asking
  .replace('<bpmn:outgoing>to_appraisal</bpmn:outgoing>', '<bpmn:outgoing>to_look_up</bpmn:outgoing>')
  .replace(
    '<bpmn:process ',
    '<bpmn:message id="reply_message" name="confirmation_recorded" />\n  <bpmn:process ',
  )

test('a service answers at once where the scenario says what, else when a step says so; a message comes from outside', async () => {
  const results = await run(
    '1.001193',
    `  - name: dịch vụ trả lời ngay
    given: { submittedAt: '2026-08-24T08:00', services: { 'dossiers.tell_applicant': { found: true } } }
    steps:
      - do: accept
      - do: transfer
        expect: { tasks: [], waitsFor: [confirmation_recorded, silence], variables: { register: { found: true } }, state: in_progress }
      - do: { message: confirmation_recorded, variables: { agreed: true } }
        expect: { tasks: [appraisal], variables: { agreed: true }, rings: { silence: null } }
      - do: { message: confirmation_recorded }
        expect: { refused: not_waiting }
  - name: dịch vụ trả lời sau, rồi không ai trả lời
    given: { submittedAt: '2026-08-24T08:00' }
    steps:
      - do: accept
      - do: transfer
        expect: { waitsFor: [dossiers.tell_applicant, look_up] }
      - at: +1 working_hour
        do: { service: look_up, gives: { found: false } }
        expect: { rings: { silence: '2026-08-25T09:00' } }
      - at: next_timer
        expect: { tasks: [appraisal], step: appraisal }
  - name: dịch vụ hỏng mà không ai bắt lỗi
    given: { submittedAt: '2026-08-24T08:00' }
    steps:
      - do: accept
      - do: transfer
      - do: { service: dossiers.tell_applicant, fails: unavailable }
        expect: { process: failed }
`,
    { 'process.bpmn': process },
  )
  assert.deepEqual(
    results.map(({ problems }) => problems.map(({ place, reason }) => `${place.en}: ${reason.en}`)),
    [[], [], []],
  )
})

test('a timer that sets itself again and again stops its scenario, not the machine', async () => {
  const silent = '<bpmn:sequenceFlow id="silent" sourceRef="silence" targetRef="look_up" />'
  const forEver = process
    .replace(/<bpmn:sequenceFlow id="silent"[^>]*>/, silent)
    .replace('<bpmn:incoming>silent</bpmn:incoming>', '')
    .replace('<bpmn:incoming>to_look_up</bpmn:incoming>', '$&<bpmn:incoming>silent</bpmn:incoming>')
  const given = "{ submittedAt: '2026-08-24T08:00', services: { 'dossiers.tell_applicant': {} } }"
  const steps = '[{ do: accept }, { do: transfer }, { at: +9999 calendar_day }]'
  const [result] = await run('1.001193', `  - { name: mãi, given: ${given}, steps: ${steps} }\n`, {
    'process.bpmn': forEver,
  })
  assert.equal(result?.problems[0]?.reason.en, 'The process does not rest: a timer rings again and again.')
})
