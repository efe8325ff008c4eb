// Saves a draft while it is written. The form works without this: it only adds that nothing typed is lost.
//
//   <form data-autosave="/drafts/ABC/2" data-autosave-key="ABC/2"> … <p class="mc-saved" data-saved>…</p>
//
// What changed is posted to the address in `data-autosave` (urlencoded, as the form itself would); an answer of 2xx means
// saved. Without network it is kept on this device and sent when the network is back.

const delayMs = 3000
const words = {
  vi: {
    saving: 'Đang lưu…',
    saved: (time) => `Đã lưu nháp lúc ${time}.`,
    kept: (time) =>
      `Chưa gửi được về hệ thống. Phần bạn viết được giữ trên máy này lúc ${time} và tự gửi khi có mạng.`,
    restored: (time) => `Đã lấy lại phần bạn viết lúc ${time} khi mất mạng.`,
    refused: 'Chưa lưu tự động được. Bấm nút tiếp tục để lưu.',
  },
  en: {
    saving: 'Saving…',
    saved: (time) => `Draft saved at ${time}.`,
    kept: (time) =>
      `Not sent yet. What you wrote is kept on this device since ${time} and will be sent when the network is back.`,
    restored: (time) => `Restored what you wrote at ${time} without network.`,
    refused: 'Could not save by itself. Use the button to continue and save.',
  },
}[document.documentElement.lang === 'en' ? 'en' : 'vi']

const timeOf = (at) => {
  const date = new Date(at)
  const minutes = String(date.getMinutes()).padStart(2, '0')
  return document.documentElement.lang === 'en'
    ? `${date.getHours()}:${minutes}`
    : `${date.getHours()} giờ ${minutes}`
}

/** Answers only: a file is sent by its own upload. */
const answersOf = (form) =>
  new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'))

/** What the person wrote, without what the page carries along. */
const typedIn = (form) => {
  const answers = answersOf(form)
  for (const field of form.querySelectorAll('input[type="hidden"]')) answers.delete(field.name)
  return answers.toString()
}

/** What the page was drawn with, before anybody wrote: a slow line brings this script after the first words. */
const drawnIn = (form) => {
  const copy = form.cloneNode(true)
  copy.reset()
  return typedIn(copy)
}

/** Storage may be closed to us (private windows, full disks): then nothing is kept, and it says so. */
const read = (storage, key) => {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null')
  } catch {
    return null
  }
}
const write = (storage, key, value) => {
  try {
    storage().setItem(key, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
const forget = (key) => {
  for (const storage of [device, tab]) {
    try {
      storage().removeItem(key)
    } catch {}
  }
}
/** Outlives the window: only while the network is dead. */
const device = () => localStorage
/** Ends with the window: over a page that is being left. */
const tab = () => sessionStorage

/** Puts kept answers back into the fields, but for those that were written in since the page was drawn. */
const fill = (form, answers) => {
  const given = new URLSearchParams(answers)
  const [drawn, now] = [drawnIn(form), typedIn(form)].map((typed) => new URLSearchParams(typed))
  for (const field of form.elements) {
    if (!field.name || field.type === 'file' || field.type === 'hidden' || field.type === 'submit') continue
    if (`${drawn.getAll(field.name)}` !== `${now.getAll(field.name)}`) continue
    if (field.type === 'radio' || field.type === 'checkbox')
      field.checked = given.getAll(field.name).includes(field.value)
    else if (given.has(field.name)) field.value = given.get(field.name)
  }
}

const start = (form) => {
  const address = form.dataset.autosave
  const key = `motcua.draft.${form.dataset.autosaveKey ?? address}`
  const line = form.querySelector('[data-saved] span') ?? document.querySelector('[data-saved] span')
  let saved = drawnIn(form)
  let timer = 0
  let running = false
  let leaving = false

  const say = (text, tone = 'ok') => {
    if (!line) return
    line.textContent = text
    line.parentElement.dataset.state = tone
  }

  const note = (typed) => ({ typed, base: saved, at: Date.now() })

  const keepHere = (typed) => {
    const kept = note(typed)
    say(write(device, key, kept) ? words.kept(timeOf(kept.at)) : words.refused, 'warn')
  }

  const save = async () => {
    const typed = typedIn(form)
    if (running || leaving || typed === saved) return
    running = true
    say(words.saving)
    try {
      const body = answersOf(form)
      const answer = await fetch(address, { method: 'POST', body, headers: { accept: 'application/json' } })
      // A redirect to the sign-in page is an answer too, but nothing was saved.
      if (answer.ok && !answer.redirected) {
        saved = typed
        forget(key)
        say(words.saved(timeOf(answer.headers.get('saved-at') ?? Date.now())))
      } else if (answer.status >= 500) keepHere(typed)
      else say(words.refused, 'warn')
    } catch {
      keepHere(typed)
    }
    running = false
    if (typedIn(form) !== typed) later()
  }

  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(save, delayMs)
  }

  // Put back only over the very answers it was written over: whatever was saved since, here or elsewhere, wins.
  const kept = read(device, key) ?? read(tab, key)
  if (kept?.base === saved && kept.typed !== saved) {
    fill(form, kept.typed)
    say(words.restored(timeOf(kept.at)), 'warn')
  } else if (kept) forget(key)
  if (typedIn(form) !== saved) later()

  form.addEventListener('input', later)
  form.addEventListener('change', later)
  // The plain submit is never held up; what it sends is kept over the way, in case the network dies.
  form.addEventListener('submit', () => {
    leaving = true
    clearTimeout(timer)
    write(tab, key, note(typedIn(form)))
  })
  addEventListener('online', save)
  addEventListener('pagehide', () => {
    const typed = typedIn(form)
    if (leaving || typed === saved) return
    write(tab, key, note(typed))
    navigator.sendBeacon(address, answersOf(form))
  })
  addEventListener('pageshow', () => {
    leaving = false
  })
}

for (const form of document.querySelectorAll('form[data-autosave]')) start(form)
