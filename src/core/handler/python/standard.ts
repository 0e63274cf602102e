/**
 * What `from module import *` binds of Python's own modules, all versions together: the names that aren't a class's or a constant's.
 * https://docs.python.org/3/library/
 */
const STANDARD: Readonly<Record<string, string>> = {
  collections: 'abc defaultdict deque namedtuple',
  datetime: 'date datetime datetime_CAPI sys time timedelta timezone tzinfo',
  decimal: 'getcontext localcontext setcontext',
  typing:
    'assert_never assert_type cast clear_overloads dataclass_transform evaluate_forward_ref final get_args get_origin get_overloads get_protocol_members get_type_hints io is_protocol is_typeddict no_type_check no_type_check_decorator overload re reveal_type runtime runtime_checkable',
};

/** Whether a star import of this module surely doesn't bind the name. */
export function lacksName(module: string, name: string): boolean {
  const names = Object.hasOwn(STANDARD, module) ? STANDARD[module] : undefined;
  return names !== undefined && /^[a-z]|_.*[a-z]/.test(name) && !names.split(' ').includes(name);
}
