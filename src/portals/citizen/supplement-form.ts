import { actions, button } from '#components/button'
import type { Problem } from '#components/error-summary'
import { fileField } from '#components/field'
import { type DossierView, dossierMessages } from '#modules/dossiers'
import { acceptedTypes, type StoredPaper } from '#modules/papers'
import { inLanguage } from '#modules/procedures'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './dossier-messages.ts'

/** A paper that was asked for once more, and the field it is sent in. */
export type AskedPaper = Readonly<{ field: string; component: string; name: string }>

/** Which papers the last request names: keys of the procedure's components, or a paper in words. */
export function listRequestedPapers({ events, components }: DossierView, language: Language): AskedPaper[] {
  const requested = events.findLast(({ type }) => type === 'request_papers')?.detail.components
  const keys = Array.isArray(requested) ? requested.filter((key) => typeof key === 'string') : []
  return keys.map((component, index) => {
    const known = inLanguage(components, language).find(({ key }) => key === component)
    return { field: `paper.${index}`, component, name: known?.name ?? component }
  })
}

export type SupplementView = Readonly<{
  dossier: DossierView
  problems: readonly Problem[]
  /** Files of an attempt that was refused for another of its files: they need not be chosen again. */
  kept: ReadonlyMap<string, readonly StoredPaper[]>
  language: Language
}>

/** The form for the papers that are missing; it goes on with what has already arrived. */
export function supplementForm({ dossier: view, problems, kept, language }: SupplementView): Html {
  const words = dossierMessages(language)
  const say = messagesOf(language)
  const { code, reference, revision } = view.dossier
  const fields = listRequestedPapers(view, language).map(({ field, name }) => {
    const files = kept.get(field) ?? []
    const problem = problems
      .filter((one) => one.field === field)
      .map(({ sentence }) => sentence)
      .join(' ')
    const given = files.map(({ name: file }) => file).join(', ')
    return html`${fileField({
      name: field,
      label: say.chooseFile(name),
      accept: Object.keys(acceptedTypes).join(','),
      multiple: true,
      ...(given && { description: say.keptFiles(given) }),
      problem: problem || undefined,
      language,
    })}${files.map(({ id }) => html`<input type="hidden" name="kept.${id}" value="${field}">`)}`
  })
  return html`<section class="mc-section" aria-labelledby="supplement"><h2 id="supplement">${words.supplementTitle}</h2>
<p class="mc-t0">${words.supplementIntro}</p>
<form class="mc-form mc-narrow mc-t2" method="post" enctype="multipart/form-data" action="/my/dossiers/${code ?? reference}/supplement" novalidate>
<input type="hidden" name="revision" value="${revision}">
${fields}
${actions(button({ text: words.supplementSend }))}
</form></section>`
}
