import type { IdentityDoubt } from '../model/identity.ts';
import { foldPlace } from './fold-place.ts';
import {
  citiesWithTown,
  prefectureSpellings,
  spellingsAtHead,
  townsOf,
  type City,
  type PostalPlace,
} from './postal-towns.ts';

/** The place a text begins with. */
export interface Found {
  readonly kind: 'found';
  readonly city: City;
  /** As Japan Post lists it, or as written where it lists none; empty when there is none. */
  readonly town: string;
  /** What stands behind the town. */
  readonly rest: string;
  readonly afterPrefecture: string;
  readonly afterCity: string;
  /** A Kyoto street stood before the town. */
  readonly street: boolean;
  /** Prefecture or city were not written and could be filled in. */
  readonly assumed: boolean;
  readonly doubts: readonly IdentityDoubt[];
}

interface Candidate {
  readonly city: City;
  readonly afterPrefecture: string;
  readonly afterCity: string;
  /** Folded letters of prefecture and city that were read; 0 when both came from the postal code. */
  readonly read: number;
  readonly prefectureRead: boolean;
  readonly wholeName: boolean;
}

/**
 * Finds prefecture, city and town at the head of a folded text, with what its postal code says. Without `streets` those
 * of Kyoto are letters of the town.
 */
export function findPlace(
  text: string,
  byPostal: readonly PostalPlace[],
  streets = true,
): Found | { readonly kind: 'none'; readonly doubt: IdentityDoubt } {
  const candidates = candidatesIn(text);
  const postalCodes = new Set(byPostal.map(({ city }) => city.code));
  if (candidates.length === 0) {
    const filled = byPostal.length > 0 ? postalCandidates(text, byPostal) : candidatesByTown(text);
    if (filled.length === 0) return { kind: 'none', doubt: 'no-place' };
    candidates.push(...filled);
  }
  const judged = candidates
    .map((candidate) => ({ candidate, town: townIn(candidate, byPostal, streets) }))
    .filter((one) => postalCodes.has(one.candidate.city.code) || one.town.listed || isPlain(one.candidate, candidates));
  const best = bestOf(judged, postalCodes);
  if (best.length !== 1 || best[0] === undefined) return { kind: 'none', doubt: 'several-places' };
  const { candidate, town } = best[0];
  const disagrees = byPostal.length > 0 && !postalCodes.has(candidate.city.code);
  return {
    kind: 'found',
    city: candidate.city,
    town: town.name,
    rest: town.rest,
    afterPrefecture: candidate.afterPrefecture,
    afterCity: candidate.afterCity,
    street: town.street,
    assumed: !candidate.wholeName && !postalCodes.has(candidate.city.code),
    doubts: [...(disagrees ? (['postal-disagrees'] as const) : []), ...(town.listed ? [] : (['no-town'] as const))],
  };
}

/** A municipality that is told without help of its town: by its prefecture, or by a name that no other one answers to. */
function isPlain({ city, prefectureRead, wholeName }: Candidate, all: readonly Candidate[]): boolean {
  if (prefectureRead) return true;
  return wholeName && all.every((other) => other.city.code === city.code);
}

/** Every way to read a prefecture, or none, and then a municipality. */
function candidatesIn(text: string): Candidate[] {
  const heads: { prefecture: string | null; rest: string; read: number }[] = [
    { prefecture: null, rest: text, read: 0 },
  ];
  for (const [spelling, prefecture] of prefectureSpellings) {
    const rest = behind(text, spelling);
    if (rest !== null) heads.push({ prefecture, rest, read: spelling.length });
  }
  return heads.flatMap(({ prefecture, rest, read }) =>
    spellingsAtHead(rest.replaceAll(' ', '')).flatMap(({ city, spelling, whole }) => {
      const afterCity = prefecture === null || city.prefecture === prefecture ? behind(rest, spelling) : null;
      if (afterCity === null) return [];
      return [
        {
          ...{ city, afterPrefecture: rest, afterCity, read: read + spelling.length },
          ...{ prefectureRead: prefecture !== null, wholeName: whole || prefecture !== null },
        },
      ];
    }),
  );
}

/** The text names no municipality: those of the postal code, each with the text as what follows. */
function postalCandidates(text: string, byPostal: readonly PostalPlace[]): Candidate[] {
  const rest = withoutPrefecture(text);
  const unique = new Map(byPostal.map(({ city }) => [city.code, city]));
  return [...unique.values()].map((city) => unwritten(city, rest));
}

