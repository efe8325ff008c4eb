/** The packs of the system, for tests of modules that know nothing of reading them. */
export { loadPacks, packsFolder } from '#modules/packs'
