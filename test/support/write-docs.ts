import { writeFile } from 'node:fs/promises'
import { formLanguage } from '#modules/eforms'
import { editorSchemas } from '#modules/packs'
import { renderErrors, renderJson, renderSettings } from '#test/documents'
import { openAppWithoutDatabase } from '#test/whole-app'

/** `npm run docs`: writes the documents that are made from the program. */
const { app, close } = await openAppWithoutDatabase()
await writeFile('docs/openapi.json', renderJson(app.swagger()))
await writeFile('docs/errors.md', renderErrors())
await writeFile('.env.example', renderSettings())
await writeFile('docs/schemas/form.schema.json', `${JSON.stringify(formLanguage, null, 2)}\n`)
for (const [name, schema] of Object.entries(editorSchemas))
  await writeFile(`docs/schemas/${name}`, `${JSON.stringify(schema, null, 2)}\n`)
await close()
