import { inventPlace, placeIn, type Place } from '../../samples/shop/address.ts';
import {
  inventEmail,
  inventHabits,
  inventPerson,
  inventPhone,
  romaji,
  writeParty,
  type Person,
} from '../../samples/shop/person.ts';
import { Random } from '../../samples/shop/random.ts';
import type { Who } from '../../samples/shop/shop.ts';
import { mailDomains, userAgents } from '../../samples/shop/tables/agents.ts';
import { givenNames, surnames, type NamePart } from '../../samples/shop/tables/names.ts';
import { towns } from '../../samples/shop/tables/towns.ts';

/** How a population differs from another. Weights and shares, see `usualShift`. */
export interface Shift {
  /** Persons who live alone, before families and the rest. */
  readonly singles: number;
  /** Households of two to five with one surname, and of them those with twins, sisters or father and son alike. */
  readonly families: number;
  readonly alike: number;
  /** Of a household's phones, those that differ by the last digit (bought together). */
  readonly familyPhones: number;
  readonly dormitories: number;
  readonly companies: number;
  /** Strangers with one name in one prefecture. */
  readonly namesakes: number;
  /** How much common names lead; see `Random.skewed`. */
  readonly commonNames: number;
  /** Persons who come back written differently. */
  readonly variants: number;
  /** Of them, those of whom only one of address, phone and mail is nearly what it was; of the others two are. */
  readonly faint: number;
  readonly name: Readonly<Record<'same' | 'kanji' | 'kanaOnly' | 'romaji' | 'kanaTypo', number>>;
  readonly address: Readonly<Record<'same' | 'typo' | 'short' | 'moved' | 'missing', number>>;
  readonly phone: Readonly<Record<'digit' | 'swapped' | 'new' | 'missing', number>>;
  readonly email: Readonly<Record<'digits' | 'provider' | 'typo' | 'new' | 'missing', number>>;
  /** Who come back with another browser. */
  readonly newAgent: number;
}

export const usualShift: Shift = {
  singles: 1600,
  families: 400,
  alike: 0.25,
  familyPhones: 0.3,
  dormitories: 3,
  companies: 4,
  namesakes: 60,
  commonNames: 1,
  variants: 0.4,
  faint: 0.1,
  name: { same: 60, kanji: 14, kanaOnly: 8, romaji: 8, kanaTypo: 10 },
  address: { same: 62, typo: 18, short: 8, moved: 7, missing: 5 },
  phone: { digit: 40, swapped: 15, new: 30, missing: 15 },
  email: { digits: 40, provider: 20, typo: 15, new: 15, missing: 10 },
  newAgent: 0.4,
};

/** One order of a population; the mapping below reads it. */
export interface Written {
  readonly id: string;
  /** Whose it is, which no column tells. */
  readonly person: number;
  readonly cells: readonly string[];
}

export const columns = {
  buyer_name: '氏名',
  buyer_kana: '氏名カナ',
  buyer_zip: '郵便番号',
  buyer_pref: '都道府県',
  buyer_city: '市区町村',
  buyer_address: '住所',
  phone: '電話番号',
  email: 'メール',
  user_agent: '端末',
} as const;

export interface Someone extends Who {
  readonly agent: string;
}

/** Orders of an invented population with planted near-identities, and those who only look alike. */
export function population(seed: number, shift: Shift): readonly Written[] {
  const rng = new Random(seed);
  const people = [
    ...times(shift.singles, () => someone(rng, shift)),
    ...times(shift.families, () => household(rng, shift)).flat(),
    ...times(shift.dormitories, () => dormitory(rng, shift)).flat(),
    ...times(shift.companies, () => company(rng, shift)).flat(),
    ...times(shift.namesakes, () => namesakes(rng, shift)).flat(),
  ];
  const written: Written[] = [];
  // Two persons have no phone and no mail address in common, by chance neither.
  const owners = new Map<string, number>();
  const taken = (cells: readonly string[], person: number): boolean =>
    cells.slice(6, 8).some((cell) => cell !== '' && (owners.get(cell.replaceAll('-', '')) ?? person) !== person);
  people.forEach((one, person) => {
    const forms = [one, ...(rng.chance(shift.variants) ? [null, ...(rng.chance(0.2) ? [null] : [])] : [])];
    for (const form of forms) {
      let cells = form === null ? variant(one, rng, shift) : cellsOf(one);
      for (let at = 0; taken(cells, person); at += 1)
        cells = form === null ? variant(one, rng, shift) : renamed(one, at);
      for (const cell of cells.slice(6, 8)) owners.set(cell.replaceAll('-', ''), person);
      for (let n = rng.int(1, 2); n > 0; n -= 1) written.push({ id: '', person, cells });
    }
  });
  const order = written.map((one) => ({ one, at: rng.next() })).sort((a, b) => a.at - b.at);
  return order.map(({ one }, n) => ({ ...one, id: `n${String(n).padStart(6, '0')}` }));
}

