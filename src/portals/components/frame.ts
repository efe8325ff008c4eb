import type { FastifyRequest } from 'fastify'
import type { Html } from '#platform/html'

/** What a page gives to the frame around it; header, navigation and footer come from the portal. */
export type PageContent = Readonly<{
  title: string
  main: Html
  /** Which entry of the navigation is current, e.g. `procedures`, `dossiers`, `worklist`. */
  current?: string
  /**
   * `main` brings its own width: a citizen's page without the column of the frame (the home page with its hero puts
   * `<div class="mc-main">` around the rest), an officer's page without the padding (`caseHead`, `strip`, `decisionBar`).
   */
  wide?: boolean
  /** Native modules of `public/` this page enhances itself with, e.g. `autosave.js`. */
  scripts?: readonly string[]
  /** Style sheets of `public/` that only this page needs, e.g. `process.css`. */
  styles?: readonly string[]
  /** The page follows something that runs: without JavaScript it is loaded again after so long. */
  refreshSeconds?: number
  /** The page shows what is never shown again, as a new key: the frame offers no way to draw it anew. */
  shownOnce?: boolean
}>

/** Puts a page into its portal: language, display settings and the signed-in person are read from the request. */
export type Frame = (request: FastifyRequest, page: PageContent) => Html
