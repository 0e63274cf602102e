import { posix } from 'node:path';
import { assignments, type Instruction, readDockerfile } from './dockerfile.ts';

/** What an image is without its image, or what stands in the way of that. */
export type ImagePlan =
  | {
      readonly kind: 'plain';
      readonly runtime: string;
      /** Of its CMD. */
      readonly handler: string | undefined;
      /** Folder of the build context whose files are the function's: `.`, `src`. */
      readonly root: string;
      /** Folder of the context that holds the list of packages to install, where it isn't `root`. */
      readonly lists: string | undefined;
      readonly environment: Readonly<Record<string, string>>;
      /** What it copies, by single paths of the context. */
      readonly copies: readonly Copy[];
    }
  | { readonly kind: 'needs-docker'; readonly line: number; readonly text: string; readonly reason: string };

export interface Copy {
  /** Relative to the context. */
  readonly path: string;
  readonly instruction: Instruction;
}

/** A Dockerfile that copies a folder onto one of AWS's base images, and installs what it lists, is a function as others are. */
export function imagePlan(dockerfile: string): ImagePlan {
  const instructions = readDockerfile(dockerfile);
  const [from, ...others] = instructions.filter(({ name }) => name !== 'ARG');
  if (from === undefined || from.name !== 'FROM') return obstacle(from, 'It begins with no FROM.');
  const runtime = runtimeOf(from.words[0] ?? '');
  if (runtime === undefined) return obstacle(from, 'Its base is no image of AWS for a runtime of Lambda, or the tag says no version.');
  const image: Image = { folders: [], files: [], copies: [], environment: {}, directory: TASK, command: undefined };
  for (const instruction of others) {
    const reason = apply(instruction, image);
    if (reason !== undefined) return obstacle(instruction, reason);
  }
  const [root, ...more] = new Set(image.folders);
  if (more.length > 0) return obstacle(lastCopy(others), 'It puts several folders together.');
  const stray = image.files.find(({ path, to }) => posix.join(root ?? '.', to) !== path && !isList(path));
  if (stray) return obstacle(lastCopy(others), `It puts ${stray.path} elsewhere than it lies.`);
  const list = image.files.find(({ path, to }) => posix.join(root ?? '.', to) !== path);
  return {
    kind: 'plain',
    runtime,
    handler: image.command?.[0],
    root: root ?? '.',
    lists: list === undefined ? undefined : posix.dirname(list.path),
    environment: image.environment,
    copies: image.copies,
  };
}

const TASK = '/var/task';

/** What the instructions so far have made of it. Paths are relative: to the context, and in the image to `/var/task`. */
interface Image {
  readonly folders: string[];
  readonly files: { readonly path: string; readonly to: string }[];
  readonly copies: Copy[];
  readonly environment: Record<string, string>;
  directory: string;
  command: readonly string[] | undefined;
}

/** Answers why an instruction can't be followed without Docker. */
function apply(instruction: Instruction, image: Image): string | undefined {
  const { name, words, text } = instruction;
  switch (name) {
    case 'COPY':
    case 'ADD':
      return copy(instruction, image);
    case 'RUN':
      return isInstall(text) ? undefined : 'What it runs may change anything in the image.';
    case 'WORKDIR':
      image.directory = posix.resolve(image.directory, words[0] ?? '.');
      return undefined;
    case 'ENV':
      for (const [key, value] of assignments(instruction)) image.environment[key] = value;
      return undefined;
    case 'CMD':
      image.command = words;
      return undefined;
    case 'LABEL':
    case 'EXPOSE':
    case 'MAINTAINER':
    case 'STOPSIGNAL':
    case 'HEALTHCHECK':
    case 'USER':
      return undefined;
    case 'FROM':
      return 'It is built in several stages.';
    default:
      return `${name} makes it more than a function on a base image.`;
  }
}

