'use strict';
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { HandlerNotFound, ImportModuleError, MalformedHandlerName, UserCodeSyntaxError } = require('./node-errors.cjs');

/** Handler string to function, by the runtime's own order of files. Rejects with the runtime's own errors. */
async function loadHandler(root, handlerName, isModern) {
  if (handlerName.includes('..')) {
    throw new MalformedHandlerName(
      `'${handlerName}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  // A handler is "folder/module.export.nested": the module ends at the first dot of the last segment.
  const base = path.basename(handlerName);
  const folder = handlerName.slice(0, handlerName.length - base.length);
  const match = /^([^.]*)\.(.*)$/.exec(base);
  if (!match) throw new MalformedHandlerName('Bad handler');
  const [, moduleName, exportPath] = match;
  const app = await loadModule(root, folder, moduleName, isModern);
  return findExport(app, exportPath, handlerName, isModern);
}

async function loadModule(root, folder, moduleName, isModern) {
  try {
    return await (isModern ? loadModern(root, folder, moduleName) : loadClassic(root, folder, moduleName));
  } catch (error) {
    if (error instanceof SyntaxError) throw withStackOf(error, new UserCodeSyntaxError(error.toString()));
    if (error?.code === 'MODULE_NOT_FOUND') throw withStackOf(error, new ImportModuleError(error.toString()));
    throw error;
  }
}

/** Node.js 22 and before: `require` first, `import` where a package says so. */
async function loadClassic(root, folder, moduleName) {
  const file = path.resolve(root, folder, moduleName);
  if (existsSync(file)) return require(file);
  const isEsmPackage = packageType(path.dirname(file)) === 'module';
  if (!isEsmPackage && existsSync(`${file}.js`)) return require(`${file}.js`);
  if (isEsmPackage && existsSync(`${file}.js`)) return importFile(`${file}.js`);
  if (existsSync(`${file}.mjs`)) return importFile(`${file}.mjs`);
  if (existsSync(`${file}.cjs`)) return require(`${file}.cjs`);
  return require(resolvePackage(root, folder, moduleName));
}

/** Node.js 24: `import` for all files. */
async function loadModern(root, folder, moduleName) {
  const file = path.resolve(root, folder, moduleName);
  for (const extension of ['', '.js', '.mjs', '.cjs']) {
    if (existsSync(file + extension)) return importFile(file + extension);
  }
  return require(resolvePackage(root, folder, moduleName));
}

function importFile(file) {
  return import(require('node:url').pathToFileURL(file).href);
}

function resolvePackage(root, folder, moduleName) {
  return require.resolve(moduleName, { paths: [root, path.resolve(root, folder)] });
}

/** `type` of the nearest package.json. One that can't be read is taken for CommonJS here; Node.js itself then complains. */
function packageType(directory) {
  for (let at = directory; ; at = path.dirname(at)) {
    if (path.basename(at) === 'node_modules') return undefined;
    const file = path.join(at, 'package.json');
    if (existsSync(file)) {
      try {
        return JSON.parse(readFileSync(file, 'utf8')).type;
      } catch (error) {
        // biome-ignore lint/suspicious/noConsole: the function's log is where its author looks.
        console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes. ${error}\n`);
        return undefined;
      }
    }
    if (path.dirname(at) === at) return undefined;
  }
}

function findExport(app, exportPath, handlerName, isModern) {
  const names = exportPath.split('.');
  const find = (from) => names.reduce((value, name) => value?.[name], from);
  const handler = find(app) ?? (isModern ? find(app.default) : undefined);
  if (!handler) throw new HandlerNotFound(`${handlerName} is undefined or not exported`);
  if (typeof handler !== 'function') throw new HandlerNotFound(`${handlerName} is not a function`);
  return handler;
}

function withStackOf(cause, error) {
  error.stack = `${error.name}: ${error.message}\n${String(cause.stack).split('\n').slice(String(cause).split('\n').length).join('\n')}`;
  return error;
}

module.exports = { loadHandler };
