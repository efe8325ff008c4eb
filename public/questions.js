// Brings the questions that an answer asks for as soon as it is given. The form works without this: its buttons do the same.
//
//   <form data-watched="foundedBy members"> … <div data-questions="owner">…</div> …
//
// When a watched answer changes, the form is sent with `refresh` (files stay) and the marked parts are taken from the page
// that comes back. What was typed meanwhile stays. An answer given before this script had come counts too; when nothing comes
// back, the form's own button is there again.

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

/** The form as it was drawn, before anybody answered. */
const drawn = (form) => {
  const copy = form.cloneNode(true)
  copy.reset()
  return copy
}

/** While the page keeps itself up to date; where it cannot, its buttons do. */
const { classList } = document.documentElement
const following = 'mc-scripted'

/** Until what is pressed is let go: a press that began on a button is to end on it, so nothing is replaced meanwhile. */
let letGo = Promise.resolve()
const holdUntil = (ends) => () => {
  letGo = new Promise((resolve) => {
    for (const end of ends) addEventListener(end, () => setTimeout(resolve), { once: true })
  })
}
addEventListener('pointerdown', holdUntil(['pointerup', 'pointercancel']), true)
addEventListener('keydown', holdUntil(['keyup', 'blur']), true)

const start = (form) => {
  let latest = 0

  const fetchPage = async (sent) => {
    try {
      const answer = await fetch(form.getAttribute('action'), {
        method: 'POST',
        body: new URLSearchParams([...sent, ['refresh', '1']]),
        headers: { accept: 'text/html' },
      })
      return new DOMParser().parseFromString(await answer.text(), 'text/html')
    } catch {
      return null
    }
  }

  const ask = async () => {
    latest += 1
    const mine = latest
    const sent = answersOf(form)
    const page = await fetchPage(sent)
    await letGo
    if (mine !== latest) return
    const place = placeOf(document)
    // A page without the form, as of a session that has ended, brings nothing.
    classList.toggle(following, page?.querySelector('form[data-watched]') != null)
    for (const old of form.querySelectorAll('[data-questions]')) {
      const part = page?.querySelector(`[data-questions="${old.dataset.questions}"]`)
      if (!part) continue
      keepNewer(part, sent, answersOf(form))
      old.replaceWith(document.adoptNode(part))
    }
    goTo(place)
  }

  form.addEventListener('change', async ({ target }) => {
    if (target.name && named(form, target.name)) await ask()
  })
  addEventListener('online', async () => {
    if (!classList.contains(following)) await ask()
  })

  const watchedOf = (answers) => JSON.stringify(answersOf(answers).filter(([name]) => named(form, name)))
  if (watchedOf(form) !== watchedOf(drawn(form))) void ask()
}

classList.add(following)
for (const form of document.querySelectorAll('form[data-watched]')) start(form)
