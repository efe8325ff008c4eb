// Shows a question as a citizen will see it while it is written. The page works without this: its button does the same.
//
//   <form data-live-preview> …  <div data-preview>…</div>

const form = document.querySelector('form[data-live-preview]')
const delayMs = 400
let timer
let asked = 0

async function draw() {
  asked += 1
  const mine = asked
  const body = new URLSearchParams(new FormData(form))
  body.set('step', 'preview')
  const answer = await fetch(form.action, { method: 'POST', body, headers: { accept: 'text/html' } }).catch(
    () => null,
  )
  if (!answer?.ok || mine !== asked) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const drawn = page.querySelector('[data-preview]')
  if (drawn) document.querySelector('[data-preview]')?.replaceWith(document.adoptNode(drawn))
}

form?.addEventListener('input', () => {
  clearTimeout(timer)
  timer = setTimeout(draw, delayMs)
})
