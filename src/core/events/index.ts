export { catalogueFor, eventCatalogue } from './catalogue.ts';
export { differences, readExpectation } from './expectation.ts';
export { checkEvent, eventDirectory, eventNameProblem, listTestEvents, newTestEventPath, noSuchEvent, readTestEvent } from './store.ts';
