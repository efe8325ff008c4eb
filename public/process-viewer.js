// Draws every process of the page, to be moved and zoomed; `data-marks` says how many dossiers stand where. Without this the
// list of steps beside the drawing says the same.

const colours = [
  [1, 'mc-warm1'],
  [5, 'mc-warm2'],
  [20, 'mc-warm3'],
]

/** A small sign on an element; its words are made of text, never of markup. */
const sign = (text, name) => {
  const made = document.createElement('div')
  made.className = `mc-heat ${name}`
  made.textContent = text
  return made
}

function mark(viewer, marks) {
  const overlays = viewer.get('overlays')
  const canvas = viewer.get('canvas')
  const registry = viewer.get('elementRegistry')
  for (const { node, count, here, took } of marks) {
    if (!registry.get(node)) continue
    const colour = colours.findLast(([least]) => count >= least)
    if (colour) canvas.addMarker(node, colour[1])
    if (count > 0) overlays.add(node, 'count', { position: { top: -12, right: 24 }, html: sign(here, '') })
    if (took)
      overlays.add(node, 'took', { position: { bottom: 8, left: 4 }, html: sign(took, 'mc-heat--time') })
  }
}

for (const element of document.querySelectorAll('[data-process]')) {
  const viewer = new globalThis.BpmnJS({ container: element })
  try {
    await viewer.importXML(element.dataset.xml)
    viewer.get('canvas').zoom('fit-viewport', 'auto')
    if (element.dataset.marks) mark(viewer, JSON.parse(element.dataset.marks))
    element.dataset.ready = ''
  } catch {
    element.textContent = element.dataset.failed
  }
}
