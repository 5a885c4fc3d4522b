import { itemFields, listsRoot } from '../expression/index.ts';
import type { Vector, VectorType, VectorValue } from '../model/package.ts';

/** A value as evaluators of CEL take it; `T` is their own kind of instant. */
export type CelValue<T> =
  | bigint
  | number
  | string
  | boolean
  | T
  | readonly CelValue<T>[]
  | ReadonlyMap<string, CelValue<T>>;

/** A record as CEL reads it: a map for every top-level object that fields name, absent fields left out. */
export function bindingsOf<T>(
  { record, lists = {} }: Pick<Vector, 'record'> & { readonly lists?: Readonly<Record<string, readonly string[]>> },
  fields: Readonly<Record<string, VectorType>>,
  instant: (date: Date) => T,
): Record<string, ReadonlyMap<string, CelValue<T>>> {
  // A package is read from outside: on a plain object a field named `__proto__.x` would reach every object there is.
  const roots = new Map<string, Map<string, CelValue<T>>>();
  const rootOf = (name: string): Map<string, CelValue<T>> => {
    const known = roots.get(name) ?? new Map<string, CelValue<T>>();
    roots.set(name, known);
    return known;
  };
  const types = new Map(Object.entries(fields));
  for (const path of types.keys()) rootOf(path.split('.')[0] ?? path);
  for (const [path, value] of Object.entries(record)) {
    const [root = path, ...rest] = path.split('.');
    rootOf(root).set(rest.join('.'), celValue(value, types.get(path) ?? 'string', instant));
  }
  for (const [id, values] of Object.entries(lists)) rootOf(listsRoot).set(id, values);
  return Object.fromEntries(roots);
}

function celValue<T>(value: VectorValue, type: VectorType, instant: (date: Date) => T): CelValue<T> {
  if (Array.isArray(value))
    return value.map(
      (line) =>
        new Map(
          Object.entries(line).map(([name, own]) => [
            name,
            celValue(own, itemFields.get(name)?.type ?? 'string', instant),
          ]),
        ),
    );
  if (type === 'int' || type === 'money') return BigInt(value);
  if (type === 'timestamp') return instant(new Date(String(value)));
  if (type === 'double') return Number(value);
  return value;
}
