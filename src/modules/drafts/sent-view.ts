import { actions, linkButton } from '#components/button'
import { code } from '#components/code'
import { icon } from '#components/icon'
import { notice } from '#components/notice'
import { say as state } from '#components/say'
import { formatMoment } from '#modules/calendar'
import type { DossierView } from '#modules/dossiers'
import { formatBytes, type Scan, scanLine, shortHash } from '#modules/papers'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import { procedureKicker } from './start-view.ts'

/** After the submission: what arrived, down to the check code of each file, and what happens next. */
export function sentPage(view: DossierView, scans: ReadonlyMap<string, Scan>, language: Language): Html {
  const say = messagesOf(language)
  const { dossier, procedure, receivingAgency } = view
  const known = dossier.code ?? dossier.reference
  const reach = dossier.applicantPhone ?? dossier.applicantEmail
  return html`<div class="mc-narrow">
${procedureKicker(procedure, language)}
<h1>${say.sentTitle}</h1>
<p class="mc-lead mc-t0">${say.sentLead(formatMoment(dossier.submittedAt, language))}</p>
<div class="mc-t2">${notice({
    tone: 'done',
    live: true,
    body: html`<p>${dossier.code ? say.dossierCode : say.reference}: <strong>${code(known)}</strong></p>${!dossier.code && html`<p class="mc-small">${say.referenceNote}</p>`}`,
  })}</div>
<section class="mc-section" aria-labelledby="arrived"><h2 id="arrived">${say.sentPapers}</h2><div class="mc-t1">${manifest(view, scans, language)}</div></section>
<section class="mc-section" aria-labelledby="next"><h2 id="next">${say.nextTitle}</h2>
<ol class="mc-t1"><li>${say.nextCheck(receivingAgency.name)}</li>${reach && html`<li>${say.nextTold(reach)}</li>`}</ol></section>
<div class="mc-t3">${actions(linkButton({ text: say.openDossier, href: `/my/dossiers/${known}` }), html`<a href="/track/${known}">${say.toTrack}</a>`)}</div>
</div>`
}

function manifest({ attachments }: DossierView, scans: ReadonlyMap<string, Scan>, language: Language): Html {
  const say = messagesOf(language)
  const given = attachments.filter(({ stage }) => stage === 'submission')
  if (given.length === 0) return html`<p>${say.sentNoPapers}</p>`
  return html`<ul class="mc-list">${given.map(
    ({ paperId, name, componentName, sizeBytes, sha256 }) =>
      html`<li>${icon('file')} <a href="/papers/${paperId}">${name}</a> <span class="mc-quiet mc-small">${formatBytes(sizeBytes, language)}</span>
<br><span class="mc-small mc-quiet">${say.fileFor(componentName)}</span>
<br>${state('ok', say.receivedWhole(shortHash(sha256)))}${scanLine(scans.get(paperId), language)}</li>`,
  )}</ul>`
}
