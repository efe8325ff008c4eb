import fc from 'fast-check'
import type { Plan } from '#modules/processes'
import { buildPlan } from '#test/plan-builder'

/** A sound process: made of blocks with one way in and one way out. `flags`: what its inclusive gateways ask. */
export type GeneratedProcess = Readonly<{ plan: Plan; flags: Readonly<Record<string, boolean>> }>

/** What waits; an event that may stand behind an event-based gateway. */
type Event = 'timer' | 'message' | 'receive'
type Guard = Readonly<{ kind: 'on-timer' | 'on-message'; interrupts: boolean; after: Block }> | null
type Many = Readonly<{ until: string | null }> | null

type Block =
  | Readonly<{
      type: 'wait'
      kind: 'task' | 'manual' | 'service' | Event
      guard: Guard
      many: Many
      mayFail: boolean
    }>
  | Readonly<{ type: 'rule' }>
  | Readonly<{ type: 'row'; blocks: readonly Block[] }>
  | Readonly<{ type: 'choice'; ways: readonly Block[] }>
  | Readonly<{ type: 'all'; ways: readonly Block[]; hasGateway: boolean }>
  | Readonly<{ type: 'some'; ways: readonly Block[] }>
  | Readonly<{ type: 'first'; ways: readonly Readonly<{ event: Event; after: Block }>[] }>
  | Readonly<{ type: 'loop'; body: Block }>
  | Readonly<{
      type: 'inside'
      body: Block
      ending: 'end' | 'terminate' | 'error'
      deep: boolean
      guard: Guard
      many: Many
    }>

const event = fc.constantFrom<Event>('timer', 'message', 'receive')
const many = fc.option(fc.record({ until: fc.constantFrom(null, 'completed >= 2', 'active <= 1') }), {
  freq: 3,
})
const plainTask: Block = { type: 'wait', kind: 'task', guard: null, many: null, mayFail: false }

const { block } = fc.letrec<{ block: Block; guard: Guard; wait: Block }>((tie) => ({
  guard: fc.option(
    fc.oneof(
      fc.record({
        kind: fc.constantFrom('on-timer' as const, 'on-message' as const),
        interrupts: fc.constant(true),
        after: tie('block'),
      }),
      fc.constant({ kind: 'on-timer' as const, interrupts: false, after: plainTask }),
    ),
    { freq: 2 },
  ),
  wait: fc.record({
    type: fc.constant('wait' as const),
    kind: fc.oneof(fc.constantFrom('task' as const, 'manual' as const, 'service' as const), event),
    guard: tie('guard'),
    many,
    mayFail: fc.boolean(),
  }),
  block: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { arbitrary: tie('wait'), weight: 5 },
    { arbitrary: fc.constant<Block>({ type: 'rule' }), weight: 1 },
    {
      arbitrary: fc.record({
        type: fc.constant('row' as const),
        blocks: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
      }),
      weight: 3,
    },
    { arbitrary: fc.record({ type: fc.constant('choice' as const), ways: waysOf(tie('block')) }), weight: 2 },
    {
      arbitrary: fc.record({
        type: fc.constant('all' as const),
        ways: waysOf(tie('block')),
        hasGateway: fc.boolean(),
      }),
      weight: 3,
    },
    { arbitrary: fc.record({ type: fc.constant('some' as const), ways: waysOf(tie('block')) }), weight: 2 },
    {
      arbitrary: fc.record({
        type: fc.constant('first' as const),
        ways: fc.array(fc.record({ event, after: tie('block') }), { minLength: 2, maxLength: 3 }),
      }),
      weight: 1,
    },
    { arbitrary: fc.record({ type: fc.constant('loop' as const), body: tie('block') }), weight: 2 },
    {
      arbitrary: fc.record({
        type: fc.constant('inside' as const),
        body: tie('block'),
        ending: fc.constantFrom('end' as const, 'end' as const, 'terminate' as const, 'error' as const),
        deep: fc.boolean(),
        guard: tie('guard'),
        many,
      }),
      weight: 3,
    },
  ),
}))

function waysOf(one: fc.Arbitrary<Block>): fc.Arbitrary<Block[]> {
  return fc.array(one, { minLength: 2, maxLength: 3 })
}

/** Processes that a province could draw, and stranger ones. */
export const generatedProcess: fc.Arbitrary<GeneratedProcess> = fc
  .record({ block, flags: fc.record({ f0: fc.boolean(), f1: fc.boolean() }) })
  .map(({ block, flags }) => ({ plan: planOf(block), flags: { ...flags } }))

