import assert from 'node:assert/strict'
import { test } from 'node:test'
import { file, head, planOf, refusals, row } from '#test/bpmn-files'
import { checkProcess, compileProcess } from './compile-process.ts'

/** What is not executed, each where the third column says; the element is on line 6. */
const unsupported: readonly (readonly [what: string, element: string, refusal: string])[] = [
  ['a task without a kind', '<task id="a"/>', 'plain_task'],
  ['a script', '<scriptTask id="a"><script>1</script></scriptTask>', 'script_task'],
  ['a send task', '<sendTask id="a"/>', 'send_task'],
  ['a complex gateway', '<complexGateway id="a"/>', 'complex_gateway'],
  ['a transaction', '<transaction id="a"/>', 'transaction'],
  ['an ad-hoc sub-process', '<adHocSubProcess id="a"/>', 'ad_hoc'],
  ['an event sub-process', '<subProcess id="a" triggeredByEvent="true"/>', 'event_subprocess'],
  ['a throw event', '<intermediateThrowEvent id="a"/>', 'throw_event'],
  [
    'a signal',
    '<intermediateCatchEvent id="a"><signalEventDefinition/></intermediateCatchEvent>',
    'event_kind',
  ],
  [
    'a condition event',
    '<intermediateCatchEvent id="a"><conditionalEventDefinition/></intermediateCatchEvent>',
    'event_kind',
  ],
  [
    'a link',
    '<intermediateCatchEvent id="a"><linkEventDefinition name="x"/></intermediateCatchEvent>',
    'event_kind',
  ],
  ['an event that waits for nothing', '<intermediateCatchEvent id="a"/>', 'no_event_definition'],
  [
    'an event of two kinds',
    '<intermediateCatchEvent id="a"><timerEventDefinition/><messageEventDefinition/></intermediateCatchEvent>',
    'many_event_definitions',
  ],
  [
    'a message without a name',
    '<intermediateCatchEvent id="a"><messageEventDefinition/></intermediateCatchEvent>',
    'no_message',
  ],
  [
    'a repeating timer',
    '<intermediateCatchEvent id="a"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition></intermediateCatchEvent>',
    'time_cycle',
  ],
  [
    'a timer without a time',
    '<intermediateCatchEvent id="a"><timerEventDefinition/></intermediateCatchEvent>',
    'no_time',
  ],
  [
    'months',
    '<intermediateCatchEvent id="a"><timerEventDefinition><timeDuration>P1M</timeDuration></timerEventDefinition></intermediateCatchEvent>',
    'bad_duration',
  ],
  [
    'working days and hours',
    '<intermediateCatchEvent id="a"><timerEventDefinition><timeDuration>P1DT2H</timeDuration></timerEventDefinition></intermediateCatchEvent>',
    'bad_duration',
  ],
  [
    'a day that is none',
    '<intermediateCatchEvent id="a"><timerEventDefinition><timeDate>2026-02-30</timeDate></timerEventDefinition></intermediateCatchEvent>',
    'bad_date',
  ],
  ['a compensation handler', '<userTask id="a" isForCompensation="true"/>', 'compensation'],
  ['a standard loop', '<userTask id="a"><standardLoopCharacteristics/></userTask>', 'standard_loop'],
  [
    'one after another',
    '<userTask id="a"><multiInstanceLoopCharacteristics isSequential="true"/></userTask>',
    'sequential',
  ],
  ['many of nothing', '<userTask id="a"><multiInstanceLoopCharacteristics/></userTask>', 'no_collection'],
  ['more than one token', '<userTask id="a" startQuantity="2"/>', 'unsupported_property'],
  ['an attribute nobody knows', '<userTask id="a" colour="red"/>', 'unsupported_property'],
  ['an unknown role', '<userTask id="a" motcua:role="king"/>', 'bad_role'],
  ['an unknown agency', '<userTask id="a" motcua:agency="Sở Xây dựng"/>', 'bad_agency'],
  ['an unknown step', '<userTask id="a" motcua:step="coffee"/>', 'bad_step'],
  ['a time in no unit', '<userTask id="a" motcua:time="2 days"/>', 'bad_time'],
  ['four eyes of nobody', '<userTask id="a" motcua:notBy="b"/>', 'not_by_unknown'],
  ['a slip in our namespace', '<userTask id="a" motcua:rolle="case_officer"/>', 'unknown_motcua'],
  ['ours on the wrong element', '<userTask id="a" motcua:service="x"/>', 'unknown_motcua'],
  [
    'a slip in an outcome',
    '<userTask id="a"><extensionElements><motcua:outcome key="b" name="B" comand="approve"/></extensionElements></userTask>',
    'unknown_motcua',
  ],
  [
    'an outcome twice',
    '<userTask id="a"><extensionElements><motcua:outcome key="b" name="B"/><motcua:outcome key="b" name="C"/></extensionElements></userTask>',
    'outcome_twice',
  ],
  ['a potential owner', '<userTask id="a"><potentialOwner id="o"/></userTask>', 'performer'],
  ['what an engine reads', '<userTask id="a" camunda:assignee="an"/>', 'vendor_extension'],
  [
    'what an engine reads inside',
    '<serviceTask id="a" motcua:service="x"><extensionElements><zeebe:taskDefinition type="y"/></extensionElements></serviceTask>',
    'vendor_extension',
  ],
  ['no service', '<serviceTask id="a"/>', 'no_service'],
  ['a class', '<serviceTask id="a" motcua:service="x" implementation="java"/>', 'implementation'],
  ['no rule', '<businessRuleTask id="a"/>', 'no_rule'],
  [
    'a rule of two kinds',
    '<businessRuleTask id="a" motcua:expression="1" motcua:decision="x" motcua:result="y"/>',
    'no_rule',
  ],
  ['FEEL that is none', '<businessRuleTask id="a" motcua:expression="1 +" motcua:result="y"/>', 'bad_feel'],
  ['another language', '<businessRuleTask id="a" motcua:expression="#{x}" motcua:result="y"/>', 'not_feel'],
  [
    'a name that is taken',
    '<businessRuleTask id="a" motcua:expression="1" motcua:result="outcome"/>',
    'bad_variable',
  ],
  [
    'a task that is not there',
    '<businessRuleTask id="a" motcua:expression="tasks.b.outcome" motcua:result="y"/>',
    'task_unknown',
  ],
  ['a call of nothing', '<callActivity id="a"/>', 'no_call'],
  ['a call of a stranger', '<callActivity id="a" calledElement="z"/>', 'unknown_call'],
]

