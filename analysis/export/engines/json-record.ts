import { derivedRoot, listsRoot } from '../../expression/index.ts';
import type { VectorType, VectorValue } from '../../model/package.ts';
import type { EngineRecord, FieldTypes } from './engine.ts';

/** A record as engines that read JSON take it. */
export type JsonRecord = Record<string, Record<string, unknown>>;

/**
 * The record as nested objects by path, every top-level object there, absent fields left out: money in minor units, an
 * instant as milliseconds since 1970 UTC. `takes` says which numbers the engine may see; the paths of others are told.
 */
export function jsonRecord(
  { record, lists = {}, derived = {} }: EngineRecord,
  types: FieldTypes,
  takes: (value: number) => boolean = () => true,
): { readonly json: JsonRecord; readonly left: ReadonlySet<string> } {
  const json: JsonRecord = Object.create(null) as JsonRecord;
  const left = new Set<string>();
  const put = (path: string, value: unknown): void => {
    const [root, name] = partsOf(path);
    const inside = (json[root] ??= Object.create(null) as Record<string, unknown>);
    if (value !== undefined) inside[name] = value;
  };
  for (const path of Object.keys(types)) put(path, undefined);
  for (const [path, value] of [
    ...Object.entries(record).map(([path, value]) => [path, valueOf(value, types[path])] as const),
    ...Object.entries(derived).map(([name, value]) => [`${derivedRoot}.${name}`, value] as const),
  ]) {
    if (typeof value === 'number' && !takes(value)) left.add(path);
    else put(path, value);
  }
  json[derivedRoot] ??= {};
  json[listsRoot] = { ...lists };
  return { json, left };
}

const partsOf = (path: string): [string, string] => {
  const dot = path.indexOf('.');
  return dot < 0 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)];
};

/** Lines of orders are left to derived inputs. */
function valueOf(value: VectorValue, type: VectorType | undefined): string | number | boolean | undefined {
  if (typeof value === 'object') return undefined;
  return type === 'timestamp' ? Date.parse(String(value)) : value;
}
