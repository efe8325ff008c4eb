import { writeFile } from 'node:fs/promises'
import { renderErrors, renderJson, renderSettings } from '#test/documents'
import { openAppWithoutDatabase } from '#test/whole-app'

/** `npm run docs`: writes the documents that are made from the program. */
const { app, close } = await openAppWithoutDatabase()
await writeFile('docs/openapi.json', renderJson(app.swagger()))
await writeFile('docs/errors.md', renderErrors())
await writeFile('.env.example', renderSettings())
await close()
