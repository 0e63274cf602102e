export { Evaluator } from './evaluate.ts';
export { readExportedTree } from './exportedTree.ts';
export { loadProgram } from './load.ts';
export * from './values.ts';