for (const [what, element, refusal] of unsupported) {
  test(`refused with its line: ${what}`, async () => {
    const found = await refusals(row(element, ['a']))
    assert.ok(found.includes(`6 a ${refusal}`), found.join('; '))
  })
}

test('services and decision tables that are not there are refused', async () => {
  const service = row('<serviceTask id="a" motcua:service="x"/>', ['a'])
  assert.deepEqual(await refusals(service, { services: ['y'] }), ['6 a unknown_service'])
  assert.deepEqual(await refusals(service, {}), [])
  const rule = row('<businessRuleTask id="a" motcua:decision="x" motcua:result="y"/>', ['a'])
  assert.deepEqual(await refusals(rule, { decisions: [] }), ['6 a unknown_decision'])
})

const outcomes = (...keys: readonly string[]) =>
  `<userTask id="a"><extensionElements>${keys.map((key) => `<motcua:outcome key="${key}" name="x"/>`).join('')}</extensionElements></userTask>`
const condition = (text: string) =>
  `<conditionExpression xsi:type="tFormalExpression">${text}</conditionExpression>`
/** a -> g -> b or c, by these conditions on lines 7 and 8. */
const choice = (task: string, first: string, second: string, attributes = '', kind = 'exclusiveGateway') =>
  file(`${task}<${kind} id="g" ${attributes}/><userTask id="b"/><userTask id="c"/><startEvent id="s"/><endEvent id="e"/>
    <sequenceFlow id="gb" sourceRef="g" targetRef="b">${first}</sequenceFlow>
    <sequenceFlow id="gc" sourceRef="g" targetRef="c">${second}</sequenceFlow>
    <sequenceFlow id="sa" sourceRef="s" targetRef="a"/><sequenceFlow id="ag" sourceRef="a" targetRef="g"/>
    <sequenceFlow id="be" sourceRef="b" targetRef="e"/><sequenceFlow id="ce" sourceRef="c" targetRef="e"/>`)

