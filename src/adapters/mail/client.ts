import type { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import { CarrierAway, type MessageCarrier, type Outgoing, type Taken } from '#modules/notifications'

export type MailerOptions = Readonly<{
  /** `smtp://` or `smtps://`, with user, password and nodemailer's options, e.g. `?requireTLS=true`. */
  url: string
  /** Sender, e.g. `Một Cửa <no-reply@motcua.example>`. */
  from: string
  /** How long a server may stay silent. */
  timeoutMs?: number
  /** How long all of a letter may take, waiting for a free connection included. */
  letterMs?: number
}>

/**
 * Opens a small pool of SMTP connections; nothing is connected before the first letter. A mail server says only whether it
 * takes a letter: it reports nothing later, and cannot be asked. One that says it a byte at a time is never silent: so each
 * letter has a limit of its own, at which its connection is closed and the others go on.
 */
export function openMailer(options: MailerOptions): MessageCarrier {
  const { from, timeoutMs = 20_000, letterMs = 3 * timeoutMs } = options
  const { transport, wasBegun } = openTransport(options.url, timeoutMs)
  const send = async ({ key, to, subject, text }: Outgoing): Promise<Taken> => {
    const messageId = `<${key}@${domainOf(from)}>`
    const signal = AbortSignal.timeout(letterMs)
    try {
      await transport.sendMail({
        messageId,
        from,
        to,
        envelope: { from: addressOf(from), to: [to.address] },
        subject,
        text,
        textEncoding: 'base64',
        headers: { 'auto-submitted': 'auto-generated', 'content-language': 'vi' },
        signal,
      })
      return { state: 'accepted', reference: messageId }
    } catch (error) {
      if (isRefusedForGood(error)) return { state: 'refused', why: 'no_such_address' }
      // A letter is the server's once it says so after DATA (RFC 5321 §4.2.5). A refusal in words is one.
      const mayHaveTaken = (error as SmtpError).responseCode === undefined && wasBegun(signal)
      const why = signal.aborted ? 'not in time' : codeOf(error)
      throw new CarrierAway(`the mail server is away (${why})`, { mayHaveTaken })
    }
  }
  return {
    ...{ channel: 'email', key: 'mail', sendsReports: false, asksBy: null, send, readReport: () => null },
    ask: async () => {
      throw new CarrierAway('a mail server cannot be asked', { mayHaveTaken: true })
    },
    close: async () => transport.close(),
  }
}

/** `wasBegun`: whether anything of the letter with this signal was handed to a connection; before that no server has it. */
function openTransport(url: string, timeoutMs: number) {
  const contents = new WeakMap<AbortSignal, Readable>()
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    maxRequeues: 1,
    connectionTimeout: timeoutMs / 2,
    greetingTimeout: timeoutMs / 2,
    socketTimeout: timeoutMs,
    // Once we have done with a server, it is not listened to any more, however much it says.
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  transport.use('stream', ({ message, data }, done) => {
    const make = message.createReadStream.bind(message)
    message.createReadStream = (options) => {
      const content = make(options)
      if (data.signal) contents.set(data.signal, content)
      return content
    }
    done()
  })
  return { transport, wasBegun: (signal: AbortSignal) => contents.get(signal)?.readableDidRead ?? false }
}

const addressOf = (from: string): string => from.match(/<([^>]+)>/)?.[1] ?? from
const domainOf = (from: string): string => addressOf(from).split('@')[1] ?? 'localhost'

type SmtpError = Readonly<{
  code?: string
  /** What nodemailer wrote its own code over. */
  originalCode?: string
  responseCode?: number
}>

/** The code alone: what a mail server writes may hold the address. */
const codeOf = (error: unknown): string => {
  const { code = 'unknown', originalCode = code, responseCode = '' } = error as SmtpError
  return `${originalCode} ${responseCode}`.trim()
}

/** 5yz after RCPT TO speaks of this mailbox and stays so (RFC 5321 §4.2.1); 4yz and everything else may pass. */
function isRefusedForGood(error: unknown): boolean {
  const { code, responseCode = 0 } = error as SmtpError
  return code === 'EENVELOPE' && responseCode >= 500
}
