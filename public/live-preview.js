// Shows a question as a citizen will see it while it is written. The page works without this: its button does the same.
//
//   <form data-live-preview> …  <div data-preview>…</div>
//
// What was written before this script had come counts too.

const form = document.querySelector('form[data-live-preview]')
const delayMs = 400
let timer
let asked = 0

const typedIn = (answers) => new URLSearchParams(new FormData(answers))

/** The form as the page was drawn with it, before anybody wrote. */
const drawnForm = () => {
  const copy = form.cloneNode(true)
  copy.reset()
  return copy
}

/** The page as it would be with what is typed; null: nothing came back. */
async function fetchPage(body) {
  try {
    const answer = await fetch(form.action, { method: 'POST', body, headers: { accept: 'text/html' } })
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null
  } catch {
    return null
  }
}

async function draw() {
  asked += 1
  const mine = asked
  const body = typedIn(form)
  body.set('step', 'preview')
  const page = await fetchPage(body)
  const drawn = page?.querySelector('[data-preview]')
  if (drawn && mine === asked) document.querySelector('[data-preview]')?.replaceWith(document.adoptNode(drawn))
}

if (form) {
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(draw, delayMs)
  })
  if (`${typedIn(form)}` !== `${typedIn(drawnForm())}`) void draw()
}
