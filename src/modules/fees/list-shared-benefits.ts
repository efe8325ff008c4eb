import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Errors } from 'typebox/value'
import { parse } from 'yaml'
import { findBenefitProblems } from './check-fee-rules.ts'
import { sharedBenefitsSchema } from './fee-schema.ts'
import type { SharedBenefit } from './share-benefits.ts'

let known: readonly SharedBenefit[] | null = null

/** The benefits of `benefits.yaml`, read once: a list that is not well formed stops the start. */
export function listSharedBenefits(): readonly SharedBenefit[] {
  known ??= readSharedBenefits(readFileSync(join(import.meta.dirname, 'benefits.yaml'), 'utf8'))
  return known
}

/** Reads such a list. Throws an `Error` that names what is wrong and where. */
export function readSharedBenefits(text: string): readonly SharedBenefit[] {
  const raw: unknown = parse(text, { maxAliasCount: 0 })
  const misshapen = Errors(sharedBenefitsSchema, raw).map(
    ({ instancePath, message }) => `${instancePath}: ${message}`,
  )
  if (misshapen.length > 0) throw new Error(`benefits.yaml: ${misshapen.join('; ')}`)
  const { benefits } = raw as { benefits: SharedBenefit[] }
  const problems = benefits.flatMap((benefit, index) => findBenefitProblems(benefit, ['benefits', index]))
  if (problems.length > 0)
    throw new Error(
      `benefits.yaml: ${problems.map(({ path, reason }) => `${path.join('/')}: ${reason.en}`).join('; ')}`,
    )
  return benefits
}
