import { createRequire } from 'node:module';

const { locate } = createRequire(import.meta.url)('./node-layers.cjs');

let layers = [];

export function initialize(folders) {
  layers = folders;
}

export function resolve(name, context, next) {
  return next(locate(layers, name, true) ?? name, context);
}
