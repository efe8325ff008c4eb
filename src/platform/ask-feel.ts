import { type FeelExpression, type FeelVariables, readFeel } from '#platform/feel'

const read = new Map<string, FeelExpression>()
const mostRemembered = 2_000

/** A condition may begin with `=`, as in BPMN files; it is cut off. */
export const stripEquals = (text: string): string => text.replace(/^\s*=/, '')

/** The value of an expression, which is read the first time it is asked. Throws `FeelError` when it does not parse. */
export function askFeel(source: string, variables: FeelVariables): unknown {
  let expression = read.get(source)
  if (!expression) {
    expression = readFeel(stripEquals(source))
    if (read.size >= mostRemembered) read.clear()
    read.set(source, expression)
  }
  return expression.evaluate(variables)
}
