/** What stands behind the town: numbers of the place, then building and room. */
export interface Block {
  /** 丁目, 番地, 号 as numbers, at most three. */
  readonly numbers: readonly string[];
  readonly building: string;
  readonly room: string;
  /** Where the numbers end was a guess. */
  readonly guessed: boolean;
}

const unit = '丁目|番地割|番地|番|号(?!室|棟|館)|地割|線|区画';
const number = new RegExp(`^ ?第?([0-9]{1,5})(?![0-9])(?: ?(${unit}))? ?(?:[-のノ](?=[0-9]))?`, 'u');
/** No town has more 丁目 than this; a first number above it is a 番地, which has one branch number at most. */
const mostChome = 60;

/** Reads `rest` (width, dashes and numerals folded) as numbers of the place, building and room. */
export function readBlock(rest: string): Block {
  const numbers: string[] = [];
  let text = rest;
  let named = false;
  let lot = false;
  let room = '';
  let guessed = false;
  let ended = false;
  while (!ended) {
    const found = number.exec(text);
    const value = found?.[1];
    if (found === null || value === undefined) break;
    const unitName = found[2];
    const behind = text.slice(found[0].length);
    if (unitName === undefined && (isRoom(behind) || (numbers.length > 0 && opensWithSpace(text)))) break;
    if (numbers.length >= mostNumbers(numbers, named, lot)) {
      room = value;
      guessed = !named && numbers.length === 2;
      text = behind;
      break;
    }
    if (numbers.length === 0) lot = unitName === '番' || unitName === '番地';
    numbers.push(String(Number(value)));
    named ||= unitName !== undefined;
    ended = unitName === '号';
    text = behind;
  }
  const tail = readTail(text);
  return { numbers, building: tail.building, room: room === '' ? tail.room : room, guessed };
}

const isRoom = (behind: string): boolean => /^ ?(?:号室|号棟|号館|室|階|F(?![a-z]))/u.test(behind);
const opensWithSpace = (text: string): boolean => text.startsWith(' ');

/** A 番 or 番地 without 丁目 before it has one number behind it at most: 6番3-301 is a room of 6番3号. */
function mostNumbers(numbers: readonly string[], named: boolean, lot: boolean): number {
  return lot || (!named && Number(numbers[0] ?? 0) > mostChome) ? 2 : 3;
}

/** `#301`, `301号室`, `赤坂ハイツ 301`, `3F`: the last number is the room, what stands before it the building. */
function readTail(text: string): { readonly building: string; readonly room: string } {
  const clean = text.replace(/^[-,、. ]+/u, '').trim();
  const found = /^(.*?)[ #-]*([A-Z]?[0-9]{1,5}[A-Z]?)(?: ?(?:号室|号|室|階|F))?$/iu.exec(clean);
  const [, before, room] = found ?? [];
  if (before === undefined || room === undefined) return { building: tidy(clean), room: '' };
  return { building: tidy(before), room: room.toUpperCase() };
}

const tidy = (building: string): string => building.replace(/[ 　]/gu, '').toUpperCase();
