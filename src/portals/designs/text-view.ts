import { actions, button } from '#components/button'
import { textAreaField } from '#components/field'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { type DesignFile, type DesignFiles, designFiles, isEditable } from '#modules/designs'
import { type Html, html } from '#platform/html'
import { designHead, type HeadView } from './design-head.ts'
import { addressOf } from './desk.ts'
import { designMessages } from './messages.ts'
import { uploadForm } from './upload-form.ts'

export type TextsView = Readonly<{
  head: HeadView
  files: DesignFiles
  mayEdit: boolean
  uploadProblem?: string | undefined
}>

/** The four files: to download, to edit as text, to send. */
export function textsView({ head, files, mayEdit, uploadProblem }: TextsView): Html {
  const { design, language } = head
  const say = designMessages(language)
  const canWrite = mayEdit && isEditable(design)
  const rows = designFiles.map((file) => {
    const text = files[file]
    const address = addressOf(design.id, `texts/${file}`)
    const edit = canWrite
      ? html`<a href="${address}">${say.editText}<span class="ds-sr-only"> ${file}</span></a> `
      : null
    const load =
      text !== undefined &&
      html`<a href="${address}/download">${say.download}<span class="ds-sr-only"> ${file}</span></a>`
    const size = text === undefined ? say.absent : say.bytes(text.length.toLocaleString(language))
    return [
      html`<strong>${file}</strong><br><span class="mc-small mc-quiet">${say.fileHelp()[file]}</span>`,
      size,
      html`<span class="mc-row">${edit}${load}</span>`,
    ]
  })
  return html`${designHead(head)}
<div class="mc-stack mc-t2">
${zone({
  id: 'texts',
  title: say.texts,
  body: html`${table({ caption: say.tableOf(say.texts), columns: [{ title: say.file }, { title: say.size, number: true }, { title: say.editText }], rows })}
<p class="mc-t1"><a href="${addressOf(design.id, 'pack')}">${say.wholePack}</a></p>`,
})}
${canWrite && zone({ id: 'upload', title: say.uploadTitle, body: uploadForm({ action: addressOf(design.id, 'texts'), seen: design.revision, problem: uploadProblem, language }) })}
</div>`
}

export type TextView = Readonly<{ head: HeadView; file: DesignFile; text: string }>

/** One file as text. */
export function textView({ head, file, text }: TextView): Html {
  const { design, language } = head
  const say = designMessages(language)
  const isSpare = file === 'process.bpmn' || file === 'cases.yaml'
  const removal =
    isSpare &&
    text !== '' &&
    button({ text: say.removeFile, variant: 'tertiary', name: 'remove', value: 'yes' })
  return html`${designHead(head)}
<form class="mc-form mc-form--tight" method="post" action="${addressOf(design.id, `texts/${file}`)}">
<input type="hidden" name="seen" value="${design.revision}">
<div class="mc-code-field">${textAreaField({ name: 'text', label: say.textLabel(file), description: say.fileHelp()[file], value: text, rows: 28, language })}</div>
${actions(button({ text: say.save }), removal, html`<a href="${addressOf(design.id, 'texts')}">${say.back}</a>`)}
</form>`
}
