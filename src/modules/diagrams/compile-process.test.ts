import assert from 'node:assert/strict'
import { test } from 'node:test'
import { head, planOf, refusals, row } from '#test/bpmn-files'
import { compileProcess } from './compile-process.ts'

test('a task says who does it, how it can end and how long it may take', async () => {
  const plan = await planOf(
    row(
      `<userTask id="a" name="Thẩm định" motcua:nameEn="Appraisal" motcua:role="case_officer" motcua:agency="so_xay_dung" motcua:step="appraisal" motcua:time="2 working_day">
        <documentation>Xem hồ sơ.</documentation>
        <extensionElements><motcua:outcome key="good" name="Đạt" nameEn="Good" command="submit_for_approval"/></extensionElements>
      </userTask>
      <manualTask id="b" motcua:notBy="a"/>`,
      ['a', 'b'],
    ),
  )
  const { a, b } = plan.nodes
  assert.partialDeepStrictEqual(a, {
    kind: 'user_task',
    name: 'Thẩm định',
    nameEn: 'Appraisal',
    role: 'case_officer',
    agency: 'so_xay_dung',
    step: 'appraisal',
    time: { amount: 2, unit: 'working_day' },
    instructions: 'Xem hồ sơ.',
    outcomes: [{ key: 'good', name: 'Đạt', nameEn: 'Good', command: 'submit_for_approval', asksReason: false }],
    incoming: ['f_a'],
    outgoing: ['f_b'],
  })
  assert.partialDeepStrictEqual(b, {
    kind: 'manual_task',
    role: 'case_officer',
    agency: 'competent',
    notBy: ['a'],
  })
  assert.equal(plan.start, 's')
})

test('services, rules, messages and timers are compiled with what they ask', async () => {
  const plan = await planOf(
    row(
      `<serviceTask id="a" motcua:service="registry.look_up" motcua:input="=answers.number" motcua:result="found"/>
      <businessRuleTask id="b" motcua:expression="found.area &gt; 100" motcua:result="is_large"/>
      <businessRuleTask id="c" motcua:decision="levels" motcua:result="level"/>
      <receiveTask id="k" messageRef="m"/>
      <intermediateCatchEvent id="g"><timerEventDefinition><timeDuration>P3D</timeDuration></timerEventDefinition></intermediateCatchEvent>
      <intermediateCatchEvent id="h"><timerEventDefinition motcua:counts="calendar"><timeDuration>P1DT12H</timeDuration></timerEventDefinition></intermediateCatchEvent>
      <intermediateCatchEvent id="i"><timerEventDefinition><timeDate>2026-12-31</timeDate></timerEventDefinition></intermediateCatchEvent>
      <intermediateCatchEvent id="j"><messageEventDefinition messageRef="tns:m"/></intermediateCatchEvent>`,
      ['a', 'b', 'c', 'k', 'g', 'h', 'i', 'j'],
      '',
      '<message id="m" name="fee_paid"/>',
    ),
    { services: ['registry.look_up'], decisions: [{ key: 'levels' }] },
  )
  const of = (id: string) => plan.nodes[id]
  assert.partialDeepStrictEqual(of('a'), {
    service: 'registry.look_up',
    input: 'answers.number',
    result: 'found',
  })
  assert.partialDeepStrictEqual(of('b'), { expression: 'found.area > 100', decision: null, result: 'is_large' })
  assert.partialDeepStrictEqual(of('c'), { expression: null, decision: 'levels' })
  assert.partialDeepStrictEqual(of('k'), { kind: 'receive_task', message: 'fee_paid' })
  assert.partialDeepStrictEqual(of('g'), {
    timer: { kind: 'after', duration: { amount: 3, unit: 'working_day' } },
  })
  assert.partialDeepStrictEqual(of('h'), {
    timer: { kind: 'after', duration: { amount: 36, unit: 'calendar_hour' } },
  })
  assert.partialDeepStrictEqual(of('i'), { timer: { kind: 'at', instant: '"2026-12-31"' } })
  assert.partialDeepStrictEqual(of('j'), { kind: 'catch_message', message: 'fee_paid' })
})

test('a multi-instance activity asks many at once, and may go on by a rule', async () => {
  const plan = await planOf(
    row(
      `<userTask id="a" motcua:agency="=agency"><multiInstanceLoopCharacteristics motcua:collection='["so_xay_dung", "so_tai_chinh"]' motcua:item="agency" motcua:results="opinions">
        <completionCondition xsi:type="tFormalExpression">completed &gt;= 1</completionCondition></multiInstanceLoopCharacteristics></userTask>`,
      ['a'],
    ),
  )
  assert.partialDeepStrictEqual(plan.nodes.a, {
    agency: '=agency',
    forEach: {
      collection: '["so_xay_dung", "so_tai_chinh"]',
      item: 'agency',
      results: 'opinions',
      until: 'completed >= 1',
    },
  })
})

