/**
 * Of what a carrier brought, what follows `after` without a hole, each position once. What was done already is left out,
 * and what comes after a hole waits until the hole is filled: whatever a carrier loses, repeats or shuffles, nothing is
 * skipped and the order stands.
 */
export function takeInOrder<Placed extends Readonly<{ position: number }>>(
  after: number,
  brought: readonly Placed[],
): Placed[] {
  const byPosition = new Map(brought.map((event) => [event.position, event]))
  const taken: Placed[] = []
  for (let event = byPosition.get(after + 1); event; event = byPosition.get(event.position + 1))
    taken.push(event)
  return taken
}
