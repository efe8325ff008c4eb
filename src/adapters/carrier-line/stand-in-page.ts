import { type Html, html, type Piece } from '#platform/html'

const style = html`<style>body{font:1.0625rem/1.5 system-ui,sans-serif;background:#e8ecef;color:#14202b;margin:0;padding:1rem}
main{box-sizing:border-box;max-width:42rem;margin:1rem auto}h1{font-size:1.25rem;margin:0 0 .25rem}h2{font-size:1.0625rem;margin:0 0 .5rem}
.note,[lang=en],small{color:#4a5a68}section{background:#fff;border:1px solid #b4c0ca;border-radius:1.25rem;padding:1.25rem;margin:1rem 0;overflow-wrap:anywhere}
ul{list-style:none;padding:0;margin:0}li{background:#eef3f7;border-radius:.9rem;padding:.6rem .9rem;margin:.5rem 0}li.zalo{background:#e3f0ff}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:.5rem 0}dt{color:#4a5a68}dd{margin:0}
button{font:inherit;padding:.5rem 1rem;min-height:2.75rem;border-radius:.5rem;border:1px solid #14202b;background:#fff;color:#14202b;margin:.25rem .5rem .25rem 0;cursor:pointer}
button.yes{background:#0b4f8a;border-color:#0b4f8a;color:#fff}button [lang=en]{color:inherit}:focus-visible{outline:3px solid #b35900;outline-offset:2px}</style>`

/** A page of a stand-in: one column, no script. */
export const renderPage = (title: string, body: Piece): Html => html`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${style}</head>
<body><main>${body}</main></body></html>`
