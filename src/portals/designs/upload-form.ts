import { actions, button } from '#components/button'
import { fileField } from '#components/field'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { designMessages } from './messages.ts'

export type UploadForm = Readonly<{
  action: string
  /** The revision of the design whose file is replaced. */
  seen?: number
  problem?: string | undefined
  language: Language
}>

/** A file of a pack, or a whole pack, to send. */
export function uploadForm({ action, seen, problem, language }: UploadForm): Html {
  const say = designMessages(language)
  const field = fileField({
    name: 'file',
    label: say.uploadFile,
    description: say.uploadHelp,
    problem,
    language,
    accept: '.yaml,.yml,.json,.bpmn,.xml',
  })
  return html`<form class="mc-form mc-form--tight" method="post" action="${action}" enctype="multipart/form-data">
${seen !== undefined && html`<input type="hidden" name="seen" value="${seen}">`}${field}
${actions(button({ text: say.upload, variant: 'secondary' }))}</form>`
}
