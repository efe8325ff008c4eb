// Brings what is in work up to date by itself. The page works without this: its link does the same.
//
//   <div id="copy" data-live data-refresh> …   what is compared and replaced, asked for again while `data-refresh` stands

const everyMs = 2000

/** Whether somebody wrote in it since the page was drawn; perhaps before this script had come. */
const isWritten = (form) => {
  const copy = form.cloneNode(true)
  copy.reset()
  const [drawn, now] = [copy, form].map((answers) => `${new URLSearchParams(new FormData(answers))}`)
  return drawn !== now
}

let dirty = [...document.forms].some(isWritten)

/** What is being typed is never taken away: then only the lines of what is in work change. */
function replace(part) {
  const old = document.getElementById(part.id)
  if (dirty && part.id !== 'captures') return
  if (!old) location.reload()
  else if (old.outerHTML !== part.outerHTML) old.replaceWith(document.adoptNode(part))
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null)
  if (!answer?.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  // Drawings stand once in a page: what is new may use others.
  const drawings = page.querySelector('.mc-sprite')
  if (drawings) document.querySelector('.mc-sprite')?.replaceWith(document.adoptNode(drawings))
  page.querySelectorAll('[data-live]').forEach(replace)
}

document.addEventListener('input', () => {
  dirty = true
})

async function watch() {
  if (!document.querySelector('[data-refresh]')) return
  if (document.visibilityState === 'visible') await refresh()
  setTimeout(watch, everyMs)
}
setTimeout(watch, everyMs)
