import type { Slot } from '../fields.ts';
import type { Fields } from '../text/compile.ts';
import { isId, isNobody } from './nobody.ts';
import type { Key } from './store.ts';

/** What an event is of, by some fields together; null where one of them is absent, blank or an id that stands for nobody. */
export function keyOf(event: Fields, slots: readonly Slot[]): Key | null {
  const [first] = slots;
  if (first === undefined) return null;
  if (slots.length === 1) return partOf(event, first);
  let key = '';
  for (const slot of slots) {
    const part = partOf(event, slot);
    if (part === null) return null;
    const text = String(part);
    key += `${text.length}:${text}`;
  }
  return key;
}

function partOf({ texts, numbers }: Fields, { path, type, index }: Slot): Key | null {
  if (type !== 'string') {
    const value = numbers[index] ?? NaN;
    return Number.isNaN(value) ? null : value;
  }
  const text = texts[index] ?? null;
  return text === null || isBlank(text) || (isId(path) && isNobody(text)) ? null : text;
}

/** Blank keys are none: they would make one person of everybody without a value. */
const isBlank = (text: string): boolean => {
  const first = text.charCodeAt(0);
  return !(first > 32 && first !== 0x3000) && /^[ \t\u3000]*$/.test(text);
};
