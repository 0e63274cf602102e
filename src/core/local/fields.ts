import { Buffer } from 'node:buffer';
import { AwsError } from './awsError.ts';

/** The members of a JSON request body, each asked for with the type it must have. Absent and null are the same: undefined. */
export interface Fields {
  text(name: string): string | undefined;
  integer(name: string): number | undefined;
  flag(name: string): boolean | undefined;
  object(name: string): Fields | undefined;
  texts(name: string): readonly string[] | undefined;
  objects(name: string): readonly Fields[] | undefined;
  /** As it is. */
  plain(): Readonly<Record<string, unknown>>;
  /** Of all members. */
  names(): readonly string[];
  /** All members, every one a text. */
  textMap(): Readonly<Record<string, string>>;
}

/** Wrong JSON and wrong types are AWS's SerializationException. */
export function readFields(body: Uint8Array): Fields {
  if (body.byteLength === 0) return fieldsOf({});
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    throw wrongShape('The request body is not JSON.');
  }
  if (!isObject(value)) throw wrongShape('The request body is not a JSON object.');
  return fieldsOf(value);
}

function fieldsOf(value: Readonly<Record<string, unknown>>): Fields {
  const get = <T>(name: string, is: (member: unknown) => member is T, type: string): T | undefined => {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    if (member === undefined || member === null) return undefined;
    if (!is(member)) throw wrongShape(`${name} must be ${type}.`);
    return member;
  };
  return {
    text: (name) => get(name, isText, 'a string'),
    integer: (name) => get(name, isInteger, 'an integer'),
    flag: (name) => get(name, isFlag, 'true or false'),
    object(name) {
      const member = get(name, isObject, 'an object');
      return member && fieldsOf(member);
    },
    texts: (name) => get(name, isTexts, 'a list of strings'),
    objects: (name) => get(name, isObjects, 'a list of objects')?.map(fieldsOf),
    plain: () => value,
    names: () => Object.keys(value),
    textMap() {
      for (const [name, member] of Object.entries(value)) if (!isText(member)) throw wrongShape(`${name} must be a string.`);
      return value as Readonly<Record<string, string>>;
    },
  };
}

function wrongShape(message: string): AwsError {
  return new AwsError(400, 'SerializationException', message);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const isObjects = (value: unknown): value is readonly Record<string, unknown>[] => Array.isArray(value) && value.every(isObject);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
