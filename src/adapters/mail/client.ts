import { createTransport } from 'nodemailer'
import { CarrierAway, type MessageCarrier, type Outgoing, type Taken } from '#modules/notifications'
import { neverArrived } from '#platform/failed-call'

export type MailerOptions = Readonly<{
  /** `smtp://` or `smtps://`, with user, password and nodemailer's options, e.g. `?requireTLS=true`. */
  url: string
  /** Sender, e.g. `Một Cửa <no-reply@motcua.example>`. */
  from: string
  timeoutMs?: number
}>

/**
 * Opens a small pool of SMTP connections; nothing is connected before the first letter. A mail server says only whether it
 * takes a letter: it reports nothing later, and cannot be asked.
 */
export function openMailer({ url, from, timeoutMs = 20_000 }: MailerOptions): MessageCarrier {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    maxRequeues: 1,
    // Before the line itself falls under its limit: silence before the greeting is no doubt whether a letter was taken.
    connectionTimeout: timeoutMs / 2,
    greetingTimeout: timeoutMs / 2,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const send = async ({ key, to, subject, text }: Outgoing): Promise<Taken> => {
    const messageId = `<${key}@${domainOf(from)}>`
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
      })
      return { state: 'accepted', reference: messageId }
    } catch (error) {
      if (isRefusedForGood(error)) return { state: 'refused', why: 'no_such_address' }
      throw new CarrierAway(`the mail server is away (${codeOf(error)})`, { mayHaveTaken: mayHaveTaken(error) })
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

const addressOf = (from: string): string => from.match(/<([^>]+)>/)?.[1] ?? from
const domainOf = (from: string): string => addressOf(from).split('@')[1] ?? 'localhost'

type SmtpError = Readonly<{
  message?: string
  code?: string
  /** What nodemailer wrote its own code over. */
  originalCode?: string
  timeoutType?: string
  responseCode?: number
  command?: string
  syscall?: string
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

/**
 * A letter is the server's once it says so after DATA (RFC 5321 §4.2.5): where the line breaks without a word, nobody knows
 * how far it came. A refusal in words is one, and what was never connected has sent nothing.
 */
function mayHaveTaken(error: unknown): boolean {
  const { responseCode, command = '' } = error as SmtpError
  if (responseCode !== undefined || neverGreeted(error as SmtpError)) return false
  return !['EHLO', 'HELO', 'STARTTLS', 'AUTH', 'MAIL FROM', 'RCPT TO', 'API'].some((word) =>
    command.startsWith(word),
  )
}

/** Not connected, or not with a mail server we know; of some of this nodemailer has only words. */
function neverGreeted({ message = '', code = '', originalCode, timeoutType = '', syscall }: SmtpError) {
  return (
    syscall === 'connect' ||
    ['EDNS', 'ETLS'].includes(code) ||
    ['CONNECT_TIMEOUT', 'GREETING_TIMEOUT'].includes(timeoutType) ||
    neverArrived(Object.assign(new Error(message), { code: originalCode })) ||
    /^(Invalid greeting|Reached maximum number of retries)/.test(message)
  )
}
