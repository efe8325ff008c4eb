import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkOf, rootAlong, treeOf } from './hash-tree.ts'

const linksOf = (count: number) => Array.from({ length: count }, (_, index) => linkOf(`message ${index}`))

test('every link of a tree of any size leads to its root along its path', () => {
  for (let count = 1; count <= 33; count += 1) {
    const links = linksOf(count)
    for (const [index, link] of links.entries())
      assert.equal(
        rootAlong(link, { index, count, path: treeOf(links).pathOf(index) }),
        treeOf(links).root,
        `${index} of ${count}`,
      )
  }
})

test('another place, another size, a shorter or longer path lead elsewhere', () => {
  const links = linksOf(11)
  const leaf = Buffer.alloc(32)
  const [link = '', root, path] = [links[4], treeOf(links).root, treeOf(links).pathOf(4)]
  assert.notEqual(rootAlong(link, { index: 5, count: 11, path }), root)
  // Of 10 the same steps meet other neighbours; of 17 a step is missing.
  assert.notEqual(rootAlong(link, { index: 4, count: 17, path }), root)
  assert.equal(rootAlong(link, { index: 4, count: 4, path }), null)
  assert.equal(rootAlong(link, { index: 4, count: 11, path: path.subarray(32) }), null)
  assert.equal(rootAlong(link, { index: 4, count: 11, path: Buffer.concat([path, leaf]) }), null)
  assert.equal(rootAlong(link, { index: 11, count: 11, path }), null)
})