type Drawing = { nodes: Record<string, Parameters<typeof buildPlan>[0][string]>; ways: string[]; next: number }
type Ends = readonly [first: string, last: string]

function planOf(block: Block): Plan {
  const drawing: Drawing = { nodes: { 'start s': {}, 'end e': {} }, ways: [], next: 1 }
  const [first, last] = draw(drawing, block, undefined)
  drawing.ways.push(`s -> ${first}`, `${last} -> e`)
  return buildPlan(drawing.nodes, drawing.ways.join('\n'))
}

/** Adds a node; the two messages there are come to different ones. */
function add(drawing: Drawing, kind: string, within: string | undefined, said: object = {}): string {
  const id = `n${drawing.next++}`
  const message = `m${drawing.next % 2}`
  drawing.nodes[`${kind} ${id}`] = { ...(within === undefined ? {} : { in: within }), message, ...said }
  return id
}

function draw(drawing: Drawing, block: Block, within: string | undefined): Ends {
  switch (block.type) {
    case 'rule': {
      const id = add(drawing, 'rule', within, { expression: 'if f0 then 1 else 2' })
      return [id, id]
    }
    case 'wait':
      return drawWait(drawing, block, within)
    case 'row':
      return drawRow(drawing, block.blocks, within)
    case 'choice':
      return drawChoice(drawing, block.ways, within)
    case 'all':
      return drawAll(drawing, block, within)
    case 'some':
      return drawSome(drawing, block.ways, within)
    case 'first':
      return drawFirst(drawing, block.ways, within)
    case 'loop':
      return drawLoop(drawing, block.body, within)
    case 'inside':
      return drawInside(drawing, block, within)
  }
}

/** Each node has variables of its own: who is first must not matter. */
const eachOf = ({ next }: Drawing, many: Many): object =>
  many ? { forEach: { collection: '["x", "y", "z"]', item: 'each', results: `all${next}`, ...many } } : {}

type Of<Type extends Block['type']> = Extract<Block, { type: Type }>

function drawWait(
  drawing: Drawing,
  { kind, guard, many, mayFail }: Of<'wait'>,
  within: string | undefined,
): Ends {
  if (kind === 'timer' || kind === 'message') {
    const id = add(drawing, kind, within)
    return [id, id]
  }
  const id = add(drawing, kind, within, { ...eachOf(drawing, many), result: `found${drawing.next}` })
  const boundaries: Ends[] = []
  if (kind === 'service' && mayFail) boundaries.push(drawBoundary(drawing, 'on-error', id, plainTask, within))
  return drawGuard(drawing, id, guard, boundaries, within)
}

/** A boundary event and what follows it. */
function drawBoundary(
  drawing: Drawing,
  kind: string,
  on: string,
  after: Block,
  within: string | undefined,
  interrupts = true,
): Ends {
  const id = add(drawing, kind, within, { on, interrupts })
  const [first, last] = draw(drawing, after, within)
  drawing.ways.push(`${id} -> ${first}`)
  return [id, last]
}

/** What interrupts comes together with the usual way; what does not ends on its own. */
function drawGuard(
  drawing: Drawing,
  id: string,
  guard: Guard,
  others: readonly Ends[],
  within: string | undefined,
): Ends {
  const ends = [...others]
  if (guard) {
    const drawn = drawBoundary(drawing, guard.kind, id, guard.after, within, guard.interrupts)
    if (guard.interrupts) ends.push(drawn)
    else drawing.ways.push(`${drawn[1]} -> ${add(drawing, 'end', within)}`)
  }
  if (ends.length === 0) return [id, id]
  const merge = add(drawing, 'xor', within)
  for (const last of [id, ...ends.map((each) => each[1])]) drawing.ways.push(`${last} -> ${merge}`)
  return [id, merge]
}

function drawRow(drawing: Drawing, blocks: readonly Block[], within: string | undefined): Ends {
  const drawn = blocks.map((each) => draw(drawing, each, within))
  for (const [index, [first]] of drawn.entries()) {
    const before = drawn[index - 1]
    if (before) drawing.ways.push(`${before[1]} -> ${first}`)
  }
  return [drawn[0]?.[0] ?? '', drawn.at(-1)?.[1] ?? '']
}

/** A task whose outcome decides. */
function drawChoice(drawing: Drawing, ways: readonly Block[], within: string | undefined): Ends {
  const task = add(drawing, 'task', within, { outcomes: ways.map((_, index) => `o${index}`) })
  const [split, merge] = [add(drawing, 'xor', within), add(drawing, 'xor', within)]
  drawing.ways.push(`${task} -> ${split}`)
  for (const [index, way] of ways.entries()) {
    const condition = index === ways.length - 1 ? 'default' : `outcome = "o${index}"`
    drawBetween(drawing, [split, merge], way, condition, within)
  }
  return [task, merge]
}

