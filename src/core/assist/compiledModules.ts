import type { HandlerContext } from '../handler/context.ts';
import { projectFilesAround, readProjectFile } from '../handler/dotnet/projectFile.ts';
import { NetSources } from '../handler/dotnet/sources.ts';
import { JvmLookup } from '../handler/jvm/lookup.ts';
import { JvmProject, type PlacedType } from '../handler/jvm/project.ts';
import type { SourceFile } from '../handler/search/sources.ts';
import type { FunctionDefinition } from '../project/model.ts';
import type { HandlerModules } from './handlerModules.ts';

/** As many sources as are read for their types: a person picks among them. */
const MOST_SOURCES = 200;

/** `com.shop.Orders::handle`: the public methods of classes, those first that Lambda's interfaces make handlers. */
export async function jvmModules(
  { folder }: FunctionDefinition,
  root: string,
  context: HandlerContext,
): Promise<HandlerModules | undefined> {
  const project = await JvmProject.around(root, folder, context);
  if (project === undefined) return undefined;
  const lookup = new JvmLookup(project);
  const handlers: SourceFile[] = [];
  const others: SourceFile[] = [];
  for (const placed of await project.near(() => true, MOST_SOURCES)) {
    const list = (await lookup.isHandler([placed])) === true ? handlers : others;
    list.push(...publicMethods(placed).map((name) => ({ path: placed.path, module: `${placed.type.name}${separator}${name}` })));
  }
  return {
    files: [...handlers, ...others],
    separator,
    async moduleBefore(typed) {
      const written = beforeSeparator(typed);
      const types = written === undefined ? [] : await project.find(written);
      const exports = types.flatMap((placed) => publicMethods(placed).map((name) => ({ name, path: placed.path, isFunction: true })));
      return written === undefined ? undefined : { written, exports };
    },
  };
}

/** `Shop::Shop.Orders::Handle`: the assembly and the types of the projects around. */
export async function netModules({ folder }: FunctionDefinition, root: string, context: HandlerContext): Promise<HandlerModules> {
  const paths = (await projectFilesAround(root, folder, context)).filter((path) => /\.csproj$/i.test(path));
  const types = new Map<string, { readonly path: string; readonly methods: ReadonlySet<string> }>();
  for (const path of paths) {
    const project = await readProjectFile(path, folder, context);
    if (project?.assembly === undefined) continue;
    const placed = await new NetSources([project.folder], context).near(() => true, MOST_SOURCES);
    for (const { path: source, type } of placed) {
      const name = `${project.assembly}::${type.name}`;
      const methods = new Set([...(types.get(name)?.methods ?? []), ...type.methods.map((method) => method.name)]);
      types.set(name, { path: source, methods });
    }
  }
  return {
    files: [...types].flatMap(([name, { path, methods }]) =>
      [...methods].map((method) => ({ path, module: `${name}${separator}${method}` })),
    ),
    separator,
    async moduleBefore(typed) {
      const written = beforeSeparator(typed);
      const type = written === undefined ? undefined : types.get(written);
      if (written === undefined || type === undefined) return undefined;
      return { written, exports: [...type.methods].map((name) => ({ name, path: type.path, isFunction: true })) };
    },
  };
}

const separator = '::';

function beforeSeparator(typed: string): string | undefined {
  const end = typed.lastIndexOf(separator);
  return end < 1 ? undefined : typed.slice(0, end);
}

/** Overloads are one name. */
function publicMethods({ type }: PlacedType): readonly string[] {
  return [...new Set(type.methods.filter(({ isPublic }) => isPublic).map(({ name }) => name))];
}
