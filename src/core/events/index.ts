export { catalogueFor, eventCatalogue } from './catalogue.ts';
export { differences, type Expectation, readExpectation } from './expectation.ts';
export type { EventTemplate, TestEvent } from './model.ts';
export { checkEvent, eventDirectory, eventNameProblem, listTestEvents, newTestEventPath, readTestEvent } from './store.ts';
