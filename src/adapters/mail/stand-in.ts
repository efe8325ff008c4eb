import { EventEmitter, once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

/** A letter as it came over the wire. */
export type StandInLetter = Readonly<{ from: string; to: readonly string[]; raw: string }>

export type StandInMailServer = Readonly<{
  url: string
  /** The newest letters, oldest first; at most 200 are kept. */
  letters: readonly StandInLetter[]
  /** The next letter to arrive, or the newest if one has. */
  nextLetter: () => Promise<StandInLetter>
  setFault: (fault: MailFault) => void
  close: () => Promise<void>
}>

/**
 * What goes wrong: it hangs up on everybody; it never greets; it greets with something else; of five letters one is lost and
 * the word that it was taken of another; it takes nothing now; it takes each letter and hangs up without a word. After its
 * greeting, or once it has taken the letter: it says what it says a byte a second; after its greeting: it says 1 GB.
 */
export type MailFault =
  | 'none'
  | 'down'
  | 'slow'
  | 'garbage'
  | 'lossy'
  | 'busy'
  | 'cut_after_taking'
  | 'drip'
  | 'drip_after_taking'
  | 'huge'

const mostLetters = 200

/**
 * A mail server on loopback that keeps letters instead of delivering them. It has no mailbox at `nowhere.example` (550),
 * and is always busy for `busy.example` (451).
 */
export async function startStandInMailServer(port = 0): Promise<StandInMailServer> {
  const letters: StandInLetter[] = []
  let fault: MailFault = 'none'
  let begun = 0
  const sockets = new Set<Socket>()
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const keep = (letter: StandInLetter): void => {
    letters.push(letter)
    if (letters.length > mostLetters) letters.shift()
    arrivals.emit('letter', letter)
  }
  const arrivals = new EventEmitter<{ letter: [StandInLetter] }>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: 1_048_576,
    // Who is not answered here is never greeted.
    onConnect: (_session, answer) => void (fault === 'slow' || answer()),
    onRcptTo: ({ address }, _session, answer) =>
      answer(fault === 'busy' ? answerWith(451, 'busy, try again later') : refusalOf(address)),
    onData: (stream, session, answer) => {
      begun += 1
      const nth = fault === 'lossy' ? begun % 5 : null
      read(stream, session).then((letter) => {
        if (nth !== 1) keep(letter)
        if (fault === 'drip_after_taking') sockets.forEach(dripOn)
        if (fault === 'cut_after_taking' || nth === 1 || nth === 3) hangUp()
        else answer()
      }, answer)
    },
  })
  server.on('error', () => undefined) // a client that hangs up
  const net = server.listen(port, '127.0.0.1')
  net.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    if (fault === 'down') socket.destroy()
    if (fault === 'drip' || fault === 'huge') breakAfterGreeting(socket, fault)
    if (fault === 'garbage') socket.end('<html><body>Máy chủ đang bảo trì</body></html>\r\n')
  })
  await once(net, 'listening')
  return {
    url: `smtp://127.0.0.1:${(net.address() as AddressInfo).port}`,
    letters,
    setFault: (wanted) => {
      fault = wanted
      // Lines that are kept open meet it too.
      hangUp()
    },
    nextLetter: async () => letters.at(-1) ?? (await once(arrivals, 'letter'))[0],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Whoever is connected is greeted as ever. */
function breakAfterGreeting(socket: Socket, fault: 'drip' | 'huge'): void {
  const greet = socket.write.bind(socket) as (said: string) => boolean
  socket.write = ((said: string) => {
    socket.write = greet
    breakAnswers(socket, fault)
    return greet(said)
  }) as Socket['write']
}

const dripOn = (socket: Socket): void => breakAnswers(socket, 'drip')

/** What is said from now on is not as it should be. */
function breakAnswers(socket: Socket, fault: 'drip' | 'huge'): void {
  const say = socket.write.bind(socket) as (said: Buffer) => boolean
  socket.write = ((said: string) => {
    const sent = fault === 'drip' ? drip(socket, say, said) : pour(socket, say)
    sent.catch(() => undefined) // a client that hangs up
    return true
  }) as Socket['write']
}

/** One byte a second. */
async function drip(socket: Socket, say: (said: Buffer) => boolean, said: string): Promise<void> {
  for (const byte of Buffer.from(said)) {
    if (socket.destroyed) return
    say(Buffer.from([byte]))
    await pause(1000, undefined, { ref: false })
  }
}

/** 1 GB of lines, each of which says that another follows. */
async function pour(socket: Socket, say: (said: Buffer) => boolean): Promise<void> {
  const piece = Buffer.from(`250-${'x'.repeat(994)}\r\n`.repeat(1000))
  for (let count = 0; count < 1000 && !socket.destroyed; count += 1)
    if (!say(piece)) await Promise.race([once(socket, 'drain'), once(socket, 'close')])
}

function refusalOf(address: string): Error | null {
  if (address.endsWith('@nowhere.example')) return answerWith(550, 'no such mailbox')
  return address.endsWith('@busy.example') ? answerWith(451, 'busy, try again later') : null
}

const answerWith = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode })

async function read(stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<StandInLetter> {
  const raw = (await buffer(stream)).toString('utf8')
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
  return { from, to: envelope.rcptTo.map(({ address }) => address), raw }
}
