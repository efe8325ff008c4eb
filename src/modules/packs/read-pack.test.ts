import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { defaultProcess } from '#modules/diagrams'
import { packsFolder, readPackOf } from './load-packs.ts'
import { readPackFolder } from './pack-files.ts'
import type { PackProblem } from './problem.ts'
import { readPack } from './read-pack.ts'

type Files = Record<string, unknown>

const read = (file: string): Promise<string> => readFile(join(packsFolder, '1.001193', file), 'utf8')
const birth: Files = {}
let folder = ''

before(async () => {
  for (const file of ['procedure.yaml', 'form.json', 'cases.yaml']) birth[file] = await read(file)
  folder = await mkdtemp(join(tmpdir(), 'motcua-hostile-'))
})
after(() => rm(folder, { recursive: true }))

/** What is wrong with the pack of birth registration once `files` stand in place of its own. */
async function findProblems(files: Files, code: string | null = '1.001193'): Promise<readonly PackProblem[]> {
  const result = await readPack({ ...birth, ...files }, code)
  return result.ok ? [] : result.problems
}

const change = (file: string, from: string | RegExp, to: string): Files => {
  const text = String(birth[file])
  const changed = text.replace(from, to)
  assert.notEqual(changed, text)
  return { [file]: changed }
}

const places = (problems: readonly PackProblem[]): string[] =>
  problems.map(({ file, line, path }) => `${file}:${line} ${path}`).sort((a, b) => a.localeCompare(b))

/** The line of a text on which `found` first stands. */
const lineOf = (text: unknown, found: RegExp): number =>
  String(text)
    .split('\n')
    .findIndex((line) => found.test(line)) + 1

test('a pack that holds together is read, with its scenarios and their lines', async () => {
  const result = await readPack(birth, '1.001193')
  assert.ok(result.ok)
  assert.equal(result.pack.content.shortName, 'Đăng ký khai sinh')
  assert.equal(result.pack.effectiveFrom, '2026-01-01')
  const line = lineOf(birth['cases.yaml'], /channel:/)
  assert.equal(result.pack.lineOfScenario(['scenarios', 0, 'given', 'channel']), line)
})

test('a wrong type, a wrong word and a missing key each have their line and a reason in both languages', async () => {
  const text = String(birth['procedure.yaml'])
    .replace("effectiveFrom: '2026-01-01'", "effectiveFrom: '2026-02-31'")
    .replace('level: commune', 'level: village')
    .replace('assuranceLevel: 2', 'assuranceLevel: "2"')
    .replace(/^ {2}amount: 1$/m, '  amount: một')
    .replace(/^summary: .*$/m, '')
  const problems = await findProblems({ 'procedure.yaml': text })
  const expected = [
    `procedure.yaml:${lineOf(text, /^code/)} `,
    `procedure.yaml:${lineOf(text, /^level/)} level`,
    `procedure.yaml:${lineOf(text, /^assurance/)} assuranceLevel`,
    `procedure.yaml:${lineOf(text, /^ {2}amount/)} timeLimit.amount`,
  ]
  assert.deepEqual(new Set(places(problems)), new Set(expected))
  const level = problems.find(({ path }) => path === 'level')
  assert.equal(level?.reason.vi, 'Phải là một trong: central, province, commune.')
  assert.equal(level?.reason.en, 'It must be one of: central, province, commune.')
  const day = await findProblems(change('procedure.yaml', "'2026-01-01'", "'2026-02-31'"))
  assert.deepEqual(places(day), [
    `procedure.yaml:${lineOf(birth['procedure.yaml'], /^effectiveFrom/)} effectiveFrom`,
  ])
})

test('the code must be that of the folder', async () => {
  const problems = await findProblems({}, '1.004873')
  assert.deepEqual(places(problems), [`procedure.yaml:${lineOf(birth['procedure.yaml'], /^code/)} code`])
})

test('fifty megabytes of aliases are refused by their size, before anything is read', async () => {
  const bomb = `a: &a [${'x,'.repeat(100)}]\nb: [${'*a,'.repeat(16_000_000)}]\n`
  const problems = await findProblems({ 'procedure.yaml': bomb })
  assert.deepEqual(places(problems), ['procedure.yaml:null '])
  assert.match(problems[0]?.reason.en ?? '', /more than the 1048576 that are allowed/)
})

