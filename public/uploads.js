// Sends files in pieces as soon as they are chosen, over links that break. The form works without this: it sends them itself.
//
//   <form data-uploads> … <input type="file" name="paper.x"> … <button name="add">
//
// Protocol: tus 1.0 at /api/v1/uploads. Where an upload stands is asked of the server, so it goes on after hours, from
// another network, or when the same file is chosen again. A file that has arrived becomes the field `uploaded.<name>`.

const address = '/api/v1/uploads'
const pieceBytes = 512 * 1024
const version = { 'tus-resumable': '1.0.0' }
const english = document.documentElement.lang === 'en'
const words = {
  sending: english ? 'Sending' : 'Đang gửi',
  sent: english ? 'Sent' : 'Đã gửi',
  waiting: english
    ? 'No network. Sending goes on by itself from where it stopped:'
    : 'Mất mạng. Tệp sẽ tự gửi tiếp từ chỗ đã dừng:',
  byForm: english ? 'Press the button to send:' : 'Hãy bấm nút gửi để gửi tệp:',
}

const keyOf = ({ name, size, lastModified }) => `motcua.upload.${name}.${size}.${lastModified}`
const recall = (file) => {
  try {
    return localStorage.getItem(keyOf(file))
  } catch {
    return null
  }
}
const remember = (file, path) => {
  try {
    if (path) localStorage.setItem(keyOf(file), path)
    else localStorage.removeItem(keyOf(file))
  } catch {}
}

/** Until the network may be back: told by the browser, or after a while. */
const untilBack = (seconds) =>
  new Promise((resolve) => {
    addEventListener('online', resolve, { once: true })
    setTimeout(resolve, seconds * 1000)
  })

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)))

/** A refusal is final; whatever else goes wrong is tried again. */
class Refused extends Error {}

const ask = async (path, method, headers, body) => {
  const answer = await fetch(path, { method, body, headers: { ...version, ...headers } })
  if (answer.status >= 500 || answer.status === 409 || answer.status === 423) throw new Error()
  if (!answer.ok || answer.redirected) throw new Refused()
  return answer
}

const begin = async (file) => {
  const metadata = `filename ${base64(file.name.normalize('NFC'))}`
  const headers = { 'upload-length': file.size, 'upload-metadata': metadata }
  const path = (await ask(address, 'POST', headers)).headers.get('location')
  remember(file, path)
  return path
}

/** Where the upload of this file stands; a new one when there was none, or it is gone. */
const find = async (file) => {
  const path = recall(file)
  if (path) {
    try {
      return { path, answer: await ask(path, 'HEAD') }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      remember(file, null)
    }
  }
  return { path: await begin(file), answer: null }
}

/** Sends what is missing; answers the id of the paper. */
const sendRest = async (file, tell) => {
  let { path, answer } = await find(file)
  for (;;) {
    const paper = answer?.headers.get('upload-paper')
    if (paper) return paper
    const offset = Number(answer?.headers.get('upload-offset') ?? 0)
    tell(words.sending, Math.floor((100 * offset) / file.size))
    const headers = { 'upload-offset': offset, 'content-type': 'application/offset+octet-stream' }
    answer = await ask(path, 'PATCH', headers, file.slice(offset, offset + pieceBytes))
  }
}

const sendFile = async (file, tell) => {
  for (let seconds = 1; ; seconds = Math.min(seconds * 2, 30)) {
    try {
      const paper = await sendRest(file, tell)
      remember(file, null)
      return paper
    } catch (error) {
      if (error instanceof Refused) {
        remember(file, null)
        return null
      }
      tell(words.waiting)
      await untilBack(seconds)
    }
  }
}

const lineAfter = (input) => {
  const line = document.createElement('p')
  line.className = 'mc-small mc-t0'
  line.setAttribute('role', 'status')
  input.parentElement.append(line)
  return line
}

/** Names the paper in the form, and tells the server at once, in case the page is left without a button. */
const name = async (form, { name: field }, paper) => {
  const named = `uploaded.${field}.${paper}`
  form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: named, value: '1' }))
  const body = new FormData()
  body.set(named, '1')
  body.set('add', '1')
  await fetch(form.action, { method: 'POST', body, redirect: 'manual' }).catch(() => null)
}

const start = (form) => {
  let running = 0
  let pressed = null

  const send = async (input) => {
    const left = new DataTransfer()
    running += 1
    for (const file of [...input.files]) {
      const line = lineAfter(input)
      const tell = (text, percent) => {
        line.textContent = `${text} ${file.name}${percent === undefined ? '' : `: ${percent} %`}`
      }
      const paper = await sendFile(file, tell)
      if (paper) await name(form, input, paper)
      else left.items.add(file)
      tell(paper ? words.sent : words.byForm)
    }
    // What was refused goes with the form: its answer says why, in words.
    input.files = left.files
    running -= 1
    if (running === 0 && pressed) form.requestSubmit(pressed)
  }

  form.addEventListener('change', async ({ target }) => {
    if (target.type === 'file' && target.files.length > 0) await send(target)
  })
  form.addEventListener('submit', (event) => {
    if (running === 0) return
    event.preventDefault()
    pressed = event.submitter
  })
  // Chosen before this script had come.
  for (const input of form.querySelectorAll('input[type="file"]')) if (input.files.length > 0) void send(input)
}

for (const form of document.querySelectorAll('form[data-uploads]')) start(form)
