// Edits the drawing of a process and what its elements say, and saves it to the design. Without this the same file is
// downloaded, changed elsewhere and sent back.

const canvas = document.querySelector('[data-modeler]')
const panel = document.querySelector('[data-properties]')
const save = document.querySelector('[data-save-process]')
const state = save.querySelector('[data-state]')
const words = JSON.parse(canvas.dataset.words)

const modeler = new globalThis.BpmnJS({
  container: canvas,
  moddleExtensions: { motcua: JSON.parse(canvas.dataset.descriptor) },
})
const [modeling, moddle, selection] = ['modeling', 'moddle', 'selection'].map((name) => modeler.get(name))
const field = (name) => panel.elements.namedItem(name)
let chosen = null
let isChanged = false

try {
  await modeler.importXML(canvas.dataset.xml)
  makeRoom(modeler.get('canvas'))
  save.hidden = false
  canvas.dataset.ready = ''
} catch {
  canvas.textContent = words.cannotDraw
}

/** The whole drawing in sight, beside the palette and not under it. */
function makeRoom(view) {
  const { inner, outer } = view.viewbox()
  const palette = 130
  const scale = Math.min((outer.width - palette - 20) / inner.width, (outer.height - 80) / inner.height, 1)
  const [width, height] = [outer.width / scale, outer.height / scale]
  view.viewbox({ x: inner.x - palette / scale, y: inner.y - (height - inner.height) / 2, width, height })
}

const isA = (element, type) => element.businessObject.$instanceOf(`bpmn:${type}`)
const isFor = (element, types) => types.split(' ').some((type) => type === '*' || isA(element, type))

const outcomesOf = (business) =>
  (business.extensionElements?.get('values') ?? []).filter((value) => value.$type === 'motcua:Outcome')

const writeOutcome = ({ key, name, command, asksReason }) =>
  [`${key} = ${name ?? ''}`, command, asksReason ? words.reason : ''].filter(Boolean).join(' | ')

/** `approve = Phê duyệt | approve | lý do`; what an outcome says in English stays. */
function readOutcomes(text, business) {
  const known = new Map(outcomesOf(business).map((outcome) => [outcome.key, outcome]))
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [said, ...rest] = line.split('|').map((part) => part.trim())
      const [key, ...name] = said.split('=').map((part) => part.trim())
      const asksReason = rest.some((part) => part === words.reason)
      const command = rest.find((part) => /^[a-z_]+$/.test(part) && part !== words.reason)
      return moddle.create('motcua:Outcome', {
        key,
        name: name.join('=') || key,
        nameEn: known.get(key)?.nameEn,
        command,
        asksReason: asksReason || undefined,
      })
    })
}

/** What the panel speaks of: a name belongs to its element, the process as a whole is not spoken of. */
function speakOf(element) {
  const named = element?.labelTarget ?? element
  return named && named.type !== 'bpmn:Process' ? named : null
}

/** Fills the panel in with what the chosen element says. */
function show(element) {
  chosen = speakOf(element)
  panel.querySelector('[data-none]').hidden = chosen !== null
  panel.querySelector('[data-element]').textContent = chosen?.businessObject.id ?? ''
  for (const part of panel.querySelectorAll('[data-for]'))
    part.hidden = !chosen || !isFor(chosen, part.dataset.for)
  if (chosen) fill(chosen.businessObject)
}

function fill(business) {
  field('name').value = business.name ?? ''
  for (const name of ['nameEn', 'role', 'agency', 'step', 'time', 'notBy'])
    field(name).value = business.get(`motcua:${name}`) ?? ''
  field('documentation').value = business.documentation?.[0]?.text ?? ''
  field('outcomes').value = outcomesOf(business).map(writeOutcome).join('\n')
  field('condition').value = business.conditionExpression?.body ?? ''
}

const writers = {
  name: (element, value) => modeling.updateLabel(element, value),
  documentation: (element, value) =>
    modeling.updateProperties(element, {
      documentation: value ? [moddle.create('bpmn:Documentation', { text: value })] : [],
    }),
  condition: (element, value) =>
    modeling.updateProperties(element, {
      conditionExpression: value ? moddle.create('bpmn:FormalExpression', { body: value }) : undefined,
    }),
  outcomes: (element, value) => {
    const { businessObject } = element
    const others = (businessObject.extensionElements?.get('values') ?? []).filter(
      (one) => one.$type !== 'motcua:Outcome',
    )
    const values = [...others, ...readOutcomes(value, businessObject)]
    modeling.updateProperties(element, {
      extensionElements: values.length > 0 ? moddle.create('bpmn:ExtensionElements', { values }) : undefined,
    })
  },
}

panel.addEventListener('submit', (event) => event.preventDefault())
panel.addEventListener('change', ({ target }) => {
  if (!chosen) return
  const { name, value } = target
  const write =
    writers[name] ??
    ((element) => modeling.updateProperties(element, { [`motcua:${name}`]: value || undefined }))
  write(chosen, value.trim())
})

modeler.on('selection.changed', ({ newSelection }) => show(newSelection.length === 1 ? newSelection[0] : null))
modeler.on('element.changed', ({ element }) => element === chosen && show(element))
modeler.on('commandStack.changed', () => {
  isChanged = true
  state.textContent = words.unsaved
})
addEventListener('beforeunload', (event) => isChanged && event.preventDefault())

const currentXml = async () => (await modeler.saveXML({ format: true })).xml

save.querySelector('[data-keep]').addEventListener('click', async () => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([await currentXml()], { type: 'application/xml' }))
  link.download = 'process.bpmn'
  link.click()
  URL.revokeObjectURL(link.href)
})

save.addEventListener('submit', async (event) => {
  event.preventDefault()
  state.textContent = words.saving
  const body = new URLSearchParams(new FormData(save))
  body.set('xml', await currentXml())
  if (event.submitter?.name === 'force') body.set('force', 'yes')
  const answer = await fetch(save.action, {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
  }).catch(() => null)
  const said = answer ? await answer.json().catch(() => ({})) : {}
  if (answer?.ok) {
    isChanged = false
    state.textContent = words.saved
    location.assign(said.next)
    return
  }
  const isBehind = said.code === 'designs.changed_meanwhile'
  state.textContent = isBehind ? words.changed : words.failed
  save.querySelector('[data-overwrite]').hidden = !isBehind
})

selection.select(null)
