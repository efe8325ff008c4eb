import type { FastifyPluginAsync } from 'fastify'
import type { Frame } from '#components/frame'
import { findDossier, mayReadDossier } from '#modules/dossiers'
import type { FindSources } from '#modules/drafts'
import type { OfficerActor } from '#modules/identity'
import {
  noRegisters,
  openRegisterDesk,
  ownLookUpPages,
  type RegisterDesk,
  type RegistersOutside,
  registerAskPages,
  reportPages,
} from '#modules/registers'
import type { Context } from '#platform/context'
import { lookedUpSources, vaultSource } from './known-places.ts'
import { populationSource } from './known-registers.ts'

/** Where registers are asked from: the desk of this process, the pages of looking up, and what forms are filled in from. */
export type OpenRegisters = Readonly<{
  desk: RegisterDesk
  pages: readonly FastifyPluginAsync[]
  knownSources: FindSources
}>

/** Opens the desk and all that asks by it; registers are asked for a dossier that is the officer's to read. */
export function openRegisters(
  context: Context,
  { citizen, officer }: Readonly<{ citizen: Frame; officer: Frame }>,
  outside: RegistersOutside = noRegisters,
): OpenRegisters {
  const desk = openRegisterDesk(outside, context.config)
  const findDossierOf = async (actor: OfficerActor, code: string) => {
    const dossier = code === '' ? null : await findDossier(context.db, code)
    if (!(dossier && mayReadDossier(actor, dossier))) return null
    return { id: dossier.id, code: dossier.code ?? dossier.reference }
  }
  return {
    desk,
    knownSources: (...about) => [
      ...populationSource(context, desk)(...about),
      ...lookedUpSources(context, desk)(...about),
      ...vaultSource(context)(...about),
    ],
    pages: [
      reportPages(context, officer, desk.sources),
      ownLookUpPages(context, citizen, desk.sources),
      registerAskPages(context, officer, { desk, findDossier: findDossierOf }),
    ] as FastifyPluginAsync[],
  }
}
