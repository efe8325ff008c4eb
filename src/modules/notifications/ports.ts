/** One e-mail. The same `messageId` sent again is the same letter: the receiving side shows it once. */
export type Letter = Readonly<{
  messageId: string
  to: Readonly<{ name: string; address: string }>
  subject: string
  text: string
}>

/** `undeliverable`: the mail server will never take it (no such mailbox); anything else is thrown and tried again. */
export type Delivery = 'sent' | 'undeliverable'

/** What notifications need of a mail server. */
export type Mailer = Readonly<{ send: (letter: Letter) => Promise<Delivery>; close: () => Promise<void> }>
