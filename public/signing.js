// The pages of signing. They work without this: it only follows a running batch without loading the page again, chooses all
// documents at once, and carries hashes and signatures between us and the signing program on this computer.

const followMs = 1500

/** Brings the part that changes up to date until the batch has ended. Scrolling and focus stay where they are. */
async function follow(part) {
  if (part.dataset.follow !== 'running') return
  await new Promise((resolve) => setTimeout(resolve, followMs))
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const fresh = page.querySelector('[data-follow]')
    if (!answer.ok || !fresh) return location.reload()
    if (fresh.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) {
      part.innerHTML = fresh.innerHTML
      bringPlugin(part)
    }
    part.dataset.follow = fresh.dataset.follow
  } catch {
    // Without network it is asked again; what is shown stays.
  }
  return follow(part)
}

/** A box in the head of the table that chooses every document. */
function addChooseAll(form) {
  const cell = form.querySelector('thead th')
  const boxes = [...form.querySelectorAll('tbody input[type="checkbox"]')]
  if (!cell || boxes.length < 2) return
  const all = document.createElement('input')
  all.type = 'checkbox'
  all.setAttribute('aria-label', form.dataset.chooseAll)
  const label = document.createElement('label')
  label.className = 'mc-tick'
  label.append(all)
  cell.replaceChildren(label)
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked
  })
  form.addEventListener('change', () => {
    const chosen = boxes.filter((box) => box.checked).length
    all.checked = chosen === boxes.length
    all.indeterminate = chosen > 0 && chosen < boxes.length
  })
}

const programAddress = 'wss://127.0.0.1:8987/SignJson'

/** Asks the signing program of this computer for the signatures over some hashes. */
const askProgram = (request) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(programAddress)
    socket.addEventListener('open', () => socket.send(JSON.stringify(request)))
    socket.addEventListener('message', ({ data }) => {
      socket.close()
      try {
        resolve(JSON.parse(data))
      } catch (error) {
        reject(error)
      }
    })
    socket.addEventListener('error', reject)
    socket.addEventListener('close', () => reject(new Error('closed')))
  })

function bringPlugin(part) {
  const section = part.querySelector('[data-plugin]')
  const press = section?.querySelector('button')
  if (!section || !press) return
  const told = section.querySelector('[role="status"]')
  press.addEventListener('click', async () => {
    press.disabled = true
    try {
      const { transactions } = await (await fetch(section.dataset.plugin)).json()
      for (const transaction of transactions) {
        const answer = await askProgram(transaction)
        await fetch(section.dataset.plugin, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ transactionId: transaction.transactionId, ...answer }),
        })
      }
      told.textContent = section.dataset.sent
    } catch {
      told.textContent = section.dataset.missing
      press.disabled = false
    }
  })
}

for (const part of document.querySelectorAll('[data-follow]')) {
  bringPlugin(part)
  void follow(part)
}
for (const form of document.querySelectorAll('form[data-choose-all]')) addChooseAll(form)
