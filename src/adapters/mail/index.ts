/** The mail server that carries messages, and its stand-in for demonstrations and tests. */
export { type MailerOptions, openMailer } from './client.ts'
export {
  type MailFault,
  type StandInLetter,
  type StandInMailServer,
  startStandInMailServer,
} from './stand-in.ts'
