import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributes, html } from './html.ts'

test('what a citizen types is text, never markup', () => {
  const name = '<b>Nguyễn</b>'
  assert.equal(
    html`<p title="${name}">${[html`<i>${1}</i>`, name]}${false}</p>`.text,
    '<p title="&#60;b&#62;Nguyễn&#60;/b&#62;"><i>1</i>&#60;b&#62;Nguyễn&#60;/b&#62;</p>',
  )
})

test('an attribute value cannot close its quotes', () => {
  assert.equal(
    attributes({ value: '" onclick="x', required: true, hidden: false }).text,
    ' value="&#34; onclick=&#34;x" required',
  )
})
