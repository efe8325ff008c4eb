import assert from 'node:assert/strict'
import { type CompileOptions, compileProcess } from '#modules/diagrams'
import type { Plan } from '#modules/processes'

/** Four lines: the beginning of a BPMN file. */
export const head = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:motcua="urn:motcua:process:1"',
  '  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
  '  xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d">',
].join('\n')

/** A file whose process begins on line 5: the first line of `body` is line 6. */
export const file = (body: string, more = '') =>
  `${head}\n<process id="p" isExecutable="true">\n${body}\n</process>${more}</definitions>`

/** Nodes in a row, between a start and an end: `s -> a -> b -> e`. */
export const row = (nodes: string, ids: readonly string[], more = '', root = '') => {
  const all = ['s', ...ids, 'e']
  const flows = all
    .slice(1)
    .map((id, index) => `<sequenceFlow id="f_${id}" sourceRef="${all[index]}" targetRef="${id}"/>`)
  return file(`${nodes}\n<startEvent id="s"/><endEvent id="e"/>${flows.join('')}${more}`, root)
}

/** The plan of a file that has to be executable. */
export async function planOf(xml: string, options: CompileOptions = {}): Promise<Plan> {
  const compiled = await compileProcess(xml, options)
  assert.deepEqual(compiled.ok ? [] : compiled.problems.map(({ line, reasonEn }) => `${line}: ${reasonEn}`), [])
  assert.ok(compiled.ok)
  return compiled.plan
}

/** `line element code` of each problem. */
export async function refusals(xml: string, options: CompileOptions = {}): Promise<string[]> {
  const compiled = await compileProcess(xml, options)
  return compiled.ok ? [] : compiled.problems.map(({ line, element, code }) => `${line} ${element} ${code}`)
}
