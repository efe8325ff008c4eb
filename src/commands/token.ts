import { makeToken } from '#modules/identity'
import { type Command, UsageError } from './command.ts'
import { openSystem } from './open-system.ts'

export const token: Command = {
  name: 'token',
  usage: '--as <account> [--minutes <n>]',
  summary:
    'Prints a short-lived bearer token of an officer (username) or a citizen (personal id), for scripts.',
  options: { as: { type: 'string' }, minutes: { type: 'string' } },
  async run({ options, output }) {
    const { as: account, minutes = '60' } = options
    if (typeof account !== 'string') throw new UsageError('token: say whose with --as <account>')
    if (!/^0*[1-9]\d{0,3}$/.test(String(minutes)))
      throw new UsageError('token: --minutes is a whole number from 1 to 9999')
    const { context, close } = await openSystem()
    try {
      const made = await makeToken(context, { account, minutes: Number(minutes) })
      output.record({ token: made, account, minutes: Number(minutes) })
      output.say(made)
      return 0
    } finally {
      await close()
    }
  },
}