test('a small file that would grow to billions is refused at its first alias, which is never expanded', async () => {
  const levels = Array.from({ length: 30 }, (_, level) => {
    const inside = level === 0 ? '[x, x]' : `[${`*l${level - 1}, `.repeat(9)}x]`
    return `l${level}: &l${level} ${inside}`
  })
  for (const file of ['procedure.yaml', 'cases.yaml']) {
    const problems = await findProblems({ [file]: levels.join('\n') })
    assert.deepEqual(places(problems), [`${file}:2 `])
    assert.match(problems[0]?.reason.vi ?? '', /bí danh/)
  }
})

test('what is no YAML or JSON, a key given twice, a tag, a second document: each has its line', async () => {
  const texts: readonly (readonly [string, string, number | null])[] = [
    ['procedure.yaml', 'code: [1\n', 2],
    ['procedure.yaml', "code: '1'\ncode: '2'\n", 2],
    ['procedure.yaml', 'a: 1\nb: !!js/function "x"\n', 2],
    ['procedure.yaml', 'a: 1\n---\nb: 2\n', 2],
    ['form.json', '{\n  "type": "object",\n  "type": "array"\n}', 3],
    ['form.json', '{ "a": 1,\n }', 2],
    ['form.json', '{ "__proto__": { "x": 1 }, "\\u0061": 1,\n "a": 2 }', 2],
  ]
  for (const [file, text, line] of texts) {
    const [problem] = await findProblems({ [file]: text })
    assert.deepEqual([problem?.file, problem?.line], [file, line], text)
  }
})

test('what nests without end is refused with its line, and the reader comes back', async () => {
  for (const text of ['['.repeat(200_000), '{"a":'.repeat(150_000), `${'- '.repeat(400_000)}x`]) {
    for (const file of ['procedure.yaml', 'form.json']) {
      const [problem] = await findProblems({ [file]: text })
      assert.equal(problem?.file, file)
      assert.ok(problem.reason.en)
    }
  }
})

test('a form that is no schema is refused', async () => {
  for (const form of [
    '[]',
    '{"type": "object"}',
    '{"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"strin"}}}}}',
  ]) {
    const problems = await findProblems({ 'form.json': form })
    assert.equal(problems[0]?.file, 'form.json', form)
  }
})

const placesOf = async (files: Files): Promise<string[]> =>
  (await findProblems(files)).map(({ file, path, reason }) => `${file} ${path}: ${reason.en}`)

test('a form that no answer fits is refused with the question that cannot be answered', async () => {
  const name = { type: 'string', title: 'Tên', minLength: 5, maxLength: 3 }
  const step = { type: 'object', title: 'Bước', properties: { name }, required: ['name'] }
  const form = { type: 'object', properties: { child: step } }
  const [told] = await placesOf({ 'form.json': JSON.stringify(form), 'cases.yaml': onlyOne })
  assert.match(told ?? '', /^form\.json properties\.child/)
})

const onlyOne = "scenarios: [{ name: một, given: { submittedAt: '2026-08-28T08:00' } }]\n"

/** The process of all procedures without their own, with something changed in it. */
const changeProcess = (from: string | RegExp, to: string): Files => {
  const changed = defaultProcess.replace(from, to)
  assert.notEqual(changed, defaultProcess)
  return { 'process.bpmn': changed }
}

test('a process that loops for ever is refused at the element where it does', async () => {
  const bpmn = `<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="start" />
    <bpmn:sequenceFlow id="in" sourceRef="start" targetRef="again" />
    <bpmn:exclusiveGateway id="again" default="round" />
    <bpmn:sequenceFlow id="round" sourceRef="again" targetRef="back" />
    <bpmn:sequenceFlow id="out" sourceRef="again" targetRef="end"><bpmn:conditionExpression>false</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:exclusiveGateway id="back" />
    <bpmn:sequenceFlow id="turn" sourceRef="back" targetRef="again" />
    <bpmn:endEvent id="end" />
  </bpmn:process>
</bpmn:definitions>`
  const problems = await findProblems({ 'process.bpmn': bpmn })
  assert.ok(places(problems).includes('process.bpmn:6 again'), places(problems).join('; '))
  const [loop] = problems.filter(({ path }) => path === 'again')
  assert.match(loop?.reason.vi ?? '', /có thể chạy mãi/)
  assert.match(loop?.reason.en ?? '', /can run for ever/)
})

test('a condition that does not parse is refused at its flow, on its line', async () => {
  const files = changeProcess('outcome = "refuse"', 'outcome = (')
  const line = lineOf(files['process.bpmn'], /id="to_refused"/)
  assert.deepEqual(places(await findProblems(files)), [`process.bpmn:${line} to_refused`])
})

