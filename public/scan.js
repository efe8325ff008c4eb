// Brings what is in work up to date by itself. The page works without this: its link does the same.
//
//   <div id="copy" data-live data-refresh> …   what is compared and replaced, asked for again while `data-refresh` stands

const everyMs = 2000
let dirty = false

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null)
  if (!answer?.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = [...page.querySelectorAll('[data-live]')]
  if (!dirty) {
    for (const part of fresh) {
      const old = document.getElementById(part.id)
      if (old && old.outerHTML !== part.outerHTML) old.replaceWith(document.adoptNode(part))
      else if (!old) location.reload()
    }
  } else {
    const part = page.getElementById('captures')
    if (part) document.getElementById('captures')?.replaceWith(document.adoptNode(part))
  }
}

// What is being typed is never taken away.
document.addEventListener('input', () => {
  dirty = true
})

async function watch() {
  if (!document.querySelector('[data-refresh]')) return
  if (document.visibilityState === 'visible') await refresh()
  setTimeout(watch, everyMs)
}
setTimeout(watch, everyMs)
