import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  checkDossierProcess,
  compileProcess,
  defaultProcess,
  dossierCommandGivers,
  dossierMessageNames,
  dossierServiceNames,
} from '#modules/diagrams'
import { dossierServiceTasks, messageOf } from '#modules/dossiers'
import { commandGivers, taskCommands } from '#modules/lifecycle'

test('a diagram may give the commands that finish a task, to whom the law gives them', () => {
  const given = taskCommands.filter((command) => command !== 'complete_task')
  assert.deepEqual(new Set(Object.keys(dossierCommandGivers)), new Set(given))
  for (const command of given) assert.deepEqual(dossierCommandGivers[command], commandGivers[command])
})

test('a diagram may call the services there are, and wait for the messages that dossiers send', () => {
  assert.deepEqual(dossierServiceNames, Object.keys(dossierServiceTasks))
  assert.deepEqual(dossierMessageNames, Object.values(messageOf))
})

test('a diagram that calls nobody, or waits for what nobody sends, is refused with its line', async () => {
  const reception = '<bpmn:incoming>to_appraisal</bpmn:incoming>'
  const asService = defaultProcess
    .replace(
      '</bpmn:process>',
      '<bpmn:serviceTask id="lost" motcua:service="nobody.home"><bpmn:incoming>in_lost</bpmn:incoming><bpmn:outgoing>out_lost</bpmn:outgoing></bpmn:serviceTask></bpmn:process>',
    )
    .replace(
      'targetRef="appraisal" />',
      'targetRef="lost" />\n<bpmn:sequenceFlow id="out_lost" sourceRef="lost" targetRef="appraisal" />',
    )
    .replaceAll('in_lost', 'to_appraisal')
    .replace(reception, '<bpmn:incoming>out_lost</bpmn:incoming>')
  const compiled = await compileProcess(asService)
  assert.ok(compiled.ok, compiled.ok ? '' : JSON.stringify(compiled.problems))
  const [problem, ...others] = checkDossierProcess(compiled)
  assert.deepEqual([problem?.element, problem?.code, others], ['lost', 'dossier_service', []])
  assert.match(asService.split('\n')[(problem?.line ?? 0) - 1] ?? '', /id="lost"/)
})
