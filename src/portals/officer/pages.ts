import type { FastifyPluginAsync } from 'fastify'
import type { Frame } from '#components/frame'
import { may } from '#modules/identity'
import type { VaultDesk } from '#modules/nationalvault'
import type { RegisterDesk } from '#modules/registers'
import type { Context } from '#platform/context'
import { delegationPages } from './delegation-pages.ts'
import { dossierPages } from './dossier-pages.ts'
import { extensionPages } from './extension-pages.ts'
import { intakePages } from './intake-pages.ts'
import { personCheckPages } from './person-check.ts'
import { taskPages } from './task-pages.ts'
import { worklistPages } from './worklist-pages.ts'

/** The pages that officers work on: the worklist, a dossier with its commands, the counter. */
export const officerPages =
  (
    context: Context,
    frame: Frame,
    registers: RegisterDesk | null = null,
    nationalVault: VaultDesk | null = null,
  ): FastifyPluginAsync =>
  async (app) => {
    // To the work of this account; administrators have no worklist, they never read dossiers.
    app.get('/officer', { config: { permission: 'portal.officer_home' } }, ({ actor }, reply) =>
      reply.redirect(may(actor, 'dossiers.list_work') ? '/officer/worklist' : '/admin/accounts', 303),
    )
    await app.register(worklistPages(context, frame))
    await app.register(dossierPages(context, frame, registers))
    await app.register(personCheckPages(context, frame, registers))
    await app.register(extensionPages(context, frame))
    await app.register(intakePages(context, frame, { registers, nationalVault }))
    await app.register(taskPages(context, frame))
    await app.register(delegationPages(context, frame))
  }
