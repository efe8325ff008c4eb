import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeXml } from '#platform/xml-outline'
import { checkDossierProcess } from './check-dossier-process.ts'
import { checkProcess } from './compile-process.ts'
import { defaultProcess } from './default-process.ts'

const read = (name: string): string =>
  decodeXml(readFileSync(new URL(`../../../test/diagrams/${name}.bpmn`, import.meta.url)))

async function verdict(xml: string): Promise<string[]> {
  const compiled = await checkProcess(xml)
  return compiled.ok
    ? ['executable']
    : compiled.problems.map(({ line, element, code }) => `${line} ${element} ${code}`)
}

for (const name of ['browser-editor', 'desktop-plugin', 'pools-and-lanes']) {
  test(`a diagram in the dialect of ${name} is executable as it is`, async () => {
    assert.deepEqual(await verdict(read(name)), ['executable'])
  })
}

test('references with a prefix, entities of characters and sections of text are read as what they mean', async () => {
  const plugin = await checkProcess(read('desktop-plugin'))
  assert.ok(plugin.ok)
  assert.partialDeepStrictEqual(plugin.plan.nodes.Catch_1, { message: 'supplement_arrived' })
  assert.partialDeepStrictEqual(plugin.plan.nodes.Boundary_1, { error: 'unreachable' })
  assert.partialDeepStrictEqual(plugin.plan.nodes.SubProcess_1, { name: 'Thẩm định' })
  const pools = await checkProcess(read('pools-and-lanes'))
  assert.ok(pools.ok)
  assert.equal(pools.plan.process, 'sid-5')
  assert.partialDeepStrictEqual(pools.plan.flows, {
    'sid-f8': { condition: 'answers.land.area > 500 and answers.land.area < 5000' },
    'sid-f9': { condition: null },
  })
})

test('a diagram of another engine is refused for all that the engine would do', async () => {
  assert.deepEqual(await verdict(read('other-engine')), [
    '8 start vendor_extension',
    '10 ask vendor_extension',
    '12 ask vendor_extension',
    '17 f3 language',
    '20 f4 language',
    '23 tell vendor_extension',
    '23 tell no_service',
    '24 write script_task',
  ])
})

test('a gateway that would wait for ever is refused at its line', async () => {
  assert.deepEqual(await verdict(read('waits-for-ever')), ['14 joined deadlock'])
})

const encodings: readonly (readonly [name: string, encode: (xml: string) => Buffer])[] = [
  ['UTF-8 with a mark', (xml) => Buffer.from(`\ufeff${xml}`)],
  ['UTF-16 little end first', (xml) => Buffer.from(`\ufeff${xml.replace('UTF-8', 'UTF-16')}`, 'utf16le')],
  ['UTF-16 big end first', (xml) => Buffer.from(`\ufeff${xml}`, 'utf16le').swap16()],
  ['Windows line ends', (xml) => Buffer.from(xml.replaceAll('\n', '\r\n'))],
]

for (const [name, encode] of encodings) {
  test(`the same diagram in ${name} is the same process`, async () => {
    const compiled = await checkProcess(decodeXml(encode(defaultProcess)))
    assert.ok(compiled.ok)
    assert.equal(compiled.plan.name, 'Quy trình chung')
  })
}

test('an encoding that is declared is followed, and one that nobody knows is UTF-8', () => {
  const latin = '<?xml version="1.0" encoding="ISO-8859-1"?><a b="é"/>'
  assert.match(decodeXml(Buffer.from(latin, 'latin1')), /é/)
  assert.match(decodeXml(Buffer.from(latin.replace('ISO-8859-1', 'klingon'))), /é/)
  assert.match(decodeXml(Buffer.from(latin.replace('ISO-8859-1', 'utf-16'))), /é/)
})

/** The process of procedures that bring none, changed in one place. */
const changes: readonly (readonly [what: string, from: string, to: string, refusal: string])[] = [
  [
    'starts with a message',
    '<bpmn:outgoing>to_reception</bpmn:outgoing>',
    '<bpmn:messageEventDefinition messageRef="m"/>',
    'submitted dossier_start',
  ],
  [
    'does not begin at the one-stop',
    'motcua:step="reception"',
    'motcua:step="appraisal"',
    'reception dossier_reception',
  ],
  ['cannot refuse', 'command="refuse"', 'command="accept"', 'reception dossier_reception'],
  ['gives a command that there is not', 'command="transfer"', 'command="fly"', 'transfer dossier_command'],
  [
    'lets a case officer approve',
    'motcua:role="signatory"',
    'motcua:role="case_officer"',
    'approval dossier_giver',
  ],
  [
    'is approved at the wrong side',
    'motcua:agency="competent" motcua:step="approval"',
    'motcua:agency="receiving" motcua:step="approval"',
    'approval dossier_giver',
  ],
  ['cannot be rejected', ' command="reject"', '', 'default dossier_missing'],
  ['delivers before it decides', 'command="transfer"', 'command="deliver"', 'transfer dossier_order'],
]

test('the process of procedures that bring none can be that of a dossier', async () => {
  const compiled = await checkProcess(defaultProcess)
  assert.ok(compiled.ok)
  assert.deepEqual(checkDossierProcess(compiled), [])
})

for (const [what, from, to, refusal] of changes) {
  test(`no process of a dossier: one that ${what}`, async () => {
    const message = '<bpmn:message id="m" name="begin"/><bpmn:process'
    const compiled = await checkProcess(defaultProcess.replace(from, to).replace('<bpmn:process', message))
    assert.ok(compiled.ok, compiled.ok ? '' : JSON.stringify(compiled.problems))
    const found = checkDossierProcess(compiled).map(({ element, code }) => `${element} ${code}`)
    assert.ok(found.includes(refusal), found.join('; '))
  })
}
