import { fullWidth, writeAddress, type Place, type Spelling } from './address.ts';
import type { Random } from './random.ts';
import type { Party } from './shop.ts';
import { disposableDomains, mailDomains } from './tables/agents.ts';
import { givenNames, surnames, type NamePart } from './tables/names.ts';

/** An invented person; `phone` holds digits only. */
export interface Person {
  readonly surname: NamePart;
  readonly given: NamePart;
  readonly phone: string;
  readonly email: string;
}

/** Kinds of mail address a person may have. */
export type MailStyle = 'ordinary' | 'disposable';

/** An invented person; common names come more often. */
export function inventPerson(rng: Random, surname = rng.skewed(surnames, 1), mail: MailStyle = 'ordinary'): Person {
  const given = rng.skewed(givenNames, 0.4);
  return { surname, given, phone: inventPhone(rng), email: inventEmail(rng, surname, given, mail) };
}

/** An invented mobile number (most), IP phone (050) or landline, digits only. */
export function inventPhone(rng: Random): string {
  if (rng.chance(0.03)) return `050${rng.int(30_000_000, 79_999_999)}`;
  if (rng.chance(0.88)) return rng.pick(['090', '090', '080', '080', '070']) + rng.int(10_000_000, 99_999_999);
  return rng.pick(['03', '06']) + rng.int(30_000_000, 69_999_999);
}

/** An invented mail address in the usual manners. */
export function inventEmail(rng: Random, surname: NamePart, given: NamePart, mail: MailStyle): string {
  if (mail === 'disposable') return `${rng.token('', rng.int(8, 12))}@${rng.pick(disposableDomains)}`;
  const domain = rng.weighted(mailDomains, (d) => d.weight).value;
  const [s, g] = [romaji(surname.kana), romaji(given.kana)];
  const local = [
    `${g}.${s}`,
    `${s}${rng.int(1, 999)}`,
    `${g}_${s}${rng.int(1, 99)}`,
    `${g}${rng.int(1950, 2007)}`,
    `${s}-${g.slice(0, 1)}${rng.int(1, 9999)}`,
  ];
  return `${rng.pick(local)}@${domain}`;
}

/** How a person fills in forms: the same habits stay with them. */
export interface Habits {
  readonly spelling: Spelling;
  readonly nameGap: string;
  readonly phoneHyphens: boolean;
  readonly zipHyphen: boolean;
}

/** The party block of an order form for that person at that place. */
export function writeParty(person: Person, place: Place, habits: Habits): Party {
  const { town } = place;
  return {
    name: person.surname.written + habits.nameGap + person.given.written,
    kana: person.surname.kana + habits.nameGap + person.given.kana,
    phone: habits.phoneHyphens ? hyphenatePhone(person.phone) : person.phone,
    zipcode: habits.zipHyphen ? `${town.zipcode.slice(0, 3)}-${town.zipcode.slice(3)}` : town.zipcode,
    prefecture: town.prefecture,
    city: town.city,
    address: writeAddress(place, habits.spelling),
  };
}

/** Habits by their share among buyers. */
export function inventHabits(rng: Random): Habits {
  return {
    spelling: rng.weighted(spellingShares, (s) => s.weight).value,
    nameGap: rng.weighted(gapShares, (s) => s.weight).value,
    phoneHyphens: rng.chance(0.55),
    zipHyphen: rng.chance(0.7),
  };
}

const spellingShares: readonly { readonly value: Spelling; readonly weight: number }[] = [
  { value: 'hyphen', weight: 50 },
  { value: 'chome', weight: 18 },
  { value: 'fullwidth', weight: 20 },
  { value: 'kanji', weight: 4 },
  { value: 'no', weight: 4 },
  { value: 'choon', weight: 4 },
];

const gapShares = [
  { value: ' ', weight: 60 },
  { value: '　', weight: 25 },
  { value: '', weight: 15 },
] as const;

/** A phone number with its usual hyphens. */
export function hyphenatePhone(digits: string): string {
  const head = digits.length === 11 ? 3 : 2;
  return `${digits.slice(0, head)}-${digits.slice(head, head + 4)}-${digits.slice(head + 4)}`;
}

/** A phone number typed in full-width digits. */
export function fullWidthPhone(phone: string): string {
  return fullWidth(phone);
}

const syllables: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu テ te ト to ' +
    'ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo ' +
    'ラ ra リ ri ル ru レ re ロ ro ワ wa ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo ダ da ヅ zu デ de ド do ' +
    'バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ッ - ャ ya ュ yu ョ yo'
  )
    .split(' ')
    .flatMap((kana, index, all) => (index % 2 === 0 ? [[kana, all[index + 1] ?? '']] : [])),
);

/** Katakana in the usual romaji, long vowels shortened: サトウ → sato. */
export function romaji(kana: string): string {
  let text = '';
  for (const c of kana) {
    const syllable = syllables[c] ?? '';
    const glide = 'ャュョ'.includes(c);
    text =
      glide && text.endsWith('i')
        ? text.slice(0, -1) + (/(sh|ch|j)i$/.test(text) ? syllable.slice(1) : syllable)
        : text + syllable;
  }
  return text.replace(/-(.)/g, '$1$1').replace(/ou/g, 'o').replace(/uu/g, 'u').replace(/oo/g, 'o');
}