function drawBetween(
  drawing: Drawing,
  [from, to]: Ends,
  way: Block,
  condition: string | null,
  within: string | undefined,
): void {
  const [first, last] = draw(drawing, way, within)
  drawing.ways.push(`${from} -> ${first}${condition ? ` [${condition}]` : ''}`, `${last} -> ${to}`)
}

/** Either a gateway, or a task with several flows, splits; a gateway joins. */
function drawAll(drawing: Drawing, { ways, hasGateway }: Of<'all'>, within: string | undefined): Ends {
  const split = add(drawing, hasGateway ? 'and' : 'task', within)
  const join = add(drawing, 'and', within)
  for (const way of ways) drawBetween(drawing, [split, join], way, null, within)
  return [split, join]
}

function drawSome(drawing: Drawing, ways: readonly Block[], within: string | undefined): Ends {
  const [split, join] = [add(drawing, 'or', within), add(drawing, 'or', within)]
  for (const [index, way] of ways.entries()) {
    drawBetween(drawing, [split, join], way, index === ways.length - 1 ? 'default' : `f${index}`, within)
  }
  return [split, join]
}

function drawFirst(drawing: Drawing, ways: Of<'first'>['ways'], within: string | undefined): Ends {
  const [split, merge] = [add(drawing, 'first', within), add(drawing, 'xor', within)]
  for (const { event, after } of ways) {
    const id = add(drawing, event, within)
    const [first, last] = draw(drawing, after, within)
    drawing.ways.push(`${split} -> ${id}`, `${id} -> ${first}`, `${last} -> ${merge}`)
  }
  return [split, merge]
}

function drawLoop(drawing: Drawing, body: Block, within: string | undefined): Ends {
  const [merge, split] = [add(drawing, 'xor', within), add(drawing, 'xor', within)]
  const [first, last] = draw(drawing, body, within)
  const task = add(drawing, 'task', within, { outcomes: ['again', 'done'] })
  const out = add(drawing, 'xor', within)
  drawing.ways.push(`${merge} -> ${first}`, `${last} -> ${task}`, `${task} -> ${split}`)
  drawing.ways.push(`${split} -> ${merge} [outcome = "again"]`, `${split} -> ${out} [default]`)
  return [merge, out]
}

/**
 * A sub-process that ends as usual, or at once, or with an error that is caught on it or, where `deep`, on one around it.
 * Each of many first waits: then so few things happen in one step that the model can try them in every order.
 */
function drawInside(drawing: Drawing, block: Of<'inside'>, within: string | undefined): Ends {
  const outer = add(drawing, 'inside', within, eachOf(drawing, block.many))
  const inner = block.deep ? wrap(drawing, outer) : outer
  const start = add(drawing, 'start', inner)
  const [first, last] = draw(
    drawing,
    block.many ? { type: 'row', blocks: [plainTask, block.body] } : block.body,
    inner,
  )
  drawing.ways.push(`${last} -> ${add(drawing, 'end', inner)}`)
  if (block.ending === 'end') drawing.ways.push(`${start} -> ${first}`)
  else drawBreakOff(drawing, [start, first], block.ending, inner)
  const caught = block.ending === 'error' ? [drawBoundary(drawing, 'on-error', outer, plainTask, within)] : []
  return drawGuard(drawing, outer, block.guard, caught, within)
}

function wrap(drawing: Drawing, outer: string): string {
  const [start, inner, end] = ['start', 'inside', 'end'].map((kind) => add(drawing, kind, outer))
  drawing.ways.push(`${start} -> ${inner} -> ${end}`)
  return inner ?? outer
}

/** Beside the body a task that may break it off. */
function drawBreakOff(
  drawing: Drawing,
  [start, first]: Ends,
  ending: 'terminate' | 'error',
  within: string,
): void {
  const task = add(drawing, 'task', within, { outcomes: ['bad', 'good'] })
  const [fork, split] = [add(drawing, 'and', within), add(drawing, 'xor', within)]
  const [off, end] = [add(drawing, ending, within), add(drawing, 'end', within)]
  drawing.ways.push(
    `${start} -> ${fork} -> ${first}`,
    `${fork} -> ${task} -> ${split} -> ${off} [outcome = "bad"]`,
  )
  drawing.ways.push(`${split} -> ${end} [default]`)
}