/** The orders as a file. */
export function csvOf(orders: readonly Written[]): string {
  const head = ['注文番号', '注文日時', '金額', ...Object.values(columns)].join(',');
  const lines = orders.map(({ id, cells }, n) => {
    const at = new Date(Date.UTC(2024, 0, 1) + n * 600_000).toISOString().slice(0, 19);
    return [id, at, 1000, ...cells.map((cell) => `"${cell.replaceAll('"', '""')}"`)].join(',');
  });
  return [head, ...lines, ''].join('\n');
}

const times = <T>(size: number, make: (n: number) => T): T[] => Array.from({ length: size }, (_, n) => make(n));

function someone(rng: Random, shift: Shift, given: { surname?: NamePart; place?: Place } = {}): Someone {
  const person = inventPerson(rng, given.surname ?? rng.skewed(surnames, shift.commonNames));
  return {
    person,
    place: given.place ?? inventPlace(rng),
    habits: inventHabits(rng),
    agent: rng.skewed(userAgents, 0.5),
  };
}

/** One surname and one address; phones bought together, mail that begins with the surname, names that look alike. */
function household(rng: Random, shift: Shift): Someone[] {
  const [surname, place] = [rng.skewed(surnames, shift.commonNames), inventPlace(rng, 0.4)];
  const members = times(rng.int(2, 5), () => someone(rng, shift, { surname, place }));
  const [first, second] = members;
  if (first === undefined || second === undefined) return members;
  const phone = rng.chance(shift.familyPhones) ? nextDigit(first.person.phone) : second.person.phone;
  const given = rng.chance(shift.alike) ? alikeName(first.person.given, rng) : second.person.given;
  const email = inventEmail(rng, surname, given, 'ordinary');
  members[1] = { ...second, person: { ...second.person, given, phone, email } };
  return members;
}

const nextDigit = (phone: string): string => phone.slice(0, -1) + String((Number(phone.slice(-1)) + 1) % 10);

/** Another given name that shares a kanji or most of its reading: 健一 and 健太, 美紀 and 由紀. */
function alikeName(given: NamePart, rng: Random): NamePart {
  const alike = givenNames.filter(
    ({ written, kana }) =>
      written !== given.written &&
      kana !== given.kana &&
      ([...written].some((letter) => given.written.includes(letter)) || kana.slice(1) === given.kana.slice(1)),
  );
  return alike.length === 0 ? rng.pick(givenNames) : rng.pick(alike);
}

/** One address for all; rooms are no part of its key. */
function dormitory(rng: Random, shift: Shift): Someone[] {
  const place = placeIn(rng.pick(towns), rng, true);
  return times(40, () => someone(rng, shift, { place: { ...place, room: rng.int(101, 420) } }));
}

/** Mail of one domain, named by surname and a letter. */
function company(rng: Random, shift: Shift): Someone[] {
  const domain = `${rng.token('', 6)}.co.jp`;
  return times(30, () => {
    const one = someone(rng, shift);
    const { surname, given } = one.person;
    const email = `${romaji(given.kana).slice(0, 1)}.${romaji(surname.kana)}${rng.int(1, 99)}@${domain}`;
    return { ...one, person: { ...one.person, email } };
  });
}

/** Two to four strangers with the same name in one prefecture, some in one town. */
function namesakes(rng: Random, shift: Shift): Someone[] {
  const [surname, given] = [rng.skewed(surnames, 1), rng.skewed(givenNames, 1)];
  const town = rng.pick(towns);
  const near = towns.filter(({ prefecture }) => prefecture === town.prefecture);
  return times(rng.int(2, 4), () => {
    const place = placeIn(rng.chance(0.2) ? town : rng.pick(near), rng, rng.chance(0.5));
    const one = someone(rng, shift, { surname, place });
    return { ...one, person: { ...one.person, given, email: inventEmail(rng, surname, given, 'ordinary') } };
  });
}

function cellsOf({ person, place, habits, agent }: Someone): string[] {
  const party = writeParty(person, place, habits);
  const { name, kana, zipcode, prefecture, city, address, phone } = party;
  return [name, kana ?? '', zipcode, prefecture, city, address, phone ?? '', person.email, agent];
}

/** Somebody whose mail address or phone another has already gets the next one. */
function renamed(one: Someone, at: number): string[] {
  const phone = String(Number(one.person.phone) + at + 1).padStart(one.person.phone.length, '0');
  return cellsOf({ ...one, person: { ...one.person, phone, email: one.person.email.replace('@', `${at + 2}@`) } });
}

interface Change {
  readonly address: keyof Shift['address'];
  readonly phone: keyof Shift['phone'];
  readonly email: keyof Shift['email'];
}