/** Neither municipality nor postal code: municipalities that have a town with which the text begins. */
function candidatesByTown(text: string): Candidate[] {
  const rest = withoutPrefecture(text);
  const prefecture = prefectureSpellings.find(([spelling]) => behind(text, spelling) !== null)?.[1];
  return citiesWithTown(rest.replaceAll(' ', ''))
    .filter((city) => prefecture === undefined || city.prefecture === prefecture)
    .map((city) => unwritten(city, rest));
}

/** A municipality that the text does not name. */
const unwritten = (city: City, rest: string): Candidate => ({
  city,
  afterPrefecture: rest,
  afterCity: rest,
  read: 0,
  prefectureRead: false,
  wholeName: false,
});

function withoutPrefecture(text: string): string {
  for (const [spelling] of prefectureSpellings) {
    const rest = behind(text, spelling);
    if (rest !== null && /[都道府県]$/u.test(spelling)) return rest;
  }
  return text;
}

interface Town {
  readonly name: string;
  readonly rest: string;
  readonly listed: boolean;
  readonly street: boolean;
  /** Folded letters of the town that were read. */
  readonly read: number;
}

const kyotoStreet = /^.*(?:上[るル]|下[るル]|東入[るル]?|西入[るル]?) ?(?:[0-9]+丁目)? ?/u;

function townIn({ city, afterCity }: Candidate, byPostal: readonly PostalPlace[], streets: boolean): Town {
  const towns = townsOf(city.code);
  const direct = longestTown(towns, afterCity);
  const street = streets && city.prefecture === '京都府' ? kyotoStreet.exec(afterCity) : null;
  const behindStreet = street === null ? null : longestTown(towns, afterCity.slice(street[0].length));
  if (behindStreet !== null) return { ...behindStreet, listed: true, street: true };
  if (direct !== null) return { ...withSubTown(direct), listed: true, street: false };
  const ofPostal = [...new Set(byPostal.filter((place) => place.city.code === city.code).map(({ town }) => town))];
  const only = ofPostal.length === 1 ? ofPostal[0] : undefined;
  if (only !== undefined && only !== '' && /^ ?[0-9]/u.test(afterCity))
    return { name: foldPlace(only), rest: afterCity, listed: true, street: false, read: 0 };
  const written = /^[^0-9]*/u.exec(afterCity)?.[0] ?? '';
  const name = written.replaceAll(' ', '').replace(/^字/u, '');
  return { name, rest: afterCity.slice(written.length), listed: false, street: false, read: 0 };
}

function longestTown(
  { names, longest }: ReturnType<typeof townsOf>,
  text: string,
): Pick<Town, 'name' | 'rest' | 'read'> | null {
  const plain = text.replaceAll(' ', '').replace(/^字/u, '');
  for (let length = Math.min(plain.length, longest); length > 0; length -= 1) {
    const spelling = plain.slice(0, length);
    if (!names.has(spelling)) continue;
    const rest = behind(text.replace(/^ ?字/u, ''), spelling);
    if (rest !== null) return { name: spelling, rest, read: length };
  }
  return null;
}

/** 字 and 小字 between town and numbers belong to the place; the name of a building does not. */
function withSubTown<T extends Pick<Town, 'name' | 'rest'>>(town: T): T {
  const found = /^ ?(?:小?字)?([\p{sc=Han}ケノツ々]{1,12}?)(?=[0-9])/u.exec(town.rest);
  const sub = found?.[1];
  if (found === null || sub === undefined || /^(?:第|番|号|階)/u.test(sub)) return town;
  return { ...town, name: town.name + sub, rest: town.rest.slice(found[0].length) };
}

type Judged = { readonly candidate: Candidate; readonly town: Town };

/** The readings that nothing sets apart: by postal code, a listed town, whole names, then letters read. */
function bestOf(judged: readonly Judged[], postalCodes: ReadonlySet<string>): readonly Judged[] {
  const score = ({ candidate, town }: Judged): number =>
    (postalCodes.has(candidate.city.code) ? 1e6 : 0) +
    (town.listed ? 1e5 : 0) +
    (candidate.wholeName ? 1e4 : 0) +
    (candidate.read + town.read) * 10;
  const most = Math.max(...judged.map(score));
  const top = judged.filter((one) => score(one) === most);
  return top.filter(
    (one, index) => top.findIndex(({ candidate }) => candidate.city.code === one.candidate.city.code) === index,
  );
}

/** What stands behind a folded name at the head of the text, spaces in between not counted; null when it is not there. */
function behind(text: string, name: string): string | null {
  let at = 0;
  for (const letter of name) {
    while (text[at] === ' ') at += 1;
    if (!text.startsWith(letter, at)) return null;
    at += letter.length;
  }
  return text.slice(at).replace(/^ /u, '');
}
