export { type LibraryCall, libraryCalls } from './calls.ts';
export type { ProgramFunction } from './definitions.ts';
export { Evaluator } from './evaluate.ts';
export * from './execution.ts';
export { readExportedTree } from './exportedTree.ts';
export { loadProgram } from './load.ts';
export * from './options.ts';
export * from './reading.ts';
export * from './values.ts';
