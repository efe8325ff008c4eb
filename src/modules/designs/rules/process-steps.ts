/** What a list of steps asks of a plan; the whole plan fits. */
export type StepsPlan = Readonly<{
  start: string
  nodes: Readonly<Record<string, StepsNode>>
  flows: Readonly<
    Record<string, Readonly<{ id: string; name: string | null; to: string; condition: string | null }>>
  >
}>
type StepsNode = Readonly<{
  id: string
  name: string
  nameEn: string | null
  kind: string
  parent: string | null
  outgoing: readonly string[]
  start?: string
  boundaries?: readonly string[]
}>

/** A node that people or the system do something at, and where it leads. */
export type ProcessStep = Readonly<{
  id: string
  /** How deep it lies in sub-processes. */
  depth: number
  /** What follows, with the condition of the way. */
  next: readonly Readonly<{ name: string; condition: string | null; to: string }>[]
}>

/** The nodes of a plan in the order in which a dossier can first reach them. */
export function listProcessSteps(plan: StepsPlan): ProcessStep[] {
  const reached = new Set<string>()
  const waiting = [plan.start]
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    const node = plan.nodes[id]
    if (!node || reached.has(id)) continue
    reached.add(id)
    const ways = node.outgoing.flatMap((flow) => plan.flows[flow]?.to ?? [])
    waiting.unshift(...(node.start ? [node.start] : []), ...(node.boundaries ?? []))
    waiting.push(...ways)
  }
  return [...reached].flatMap((id) => {
    const node = plan.nodes[id]
    return node ? [{ id, depth: depthOf(plan, node), next: nextOf(plan, node) }] : []
  })
}

const nextOf = (plan: StepsPlan, node: StepsNode): ProcessStep['next'] =>
  node.outgoing.flatMap((id) => {
    const flow = plan.flows[id]
    return flow ? [{ name: flow.name ?? '', condition: flow.condition, to: flow.to }] : []
  })

function depthOf(plan: StepsPlan, node: StepsNode): number {
  const parent = node.parent ? plan.nodes[node.parent] : undefined
  return parent ? 1 + depthOf(plan, parent) : 0
}