test('a gateway leads on whatever the outcome: by conditions for all of them, or a default', async () => {
  const yes = condition('outcome = "yes"')
  const no = condition('= outcome = "no"')
  assert.deepEqual(await refusals(choice(outcomes('yes', 'no'), yes, no)), [])
  assert.deepEqual(await refusals(choice(outcomes('yes', 'no'), yes, '', 'default="gc"')), [])
  assert.deepEqual(await refusals(choice(outcomes('yes', 'no', 'late'), yes, no)), ['6 g outcome_unled'])
  assert.deepEqual(await refusals(choice(outcomes('yes', 'no'), yes, '')), ['8 gc condition_missing'])
  assert.deepEqual(await refusals(choice(outcomes('yes'), yes, condition('answers.size &gt; 3'))), [
    '6 g no_default',
  ])
  assert.deepEqual(await refusals(choice(outcomes('yes', 'no'), yes, no, 'default="gc"')), [
    '8 gc default_condition',
  ])
  assert.deepEqual(await refusals(choice(outcomes('yes', 'no'), yes, '', 'default="be"')), [
    '6 g default_elsewhere',
    '8 gc condition_missing',
  ])
})

test('an outcome that nobody offers is a slip of the pen', async () => {
  const slip = choice(outcomes('yes', 'no'), condition('outcome = "yess"'), '', 'default="gc"')
  assert.deepEqual(await refusals(slip), ['7 gb outcome_unknown'])
  const named = choice(
    outcomes('yes'),
    condition('tasks.a.outcome = "maybe" and tasks.z.outcome = "yes"'),
    '',
    'default="gc"',
  )
  assert.deepEqual(await refusals(named), ['7 gb task_unknown', '7 gb outcome_unknown'])
  const results = choice(
    outcomes('yes'),
    condition('count(opinions[outcome = "agree"]) &gt; 1'),
    '',
    'default="gc"',
  )
  assert.deepEqual((await refusals(results)).length, 1)
})

test('a condition in another language is refused by what the file says of it', async () => {
  const xpath = choice(
    outcomes('yes'),
    '<conditionExpression language="http://www.w3.org/1999/XPath">1 = 1</conditionExpression>',
    '',
    'default="gc"',
  )
  assert.deepEqual(await refusals(xpath), ['7 gb language', '7 gb condition_missing'].slice(0, 1))
  const juel = choice(outcomes('yes'), condition('#{ok}'), '', 'default="gc"')
  assert.ok((await refusals(juel)).includes('7 gb not_feel'))
})

test('a problem says where in an expression the reader stopped, in Vietnamese and English', async () => {
  const compiled = await compileProcess(choice(outcomes('yes'), condition('outcome ='), '', 'default="gc"'))
  assert.ok(!compiled.ok)
  const [problem] = compiled.problems
  assert.equal(problem?.line, 7)
  assert.match(problem?.reasonEn ?? '', /wrong at character \d+/)
  assert.match(problem?.reason ?? '', /sai ở ký tự thứ \d+/)
})

