import { type Html, html } from '#platform/html'
import { shape } from './icon.ts'

/** When the draft was saved and until when it is kept. `autosave.js` writes its news into it. */
export const savedLine = (text: string): Html =>
  html`<p class="mc-saved" role="status" data-saved>${shape('done')}<span>${text}</span></p>`
