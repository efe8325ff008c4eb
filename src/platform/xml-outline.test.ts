import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outlineXml, XmlError, type XmlFault } from './xml-outline.ts'

test('elements are listed with namespace, line and what they lie in', () => {
  const [root, inner, deep] = outlineXml(
    '<?xml version="1.0"?>\n<a xmlns="urn:a" xmlns:b="urn:b">\n<!-- <x> -->\n<b:c d="1 &lt; &#50;"\n  b:e=\'f\'>text<![CDATA[<y>]]>\n<d xmlns="urn:d"/></b:c></a>',
  )
  assert.deepEqual([root?.uri, root?.local, root?.line], ['urn:a', 'a', 2])
  assert.deepEqual([inner?.uri, inner?.local, inner?.line, inner?.parent], ['urn:b', 'c', 4, root])
  assert.deepEqual(inner?.attributes, [
    { uri: '', local: 'd', value: '1 < 2' },
    { uri: 'urn:b', local: 'e', value: 'f' },
  ])
  assert.deepEqual([deep?.uri, deep?.line], ['urn:d', 6])
})

const faults: readonly (readonly [text: string, fault: XmlFault, line: number])[] = [
  ['', 'no_element', 1],
  ['<!-- only words -->', 'no_element', 1],
  ['<!doctype html>\n<a/>', 'doctype', 1],
  ['\n<a>\n&b;</a>', 'entity', 3],
  ['<a b="&c;"/>', 'entity', 1],
  ['<a>\n<b>\n</a>', 'not_opened', 3],
  ['<a>\n<b>', 'not_closed', 2],
  ['<a><!-- never', 'not_closed', 1],
  ['<a/>\n<b/>', 'bad_tag', 2],
  ['<a/>\nand more', 'bad_tag', 2],
  ['<a b=c/>', 'bad_tag', 1],
  ['<a b="<"/>', 'bad_tag', 1],
  ['<a\n', 'bad_tag', 1],
  ['<a b:c="d"/>', 'unknown_prefix', 1],
  ['<b:a/>', 'unknown_prefix', 1],
  ['<a b="1" b="2"/>', 'attribute_twice', 1],
  ['<a><a><a><a/></a></a></a>', 'too_deep', 1],
  ['<a><a/><a/><a/><a/><a/></a>', 'too_many', 1],
]

for (const [text, fault, line] of faults) {
  test(`refused as ${fault}: ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => outlineXml(text, { elements: 5, depth: 3 }),
      (error) => error instanceof XmlError && error.fault === fault && error.line === line,
    )
  })
}
