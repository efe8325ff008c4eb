import { Temporal } from 'temporal-polyfill'
import type { Answer } from '#components/answers'
import { formatShortDay, localDay } from '#modules/calendar'
import { type DossierView, feeFactsOf } from '#modules/dossiers'
import { type Entitlement, isInForce } from '#modules/fees'
import { inLanguage } from '#modules/procedures'
import { html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { officerMessages } from './messages.ts'

type Proven = Pick<DossierView, 'dossier' | 'procedure'>

/** What an officer has seen proven that makes the fees lower: what it gives, by which paper, and when it was seen. */
export function provenAnswers({ dossier, procedure }: Proven, language: Language): Answer[] {
  const words = officerMessages(language)
  const { entitlements, applicantCategories } = dossier
  const known = entitlements.map(({ key }) => key)
  const bare = applicantCategories.filter((category) => !known.includes(category)).map((key) => ({ key }))
  const groups = Map.groupBy([...entitlements, ...bare], (one) => proofOf(one, language))
  return [...groups].map(([proof, rights]) => {
    const names = new Set(rights.flatMap(({ key }) => namesOf(key, { dossier, procedure }, language)))
    const answer = [...names].map((name, index) => html`${index > 0 && html`<br>`}${name}`)
    return { term: words.benefitsSeen, answer, note: proof }
  })
}

function proofOf({ proof, at }: Entitlement, language: Language): string {
  const words = officerMessages(language)
  if (!proof) return ''
  return at ? words.seenOn(proof, formatShortDay(localDay(Temporal.Instant.from(at)))) : proof
}

/** What a category or entitlement is called where the fees name it; its key where they do not. */
function namesOf(key: string, { dossier, procedure }: Proven, language: Language): string[] {
  const { on } = feeFactsOf(dossier)
  const benefits = procedure.feeRules
    .flatMap((fee) => fee.benefits ?? [])
    .filter((one) => [one.category, one.entitlement].includes(key))
    .filter((one) => one.inUse !== false && isInForce(one, on))
  return benefits.length > 0 ? inLanguage(benefits, language).map(({ name }) => name) : [key]
}
