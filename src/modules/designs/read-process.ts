import { layOutProcess } from './lay-out-process.ts'