test('a sub-process lies in its scope; boundary events know what they are attached to', async () => {
  const plan = await planOf(
    row(
      `<subProcess id="a"><startEvent id="a1"/><userTask id="a2"/><endEvent id="a3"><errorEventDefinition errorRef="x"/></endEvent><endEvent id="a4"/>
        <boundaryEvent id="t" attachedToRef="a2"><timerEventDefinition><timeDuration>PT8H</timeDuration></timerEventDefinition></boundaryEvent>
        <sequenceFlow id="g1" sourceRef="a1" targetRef="a2"/><sequenceFlow id="g2" sourceRef="a2" targetRef="a4"/><sequenceFlow id="g3" sourceRef="t" targetRef="a3"/></subProcess>
      <boundaryEvent id="b" attachedToRef="a"><errorEventDefinition errorRef="x"/></boundaryEvent>`,
      ['a'],
      '<sequenceFlow id="h" sourceRef="b" targetRef="e"/>',
      '<error id="x" errorCode="too_late"/>',
    ),
  )
  assert.partialDeepStrictEqual(plan.nodes.a, { kind: 'subprocess', start: 'a1', boundaries: ['b'] })
  assert.partialDeepStrictEqual(plan.nodes.a3, { kind: 'error_end', error: 'too_late', parent: 'a' })
  assert.partialDeepStrictEqual(plan.nodes.t, {
    kind: 'boundary_timer',
    attachedTo: 'a2',
    interrupts: true,
    parent: 'a',
  })
  assert.partialDeepStrictEqual(plan.nodes.b, { kind: 'boundary_error', error: 'too_late', attachedTo: 'a' })
})

const called = (inner: string) =>
  `<process id="q">${inner}<startEvent id="q1"/><endEvent id="q3"/><sequenceFlow id="k1" sourceRef="q1" targetRef="q2"/><sequenceFlow id="k2" sourceRef="q2" targetRef="q3"/></process>`

test('a called process is compiled in, each time under the id of the call', async () => {
  const plan = await planOf(
    row(
      '<callActivity id="a" calledElement="q"/><callActivity id="b" calledElement="tns:q"/>',
      ['a', 'b'],
      '',
      called('<userTask id="q2"/>'),
    ),
  )
  assert.equal(plan.process, 'p')
  assert.partialDeepStrictEqual(plan.nodes['a/q2'], { kind: 'user_task', parent: 'a', incoming: ['a/k1'] })
  assert.partialDeepStrictEqual(plan.nodes.b, { kind: 'subprocess', start: 'b/q1' })
})

test('a called process may stand in another file, and is judged by its own lines', async () => {
  const main = row('<callActivity id="a" calledElement="q"/>', ['a'])
  const other = (task: string) => `${head}\n${called(task)}</definitions>`
  const plan = await planOf(main, {
    resolveCall: (name: string) =>
      name === 'q'
        ? other('<userTask id="q2" motcua:notBy="q9"/><userTask id="q9"/>').replace(
            '</process>',
            '<sequenceFlow id="z" sourceRef="q1" targetRef="q9"/><sequenceFlow id="y" sourceRef="q9" targetRef="q3"/></process>',
          )
        : null,
  })
  assert.partialDeepStrictEqual(plan.nodes['a/q2'], { parent: 'a', notBy: ['a/q9'] })
  const refused = await compileProcess(main, { resolveCall: () => other('<scriptTask id="q2"/>') })
  assert.ok(!refused.ok)
  assert.match(refused.problems[0]?.reasonEn ?? '', /“q”, line 5/)
})

test('a process that calls itself, by itself or by another file, is refused', async () => {
  const itself = called('<callActivity id="q2" calledElement="q"/>')
  assert.deepEqual(await refusals(row('<callActivity id="a" calledElement="q"/>', ['a'], '', itself)), [
    '8 q2 recursive_call',
  ])
  const main = row('<callActivity id="a" calledElement="q"/>', ['a'])
  const back = `${head}${called('<callActivity id="q2" calledElement="p"/>')}</definitions>`
  assert.match((await refusals(main, { resolveCall: () => back })).join(), /called_refused/)
})
