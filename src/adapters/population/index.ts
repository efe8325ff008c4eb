export { openPopulationRegister, type PlaceName, type PopulationSettings } from './client.ts'
export { populationFaults, type StandInPopulation, startStandInPopulation } from './stand-in.ts'
export { oddPeople, type StandInPerson, standInPeople } from './stand-in-people.ts'
