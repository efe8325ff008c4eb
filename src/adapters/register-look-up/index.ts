export { openRegister, type RegisterConnection } from './client.ts'
export { type RegisterDefinition, registerDefinitions } from './definitions.ts'
export { registerFaults, type StandInRegisters, startStandInRegisters } from './stand-in.ts'