/** Files that say too much, too little or nothing. */
const shapes: readonly (readonly [what: string, xml: string, refusal: string])[] = [
  ['nothing', '', '1 null no_element'],
  ['no XML', 'hello', '1 null bad_tag'],
  ['JSON', '{"a": 1}', '1 null bad_tag'],
  ['HTML', '<html><body></body></html>', '1 null not_bpmn'],
  ['BPMN 1', '<definitions xmlns="http://schema.omg.org/spec/BPMN/1.1"/>', '1 null not_bpmn'],
  ['an entity', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', '1 null doctype'],
  [
    'an entity without a declaration',
    `${head}\n<process id="p" name="&nbsp;"/></definitions>`,
    '5 null entity',
  ],
  ['half a file', `${head}\n<process id="p">`, '5 null not_closed'],
  ['an attribute twice', `${head}\n<process id="p" id="q"/></definitions>`, '5 null attribute_twice'],
  ['a strange prefix', `${head}\n<process id="p"><x:y/></process></definitions>`, '5 null unknown_prefix'],
  ['no process', `${head}</definitions>`, '2 d no_process'],
  ['an empty process', file(''), '2 d no_process'],
  [
    'no start',
    file('<userTask id="a"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="a" targetRef="e"/>'),
    '5 p no_start',
  ],
  [
    'a hanging flow',
    file('<startEvent id="s"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="x"/>'),
    '6 f flow_ends',
  ],
  [
    'a flow to what is no node',
    file('<startEvent id="s"/><dataObjectReference id="o"/><sequenceFlow id="f" sourceRef="s" targetRef="o"/>'),
    '6 f flow_ends',
  ],
  [
    'a message that is none',
    file('<receiveTask id="a" messageRef="p"/>').replace('<process ', '<process name="P" '),
    '6 a no_message',
  ],
  [
    'no end',
    file('<startEvent id="s"/><userTask id="a"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/>'),
    '6 a no_way_on',
  ],
  ['an id twice', row('<userTask id="a"/>\n<userTask id="a"/>', ['a']), '7 a id_twice'],
  [
    'an id that is a word of the language',
    row('<userTask id="constructor"/>', ['constructor']),
    '6 constructor bad_id',
  ],
  [
    'two executable processes',
    row('<userTask id="a"/>', ['a'], '', '<process id="q" isExecutable="true"><startEvent id="z"/></process>'),
    '8 q many_processes',
  ],
  [
    'what must be understood',
    row('<userTask id="a"/>', ['a'], '', '<extension mustUnderstand="true"/>'),
    '8 d must_understand',
  ],
]

for (const [what, xml, refusal] of shapes) {
  test(`a file with ${what} is refused`, async () => {
    const found = await refusals(xml)
    assert.ok(found.includes(refusal), found.join('; '))
  })
}

test('pools, lanes, notes and data are drawn beside the process and change nothing', async () => {
  const xml = row(
    `<laneSet id="ls"><lane id="l1" name="Một cửa"><flowNodeRef>a</flowNodeRef></lane></laneSet>
    <userTask id="a"/><textAnnotation id="n"><text>Ghi chú</text></textAnnotation><association id="as" sourceRef="a" targetRef="n"/>
    <dataObject id="do"/><dataObjectReference id="dr" dataObjectRef="do"/><group id="gr"/>`,
    ['a'],
    '',
    '<collaboration id="co"><participant id="pa" processRef="p"/><participant id="pb" name="Người dân"/><messageFlow id="mf" sourceRef="pb" targetRef="s"/></collaboration>',
  )
  assert.deepEqual(Object.keys((await planOf(xml)).nodes), ['a', 's', 'e'])
})

test('a file of many megabytes, of many elements or of deep ones is refused, and soon', async () => {
  assert.deepEqual(await refusals(row(`<!-- ${'x'.repeat(10 * 1024 * 1024)} --><userTask id="a"/>`, ['a'])), [
    'null null too_large',
  ])
  assert.deepEqual(await refusals(file('<a/>'.repeat(100_000))), ['6 null too_many'])
  assert.deepEqual(await refusals(file('<subProcess>'.repeat(50_000))), ['6 null too_deep'])
  const bomb = `<!DOCTYPE l [${Array.from({ length: 30 }, (_, index) => `<!ENTITY a${index} "&a${index - 1};&a${index - 1};">`).join('')}]><l>&a29;</l>`
  assert.deepEqual(await refusals(bomb), ['1 null doctype'])
  const calls = Array.from({ length: 12 }, (_, index) => {
    const next = `calledElement="c${index + 1}"`
    return `<process id="c${index}"><startEvent id="s${index}"/><callActivity id="x${index}" ${next}/><callActivity id="y${index}" ${next}/><endEvent id="e${index}"/><sequenceFlow id="f${index}" sourceRef="s${index}" targetRef="x${index}"/><sequenceFlow id="g${index}" sourceRef="x${index}" targetRef="y${index}"/><sequenceFlow id="h${index}" sourceRef="y${index}" targetRef="e${index}"/></process>`
  })
  const many = `${head}${calls.join('')}<process id="c12"><startEvent id="s12"/><endEvent id="e12"/><sequenceFlow id="f12" sourceRef="s12" targetRef="e12"/></process></definitions>`
  assert.match((await refusals(many)).join(), /too_many_nodes/)
})

test('a thousand faults are told in their order, and no more than two hundred of them', async () => {
  const tasks = Array.from({ length: 1000 }, (_, index) => `<task id="t${index}"/>`).join('\n')
  const compiled = await checkProcess(file(tasks))
  assert.ok(!compiled.ok)
  assert.equal(compiled.problems.length, 201)
  assert.equal(compiled.problems.at(-1)?.code, 'more_problems')
})
