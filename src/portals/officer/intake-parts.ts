import { button } from '#components/button'
import type { Problem } from '#components/error-summary'
import { type OptionGroup, selectField } from '#components/field'
import { say } from '#components/say'
import { scanMessages } from '#modules/digitisation'
import { dossierMessages } from '#modules/dossiers'
import { inLanguage, listAskedPapers, type Procedure } from '#modules/procedures'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { type CounterScans, scansForPaper } from './intake-scans.ts'
import { type CounterOffers, offersForPaper } from './intake-vault.ts'
import { paperField } from './kept-papers.ts'
import type { Counter } from './load-intake.ts'
import { officerMessages } from './messages.ts'
import type { TypedIntake } from './read-intake.ts'

type Part = Readonly<{
  typed: TypedIntake
  procedure: Procedure
  problems: readonly Problem[]
  scans: CounterScans
  offers: CounterOffers
}>

/** The procedures of the counter, those of its own level first. */
export function proceduresByLevel({ choices }: Counter, language: Language): OptionGroup[] {
  const words = officerMessages(language)
  const levels = { commune: words.proceduresOfCommune, province: words.proceduresOfProvince, central: '' }
  return [...Map.groupBy(choices, ({ level }) => level)].map(([level, lines]) => ({
    label: levels[level],
    options: lines.map(({ code, shortName, nameEn }) => ({
      value: code,
      label: `${code} ${(language === 'en' && nameEn) || shortName}`,
    })),
  }))
}

/** Which commune resolves it, wherever it is handed in; nothing for procedures that communes do not resolve. */
export function communeField(
  { counter, problems }: Readonly<{ counter: Counter; problems: readonly Problem[] }>,
  language: Language,
): Html | null {
  const { communes, communeCode } = counter
  if (communes.length === 0) return null
  const words = officerMessages(language)
  return selectField({
    name: 'commune',
    label: words.commune,
    description: words.communeHint,
    options: communes.map(({ code, fullName }) => ({ value: code, label: fullName })),
    value: communeCode,
    placeholder: words.chooseCommune,
    problem: problems.find(({ field }) => field === 'commune')?.sentence,
    language,
  })
}

const lookAgain = (language: Language): Html =>
  html`<p>${button({ text: scanMessages(language).lookAgain, variant: 'tertiary', icon: 'scan', name: 'v', value: 'scans' })}</p>`

/** One file field for each paper that is asked for; what a database holds is shown as not asked (NĐ 118/2025 Đ4 k2a). */
export function papersToGive({ typed, procedure, problems, scans, offers }: Part, language: Language): Html {
  const talk = dossierMessages(language)
  const words = officerMessages(language)
  const known = inLanguage(procedure, language)
  const asked = listAskedPapers(known).map(({ key, name, note, originals, copies, required }) => {
    const count = words.originalsAndCopies(originals, copies)
    const offer = { scans, procedure, component: key, name, kept: typed.kept }
    const field = paperField({
      name: key,
      label: count ? `${name} (${count})` : name,
      description: note ?? undefined,
      kept: typed.kept[key] ?? [],
      problem: problems.find(({ field }) => field === `file.${key}`)?.sentence,
      optional: !required,
      language,
    })
    return html`${offersForPaper(offers, key, language)}${field}${scansForPaper(offer, language)}`
  })
  const held = known.components
    .filter(({ heldBy }) => heldBy !== null)
    .map(
      ({ name, heldBy }) => html`<li><strong>${name}</strong><br>${say('ok', talk.heldBy(heldBy ?? ''))}</li>`,
    )
  return html`${asked}${lookAgain(language)}${held.length > 0 && html`<ul class="mc-list mc-small">${held}</ul>`}`
}
