'use strict';
const { existsSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

/**
 * Modules that are named by where layers are in Lambda, `/opt/nodejs/x`, are looked for in the folders that the layers are in here,
 * which NODE_PATH tells of: the last layer first.
 */
function findLayers() {
  const modules = path.join('nodejs', 'node_modules');
  const places = (process.env.NODE_PATH ?? '').split(path.delimiter).filter((place) => place.endsWith(path.sep + modules));
  const layers = [...new Set(places.map((place) => place.slice(0, -modules.length - 1)))].filter((layer) => layer !== '/opt');
  if (layers.length === 0) return;
  if (Module.registerHooks) {
    const isImport = ({ conditions = [] }) => conditions.includes('import');
    Module.registerHooks({ resolve: (name, context, next) => next(locate(layers, name, isImport(context)) ?? name, context) });
    return;
  }
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (name, ...others) {
    return resolve.call(this, locate(layers, name, false) ?? name, ...others);
  };
  // Before Node.js 22.15 what is imported is resolved on a thread of its own.
  Module.register(pathToFileURL(path.join(__dirname, 'node-layers.mjs')), { data: layers });
}

/** Where a module of a layer is; undefined for all others. What is imported is named whole. */
function locate(layers, name, isImport) {
  const inside = /^(?:file:\/\/)?\/opt\/(.+)$/.exec(name)?.[1];
  if (inside === undefined || existsSync(`/opt/${inside}`)) return undefined;
  const layer = layers.find((each) => (isImport ? [''] : ENDINGS).some((ending) => existsSync(path.join(each, inside) + ending)));
  if (layer === undefined) return undefined;
  const found = path.join(layer, inside);
  return isImport ? pathToFileURL(found).href : found;
}

const ENDINGS = ['', '.js', '.json', '.node', '.cjs', '.mjs'];

module.exports = { findLayers, locate };
