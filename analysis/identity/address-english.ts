import { toRomaji } from 'wanakana';
import type { IdentityKey } from '../model/identity.ts';
import { foldPlace } from './fold-place.ts';
import { placesOf, type City } from './postal-towns.ts';
import type { Trail } from './trail.ts';

/**
 * An address in Latin letters, smallest part first. Its postal code says the place, since towns have no reading here; the
 * name of the city must stand in the text, and a prefecture written before it must be its own. `likely` at best.
 */
export function englishAddress(
  trail: Trail,
  text: string,
  beside: readonly { readonly city: City; readonly town: string }[],
  prefecture?: string,
): IdentityKey {
  if (!trail.does('postal-code')) return trail.none('no-place');
  const postal = /(?<![0-9-])([0-9]{3})-?([0-9]{4})(?![0-9-])/u.exec(text);
  const places = beside.length > 0 || postal === null ? beside : placesOf(`${postal[1] ?? ''}${postal[2] ?? ''}`);
  const [place] = places;
  if (place === undefined) return trail.none('no-place');
  if (places.length > 1 || place.town === '') return trail.none('several-places');
  const rest = trail.step('postal-code', postal === null ? text : text.replace(postal[0], ' ').trim());
  const { city } = place;
  const agrees = (prefecture ?? city.prefecture) === city.prefecture && loose(rest).includes(loose(romajiOf(city)));
  if (!agrees) trail.doubt('postal-disagrees');
  const room = /(?:#|room |rm\.? ?|apt\.? ?|no\. ?)([0-9]{1,5})/iu.exec(rest);
  const { numbers, before } = numbersIn(room === null ? rest : rest.replace(room[0], ' '));
  const town = foldPlace(place.town);
  const block = trail.does('block') ? numbers.slice(0, 3).join('-') : rest;
  const key = [city.prefecture, city.name, town, block].join('|');
  trail.step('block', key);
  for (const [name, value] of Object.entries({
    prefecture: city.prefecture,
    city: city.name,
    cityCode: city.code,
    town,
  }))
    trail.fact(name, value);
  trail.fact('block', numbers.slice(0, 3).join('-'));
  trail.fact('room', room?.[1] ?? numbers[3] ?? before);
  if (numbers.length === 0) trail.doubt('no-block');
  return trail.key(key, agrees && numbers.length > 0 ? 'likely' : 'weak');
}

/**
 * `3-2, Akasaka 4-chome` and `4-3-2 Akasaka` are the same numbers. What stands before the longest run of numbers is a
 * building, its floor or room.
 */
function numbersIn(text: string): { readonly numbers: readonly string[]; readonly before: string | undefined } {
  const chome = /([0-9]{1,2})[- ]?chome/iu.exec(text);
  const others = (chome === null ? text : text.replace(chome[0], ' ')).replace(floor, ' ');
  const runs = [...others.matchAll(/[0-9]+(?:-[0-9]+)+/gu)];
  const longest = runs.reduce<RegExpExecArray | undefined>(
    (best, run) => (best === undefined || run[0].split('-').length > best[0].split('-').length ? run : best),
    undefined,
  );
  const at = longest?.index ?? 0;
  const numbers = [...(chome?.[1] === undefined ? [] : [chome[1]]), ...digitsIn(others.slice(at))];
  const before = digitsIn(others.slice(0, at)).at(-1) ?? digitsIn(text.match(floor)?.[0] ?? '')[0];
  return { numbers: numbers.map((digits) => String(Number(digits))), before };
}

const floor = /(?<![0-9A-Za-z-])B?[0-9]{1,2} ?(?:F|(?:st|nd|rd|th)?[- ]?floor)(?![A-Za-z])/giu;
const digitsIn = (text: string): readonly string[] => text.match(/[0-9]+/gu) ?? [];

const romajiOf = ({ kana, name }: City): string => {
  const whole = toRomaji(kana);
  return name.endsWith('区') ? whole.replace(/ku$/u, '') : whole.replace(/(?:shi|cho|machi|mura|son)$/u, '');
};

/** Long vowels and marks are written in too many ways to be compared. */
const loose = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/gu, '')
    .replace(/oh(?![aiueo])|o[ou]/gu, 'o')
    .replace(/uu/gu, 'u');