/** Whether a RUN does what is done for functions in a zip as well: installs what a list names. */
function isInstall(text: string): boolean {
  const commands = text.replace(/^RUN\s+(--\S+\s+)*/i, '').split('&&');
  return commands.every((command) => INSTALLS.some((install) => install.test(command.trim().replace(/["']/g, ''))));
}

const INSTALLS = [
  /^(npm|pnpm|yarn)( (ci|install|i))?( --?[\w-]+(=\S+)?)*$/,
  /^((python3? -m )?pip3?|uv pip) install( (-r|--requirement|-t|--target) \S+| --?[\w-]+(=\S+)?| pip)+$/,
  /^(gem install bundler( -v \S+)?|bundle( (config|install)( \S+)*)?)$/,
  /^chmod \S+ \S+$/,
];

function copy(instruction: Instruction, image: Image): string | undefined {
  const { flags, words } = instruction;
  if (flags.has('from')) return 'It copies from another image or stage.';
  const sources = words.slice(0, -1).map((source) => posix.normalize(source).replace(/^\//, ''));
  const written = posix.resolve(image.directory, words.at(-1) ?? '.');
  // A program is looked for in both places.
  const target =
    /^\/var\/runtime(\/bootstrap)?$/.test(written) && sources.every(isProgram) ? written.replace('/var/runtime', TASK) : written;
  if (sources.length === 0 || sources.some((source) => /^https?:|\.(tar|tgz|gz|xz|bz2|zip)$/i.test(source)))
    return 'What it adds is unpacked or downloaded.';
  if (target !== TASK && !target.startsWith(`${TASK}/`)) return 'It puts files elsewhere than the function’s code is.';
  const to = posix.relative(TASK, target);
  for (const source of sources) {
    // Nothing need fit a pattern: Docker builds all the same.
    if (!/[*?[]/.test(source)) image.copies.push({ path: source, instruction });
    const isFile = /\.\w+$|[*?]|(^|\/)(Gemfile|bootstrap)$/.test(posix.basename(source)) && !/^\.{1,2}$/.test(posix.basename(source));
    if (!isFile) {
      // A folder under its own name belongs to the one that it lies in.
      const isNamed = to !== '' && (source === to || source.endsWith(`/${to}`));
      if (to !== '' && !isNamed) return 'It puts a folder under another name.';
      image.folders.push(
        isNamed ? posix.normalize(source.slice(0, -to.length) || '.').replace(/(?<=.)\/$/, '') : source.replace(/(?<=.)\/$/, ''),
      );
      continue;
    }
    const named = words.at(-1)?.endsWith('/') || sources.length > 1 || !/\.\w+$|(^|\/)(Gemfile|bootstrap)$/.test(to);
    image.files.push({ path: source, to: named ? posix.join(to, posix.basename(source)) : to });
  }
  return undefined;
}

function isProgram(path: string): boolean {
  return posix.basename(path) === 'bootstrap';
}

function isList(path: string): boolean {
  return /^(requirements.*\.txt|package.*\.json|package\*\.json|yarn\.lock|pnpm-lock\.yaml|Gemfile(\.lock|\*)?|poetry\.lock|uv\.lock|pyproject\.toml)$/.test(
    posix.basename(path),
  );
}

/** `public.ecr.aws/lambda/python:3.13-arm64`, `amazon/aws-lambda-nodejs:22`. */
function runtimeOf(image: string): string | undefined {
  const match = /^(?:public\.ecr\.aws\/lambda\/|(?:docker\.io\/)?amazon\/aws-lambda-)(\w+):(al2023|al2|[\d.]+)/.exec(image);
  if (match === null) return undefined;
  const [, language = '', tag = ''] = match;
  const [major = '', minor = ''] = tag.split('.');
  switch (language) {
    case 'nodejs':
      return `nodejs${major}.x`;
    case 'python':
    case 'ruby':
      return minor === '' ? undefined : `${language}${major}.${minor}`;
    case 'java':
    case 'dotnet':
      return `${language}${major}`;
    case 'provided':
      return `provided.${tag}`;
    default:
      return undefined;
  }
}

function lastCopy(instructions: readonly Instruction[]): Instruction | undefined {
  return instructions.findLast(({ name }) => name === 'COPY' || name === 'ADD');
}

function obstacle(instruction: Instruction | undefined, reason: string): ImagePlan {
  return { kind: 'needs-docker', line: instruction?.line ?? 1, text: instruction?.text ?? '', reason };
}