test('what is no BPMN, and entities that would grow, are refused', async () => {
  const bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
  for (const text of ['', 'no xml', bomb, '<a>'.repeat(100_000), '<x/>']) {
    const [problem] = await findProblems({ 'process.bpmn': text })
    assert.equal(problem?.file, 'process.bpmn', text.slice(0, 20))
  }
})

test('odd names are refused: whatever is no file of a pack', async () => {
  const names = [
    '../procedure.yaml',
    '/etc/passwd',
    'form.json/../x',
    'FORM.JSON',
    'a\u202Etxt.exe',
    '__proto__',
    'x'.repeat(5000),
  ]
  for (const name of names) {
    const files = Object.fromEntries([...Object.entries(birth), [name, 'x']])
    const result = await readPack(files)
    assert.ok(!result.ok, name)
    assert.ok(
      result.problems.some(({ reason }) => reason.en.startsWith('No file of a pack')),
      name,
    )
    assert.ok(
      result.problems.every(({ file }) => file.length <= 620),
      name,
    )
  }
})

test('a file that is no text and a file that is missing are named', async () => {
  assert.deepEqual(places(await findProblems({ 'form.json': { type: 'object' } })), ['form.json:null '])
  const result = await readPack({ 'form.json': '{}' })
  assert.deepEqual(result.ok || places(result.problems), ['procedure.yaml:null '])
})

test('a folder: links are not followed, sizes are asked before reading, bytes that are no text are refused', async () => {
  const pack = join(folder, '1.1')
  await mkdir(pack)
  await symlink('/etc/passwd', join(pack, 'form.json'))
  await writeFile(join(pack, 'procedure.yaml'), Buffer.from([0x66, 0xff, 0xfe]))
  await writeFile(join(pack, 'cases.yaml'), '')
  await truncate(join(pack, 'cases.yaml'), 40_000_000_000)
  await mkdir(join(pack, 'process.bpmn'))
  await writeFile(join(pack, 'notes.txt'), '')
  await writeFile(join(pack, '.hidden'), '')
  const result = await readPackFolder(pack)
  assert.ok(!result.ok)
  const found = result.problems.map(({ file, reason }) => [file, reason.en.split(' ').slice(0, 4).join(' ')])
  assert.deepEqual(
    found.sort((a, b) => String(a).localeCompare(String(b))),
    [
      ['cases.yaml', 'The file has 40000000000'],
      ['form.json', 'It must be an'],
      ['notes.txt', 'No file of a'],
      ['procedure.yaml', 'The file is no'],
      ['process.bpmn', 'It must be an'],
    ],
  )
})

test('a code that leads elsewhere is no pack', async () => {
  for (const code of ['..', '../packs', '/etc', '', '.', 'a/b', '1..2']) {
    const result = await readPackOf(code)
    assert.ok(!result.ok, code)
  }
  await assert.rejects(readPackOf('9.999999'), { code: 'packs.not_found' })
})

test('scenarios are judged before they run: what is misspelt, and what the procedure does not know', async () => {
  const cases = `sample: { child: { fullNam: x } }
scenarios:
  - name: một
    given: { submittedAt: '2026-08-28T25:00', chanel: online, papers: [nothing] }
    steps:
      - do: { task: reception, outcom: accept }
      - { at: tomorrow, do: { command: fly } }
      - { expect: { state: gone, tasks: [{ task: a, dew: x }] } }
`
  const problems = await findProblems({ 'cases.yaml': cases })
  assert.deepEqual(places(problems), [
    'cases.yaml:4 scenarios[0].given.chanel',
    'cases.yaml:4 scenarios[0].given.submittedAt',
    'cases.yaml:6 scenarios[0].steps[0].do.outcom',
    'cases.yaml:7 scenarios[0].steps[1].at',
    'cases.yaml:7 scenarios[0].steps[1].do.command',
    'cases.yaml:8 scenarios[0].steps[2].expect.state',
    'cases.yaml:8 scenarios[0].steps[2].expect.tasks[0].dew',
  ])
  const known = `scenarios:
  - name: một
    given: { submittedAt: '2026-08-28T08:00', papers: [nothing] }
    steps: [{ do: { command: request_papers, reason: x, components: [no_such] } }]
`
  assert.deepEqual(
    places(await findProblems({ 'cases.yaml': `sample: { child: { fullNam: x } }\n${known}` })),
    [
      'cases.yaml:1 sample.child.fullNam',
      'cases.yaml:4 scenarios[0].given.papers[0]',
      'cases.yaml:5 scenarios[0].steps[0].do.components[0]',
    ],
  )
})
