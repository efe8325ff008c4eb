// Brings the questions that an answer asks for as soon as it is given. The form works without this: its buttons do the same.
//
//   <form data-watched="foundedBy members"> … <div data-questions="owner">…</div> …
//
// When a watched answer changes, the form is sent with `refresh` (files stay) and the marked parts are taken from the page
// that comes back. What was typed meanwhile stays.

const named = (form, name) => {
  const watched = (form.dataset.watched ?? '').split(' ')
  return name.endsWith('.province') || watched.includes(name.split('.')[0])
}

const answersOf = (form) => [...new FormData(form)].filter(([, value]) => typeof value === 'string')

/** Marks in `part` what was typed since `sent`. */
const keepNewer = (part, sent, now) => {
  const before = new URLSearchParams(sent)
  const after = new URLSearchParams(now)
  for (const field of part.querySelectorAll('input, select, textarea')) {
    const { name, type, value } = field
    if (!name || type === 'hidden' || before.get(name) === after.get(name)) continue
    if (type === 'radio' || type === 'checkbox') field.checked = after.getAll(name).includes(value)
    else field.value = after.get(name) ?? ''
  }
}

/** Where the reader is: the field by its id, and the place in its text. */
const placeOf = ({ activeElement }) => {
  const { id, selectionStart, selectionEnd } = activeElement ?? {}
  return { id, from: selectionStart, to: selectionEnd }
}

const goTo = ({ id, from, to }) => {
  const field = id && document.getElementById(id)
  if (!field || field === document.activeElement) return
  field.focus({ preventScroll: true })
  if (typeof from === 'number') field.setSelectionRange(from, to)
}

const start = (form) => {
  let latest = 0

  const ask = async () => {
    latest += 1
    const mine = latest
    const sent = answersOf(form)
    const answer = await fetch(form.getAttribute('action'), {
      method: 'POST',
      body: new URLSearchParams([...sent, ['refresh', '1']]),
      headers: { accept: 'text/html' },
    }).catch(() => null)
    if (!answer || mine !== latest) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    if (mine !== latest) return
    const place = placeOf(document)
    for (const old of form.querySelectorAll('[data-questions]')) {
      const drawn = page.querySelector(`[data-questions="${old.dataset.questions}"]`)
      if (!drawn) continue
      keepNewer(drawn, sent, answersOf(form))
      old.replaceWith(document.adoptNode(drawn))
    }
    goTo(place)
  }

  form.addEventListener('change', async ({ target }) => {
    if (target.name && named(form, target.name)) await ask()
  })
}

document.documentElement.classList.add('mc-scripted')
for (const form of document.querySelectorAll('form[data-watched]')) start(form)
