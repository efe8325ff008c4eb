import { createTransport } from 'nodemailer'
import type { Letter, Mailer } from '#modules/notifications'

export type MailerOptions = Readonly<{
  /** `smtp://` or `smtps://`, with user, password and nodemailer's options, e.g. `?requireTLS=true`. */
  url: string
  /** Sender, e.g. `Một Cửa <no-reply@motcua.example>`. */
  from: string
  timeoutMs?: number
}>

/** Opens a small pool of SMTP connections; nothing is connected before the first letter. */
export function openMailer({ url, from, timeoutMs = 20_000 }: MailerOptions): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const send = async ({ messageId, to, subject, text }: Letter) => {
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
      return 'sent' as const
    } catch (error) {
      if (isRefusedForGood(error)) return 'undeliverable' as const
      throw error
    }
  }
  return { send, close: async () => transport.close() }
}

const addressOf = (from: string): string => from.match(/<([^>]+)>/)?.[1] ?? from

/** 5yz after RCPT TO speaks of this mailbox and stays so (RFC 5321 §4.2.1); 4yz and everything else may pass. */
function isRefusedForGood(error: unknown): boolean {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number }
  return code === 'EENVELOPE' && responseCode >= 500
}