/** Of a person of whom nothing but the name is left, nobody could tell: no such change is planted. */
function change(rng: Random, shift: Shift): Change {
  const least = rng.chance(shift.faint) ? 1 : 2;
  for (;;) {
    const drawn = {
      address: pickOf(shift.address, rng),
      phone: pickOf(shift.phone, rng),
      email: pickOf(shift.email, rng),
    };
    const gone = [drawn.address, drawn.phone, drawn.email].filter((how) => ['moved', 'new', 'missing'].includes(how));
    if (3 - gone.length >= least) return drawn;
  }
}

/** The same person later, in cells as `columns` has them: no mail address and no phone is the same, little else is certain. */
export function variant(one: Someone, rng: Random, shift: Shift): string[] {
  const { address: moved, phone, email } = change(rng, shift);
  const written: Someone = {
    ...one,
    person: {
      ...one.person,
      phone: phoneVariant(one.person.phone, phone, rng),
      email: mailVariant(one.person, email, rng),
    },
    place: placeVariant(one.place, moved, rng),
    habits: inventHabits(rng),
    agent: rng.chance(shift.newAgent) ? rng.skewed(userAgents, 0.5) : one.agent,
  };
  const cells = cellsOf(written);
  if (moved === 'missing') cells.splice(2, 4, '', '', '', '');
  if (written.person.phone === '') cells[6] = '';
  const [name, kana] = nameVariant(one.person, pickOf(shift.name, rng), rng);
  return [name, kana, ...cells.slice(2)];
}

const pickOf = <K extends string>(weights: Readonly<Record<K, number>>, rng: Random): K =>
  rng.weighted(Object.keys(weights) as K[], (name) => weights[name]);

function phoneVariant(phone: string, how: keyof Shift['phone'], rng: Random): string {
  if (how === 'missing') return '';
  if (how === 'new') return inventPhone(rng);
  const at = rng.int(4, phone.length - 2);
  const digit = phone.charAt(at);
  const other = how === 'swapped' ? phone.charAt(at + 1) : String((Number(digit) + rng.int(1, 9)) % 10);
  if (other === digit) return phone.slice(0, at) + String((Number(digit) + 1) % 10) + phone.slice(at + 1);
  return how === 'swapped'
    ? phone.slice(0, at) + other + digit + phone.slice(at + 2)
    : phone.slice(0, at) + other + phone.slice(at + 1);
}

function mailVariant({ email, surname, given }: Person, how: keyof Shift['email'], rng: Random): string {
  const [account = '', domain = ''] = email.split('@');
  const at = rng.int(1, account.length - 2);
  switch (how) {
    case 'digits':
      return `${account}${rng.pick(['', '.', '_'])}${rng.int(1, 99)}@${domain}`;
    case 'provider':
      return `${account}@${rng.pick(mailDomains.filter(({ value }) => value !== domain)).value}`;
    case 'typo':
      return `${account.slice(0, at)}${rng.pick([...'aeioukstn'].filter((c) => c !== account[at]))}${account.slice(at + 1)}@${domain}`;
    case 'new':
      return rng.chance(0.5)
        ? inventEmail(rng, surname, given, 'ordinary')
        : inventEmail(rng, surname, given, 'disposable');
    case 'missing':
      return '';
  }
}

function placeVariant(place: Place, how: keyof Shift['address'], rng: Random): Place {
  switch (how) {
    case 'typo':
      return rng.chance(0.5)
        ? { ...place, go: place.go + rng.pick([1, 10, 2]) }
        : { ...place, ban: place.ban + rng.pick([1, 10, 20]) };
    case 'short':
      return { ...place, building: null, room: null, go: place.go * 10 + rng.int(0, 9) };
    case 'moved':
      return inventPlace(rng);
    case 'same':
    case 'missing':
      return place;
  }
}

/** Kanji that a keyboard offers for one another, with the same reading. */
const homophones =
  '斎斉 藤籐 島嶋 中仲 田多 健建 太大 美実 子湖 恵恵 浩博 裕祐 智知 真眞 和一 由友 哉也 郎朗 樹紀 介輔 香花 沢澤 高髙';

function nameVariant({ surname, given }: Person, how: keyof Shift['name'], rng: Random): readonly [string, string] {
  const [name, kana] = [`${surname.written} ${given.written}`, `${surname.kana} ${given.kana}`];
  switch (how) {
    case 'same':
      return [name, kana];
    case 'kanji': {
      const pairs = homophones.split(' ').filter((pair) => name.includes(pair.charAt(0)));
      const pair = pairs.length === 0 ? undefined : rng.pick(pairs);
      const letter = pair ?? `${given.written.slice(-1)}${rng.pick([...'之乃代世央'])}`;
      return [name.replace(letter.charAt(0), letter.slice(1)), kana];
    }
    case 'kanaOnly':
      return [kana, kana];
    case 'romaji':
      return [`${romaji(given.kana)} ${romaji(surname.kana)}`.toUpperCase(), ''];
    case 'kanaTypo': {
      const at = rng.int(surname.kana.length + 1, kana.length - 1);
      return [name, kana.slice(0, at) + rng.pick([...'アカサタナハマヤラ']) + kana.slice(at + 1)];
    }
  }
}
