/** The journal over real servers, for tests of other modules. */
export { anEvent, anId } from '../modules/journal/__fixtures__/events.ts';
export { aJournal, type JournalWorld } from '../modules/journal/__fixtures__/journal-world.ts';
