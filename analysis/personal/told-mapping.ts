import type { Mapping } from '../model/mapping.ts';
import type { SavedMapping } from '../model/saved-mapping.ts';
import { unknownColumn, type Masks } from './masks.ts';

export function savedMappings(saved: readonly SavedMapping[], masks: Masks): readonly SavedMapping[] {
  return saved.map((one) => (one.of === 'orders' ? { ...one, mapping: toldMapping(one.mapping, masks) } : one));
}

/** What labels mostly say: it tells of nobody. */
const flag =
  /^(?:[01]|true|false|yes|no|[ynft○×]|bad|good|fraud|ng|ok|chargeback|cb|不正|正常|異常|有|無|あり|なし|該当)$/i;

/** A mapping names values of the file's own label; they may be names where that is a column of persons. */
export function toldMapping(mapping: Mapping, { mask }: Masks): Mapping {
  const { label } = mapping;
  if (label === undefined) return mapping;
  const told = label.bad.map((value) => (flag.test(String(value)) ? value : String(mask(unknownColumn, value))));
  return { ...mapping, label: { ...label, bad: told } };
}
