import { button } from '#components/button'
import type { Problem } from '#components/error-summary'
import { checkboxField, textField } from '#components/field'
import { localDay } from '#modules/calendar'
import { dossierMessages, type Submission } from '#modules/dossiers'
import {
  type Benefit,
  calculateFees,
  copiesIn,
  type FeeFacts,
  listOtherBenefits,
  renderFeeLines,
} from '#modules/fees'
import { inLanguage, type Procedure } from '#modules/procedures'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import type { Counter } from './load-intake.ts'
import { officerMessages } from './messages.ts'
import { answersOf, type TypedIntake } from './read-intake.ts'

const proofField = 'seenProof'
const longestProof = 500

/** The chosen procedure as the counter has it at this moment, and what was typed. */
type Asked = Readonly<{ typed: TypedIntake; procedure: Procedure; now: Counter['now'] }>

/** A right to lower fees, ticked as one: the benefits that rest on the same category and entitlement. */
type Right = Readonly<{ field: string; benefits: readonly Benefit[] }>

type Claims = Required<Pick<Submission, 'applicantCategories' | 'entitlements'>>

const noClaims: Claims = { applicantCategories: [], entitlements: [] }

function factsOf({ typed, procedure, now }: Asked, claims: Claims): FeeFacts {
  const answers = answersOf(typed, procedure)
  return {
    on: localDay(now).toString(),
    channel: 'counter',
    answers,
    applicant: { categories: claims.applicantCategories },
    copies: copiesIn(answers) || null,
    entitlements: claims.entitlements,
  }
}

/** The rights that would lower a fee of this dossier here and today, once their papers were seen. */
function listRights(asked: Asked): Right[] {
  const { feeRules } = asked.procedure
  const facts = factsOf(asked, noClaims)
  const byPaper = listOtherBenefits(feeRules, facts, calculateFees(feeRules, facts)).filter(
    ({ category, entitlement }) => category ?? entitlement,
  )
  const groups = Map.groupBy(byPaper, ({ category = '', entitlement = '' }) => `${category} ${entitlement}`)
  return [...groups.values()].map((benefits) => ({ field: `seen.${benefits[0]?.key}`, benefits }))
}

const isTicked = ({ fields }: TypedIntake, { field }: Right): boolean => fields[field] !== undefined

function proofOf({ fields }: TypedIntake): string {
  const { [proofField]: proof = '' } = fields
  return cleanText(proof).slice(0, longestProof)
}

/** What the officer has seen proven, as a submission says it. A category is kept with its proof as an entitlement is. */
export function claimsOf(asked: Asked): Claims {
  const { typed } = asked
  const seen = listRights(asked).flatMap((right) => (isTicked(typed, right) ? right.benefits : []))
  const categories = new Set(seen.flatMap(({ category }) => category ?? []))
  const keys = new Set([...categories, ...seen.flatMap(({ entitlement }) => entitlement ?? [])])
  const proof = proofOf(typed)
  return {
    applicantCategories: [...categories],
    entitlements: [...keys].map((key) => ({ key, proof })),
  }
}

/** A right that was ticked needs the paper it was seen from. */
export function checkClaims(asked: Asked, language: Language): Problem[] {
  if (claimsOf(asked).entitlements.length === 0 || proofOf(asked.typed) !== '') return []
  return [{ field: proofField, sentence: officerMessages(language).proofNeeded }]
}

/** What this dossier costs at the counter, with the explanation of each amount; the price of a copy while none is asked for. */
export function feesPart(asked: Asked, problems: readonly Problem[], language: Language): Html {
  const calculated = calculateFees(asked.procedure.feeRules, factsOf(asked, claimsOf(asked)))
  return html`<h3 class="mc-h mc-t1">${dossierMessages(language).feeTitle}</h3>${renderFeeLines(calculated, language)}
${rightsPart(asked, problems, language)}`
}

/** The rights to tick, and the paper they were seen from; nothing where no paper would lower a fee. */
function rightsPart(asked: Asked, problems: readonly Problem[], language: Language): Html | null {
  const { typed } = asked
  const words = officerMessages(language)
  const rights = listRights(asked)
  if (rights.length === 0) return null
  const boxes = rights.map((right) =>
    checkboxField({
      name: right.field,
      label: [...new Set(inLanguage(right.benefits, language).map(({ name }) => name))].join('; '),
      checked: isTicked(typed, right),
      language,
    }),
  )
  const proof = textField({
    name: proofField,
    label: words.proofSeen,
    description: words.proofHint,
    value: proofOf(typed),
    problem: problems.find(({ field }) => field === proofField)?.sentence,
    maxLength: longestProof,
    autocomplete: 'off',
    language,
  })
  return html`<fieldset class="ds-fieldset mc-t1"><legend class="ds-label">${words.benefitsSeen}</legend>${boxes}
<div class="mc-t1">${proof}</div>
<p class="mc-t1">${button({ text: words.feesAgain, name: 'v', value: 'procedure', variant: 'secondary' })}</p></fieldset>`
}
