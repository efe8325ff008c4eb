import { writeFileSync } from 'node:fs'
import { compareWithPdfsig, writeVerificationTable } from '#test/verification-table'

writeFileSync('docs/verification.md', writeVerificationTable(await compareWithPdfsig()))
