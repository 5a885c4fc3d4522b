import { createHash } from 'node:crypto';

/** One line of an order's goods, money in major units. */
export interface EventItem {
  readonly sku: string | null;
  readonly name: string | null;
  readonly category: string | null;
  readonly unit_price: number | null;
  readonly quantity: number | null;
}

/** What of an order goes into its event: columns as texts, the time as the event writes it, the amount in major units. */
export interface EventOrder {
  readonly texts: Readonly<Record<string, string | null>>;
  readonly time: string;
  readonly amount: number | null;
  readonly items: readonly EventItem[];
}

/**
 * A screening event in the field names of the O-PLUX API (oplux-vocabulary 1). Names and mail accounts stand in it as
 * SHA-256 only, those an order has as hashes already as they are; what is not known at screening is left out, and so is what
 * needs a dictionary of surnames or of readings.
 */
export function opluxEvent({ texts, time, amount, items }: EventOrder): object {
  const text = (name: string): string | undefined => texts[name] ?? undefined;
  return {
    event: said({
      event_id_for_shop: text('event_id'),
      event_type: 'EC',
      ip_address_only: text('ip_address'),
      cookie_only: text('cookie_id'),
      device_info: text('device_id'),
      ec: said({
        media_code: text('media_code'),
        buy_datetime: time,
        settle: said({
          amount: amount ?? undefined,
          currency: text('currency'),
          method: text('payment_method'),
          credit_card: said({ bincode: text('card_bin') }),
        }),
        customers: said({
          buyer: said({ ID: text('member_id'), ...personIn(texts, 'buyer'), email: mailIn(texts['email'] ?? null) }),
          deliveries: listed(said(personIn(texts, 'delivery'))),
        }),
        items: items.length === 0 ? undefined : items.map(itemIn),
      }),
    }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields that say something; undefined for none. */
function said(fields: Fields): Fields | undefined {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const listed = (one: Fields | undefined): readonly Fields[] | undefined => (one === undefined ? undefined : [one]);

/** SHA-256 in upper-case hex, as events have it. */
const sha2 = (text: string): string => createHash('sha256').update(text).digest('hex').toUpperCase();
const isHash = (text: string): boolean => /^[0-9A-F]{64}$/i.test(text);
const hashed = (text: string): string => (isHash(text) ? text.toUpperCase() : sha2(text));

function personIn(texts: EventOrder['texts'], who: 'buyer' | 'delivery'): Fields {
  const text = (name: string): string | undefined => texts[`${who}_${name}`] ?? undefined;
  return {
    hashed_name: nameIn(text('name')),
    address: said({
      zipcode: text('zip')?.replace(/[-‐－]/gu, ''),
      addressA: text('pref'),
      addressB: text('city'),
      addressC: text('address'),
    }),
    tel: phoneIn(who === 'buyer' ? texts['phone'] : texts['delivery_phone']),
  };
}

/** A name of a surname and given names with a space between; one without a space is all surname. */
function nameIn(name: string | undefined): Fields | undefined {
  const [last, ...given] = (name ?? '').trim().split(/[\s\u3000]+/u);
  if (last === undefined || last === '') return undefined;
  const first = given.join(' ');
  const hashes = said({
    last_name_sha2: hashed(last),
    first_name_sha2: first === '' ? undefined : hashed(first),
  });
  if (isHash(last)) return hashes;
  const letters = [last, ...given].join('');
  const count = (of: RegExp): number => [...letters.matchAll(of)].length;
  const counts = {
    kanjiCountInName: count(/\p{Script=Han}|々/gu),
    hiraganaCountInName: count(/\p{Script=Hiragana}/gu),
    katakanaCountInName: count(/\p{Script=Katakana}|ー/gu),
    alphabetCountInName: count(/\p{Script=Latin}/gu),
  };
  const nameLength = [...letters].length;
  const others = nameLength - Object.values(counts).reduce((sum, one) => sum + one, 0);
  return { ...hashes, nameLength, ...counts, otherCountInName: others };
}

function mailIn(mail: string | null): Fields | undefined {
  const at = mail?.lastIndexOf('@') ?? -1;
  if (mail === null || at < 1) return undefined;
  return { pc: { hashed_account_sha2: hashed(mail.slice(0, at)), domain: mail.slice(at + 1) } };
}

/** Japanese mobile numbers begin with 070, 080 and 090. */
function phoneIn(phone: string | null | undefined): Fields | undefined {
  const digits = (phone ?? '')
    .normalize('NFKC')
    .replace(/[^0-9]/g, '')
    .replace(/^81(?=[1-9])/, '0');
  if (digits === '') return undefined;
  return /^0[789]0\d{8}$/.test(digits) ? { mobile_number: digits } : { fixed_number: digits };
}

/** A category has at most 20 characters. */
const itemIn = ({ sku, name, category, unit_price: price, quantity }: EventItem): Fields | undefined =>
  said({
    shop_item_id: sku ?? undefined,
    item_price: price ?? undefined,
    item_quantity: quantity ?? undefined,
    item_name: name ?? undefined,
    item_category: category === null ? undefined : [...category].slice(0, 20).join(''),
  });
