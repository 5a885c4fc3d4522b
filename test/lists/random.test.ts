import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ListMatch } from '../../analysis/model/lists.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { id, sql } from '../../analysis/store/sql.ts';
import { basic, bench, context, fileOf } from '../ingest/workbench.ts';

/**
 * Lists of every kind, with random spans of time, against random orders: what working rows say is compared with a plain
 * reading that shares nothing with them but the meaning.
 */
const seed = Number(process.env['PROPERTY_SEED'] ?? 20_261_128);

const zone = '+09:00';
const base = Date.parse('2024-01-01T00:00:00Z');
const second = fc.integer({ min: 0, max: 40 }).map((n) => base + n * 1000);
/** A time in few places, so that ties are frequent. */
const iso = (at: number): string => new Date(at + 9 * 3_600_000).toISOString().slice(0, 19) + zone;

interface Kind {
  readonly match: ListMatch;
  readonly path: string;
  readonly column: string;
  readonly values: readonly string[];
  readonly entries: readonly string[];
  /** Whether an entry stands for a value, told in another way than the product does. */
  readonly fits: (value: string, entry: string) => boolean;
}

const digits = (text: string): string => text.replace(/\D/g, '').replace(/^81/, '0');
const ipv6 = (text: string): bigint => {
  const [head = '', tail = ''] = text.split('::');
  const parts = (half: string): string[] => (half === '' ? [] : half.split(':'));
  const zeros = 8 - parts(head).length - parts(tail).length;
  const all = [...parts(head), ...Array.from({ length: text.includes('::') ? zeros : 0 }, () => '0'), ...parts(tail)];
  return all.reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n);
};
const ipv4 = (text: string): bigint => text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
const inRange = (value: string, entry: string): boolean => {
  const [address = '', size = ''] = entry.split('/');
  if (value.includes(':') !== address.includes(':')) return false;
  const [read, width] = value.includes(':') ? [ipv6, 128n] : [ipv4, 32n];
  const bits = BigInt(size === '' ? width : size);
  return read(value) >> (width - bits) === read(address) >> (width - bits);
};

const kinds: readonly Kind[] = [
  {
    match: 'exact',
    path: 'buyer.id',
    column: 'member_id',
    values: ['m1', 'm2', 'M1', '会員3', "o'hara"],
    entries: ['m1', '会員3', "o'hara", 'other'],
    fits: (value, entry) => value === entry,
  },
  {
    match: 'domain',
    path: 'buyer.email',
    column: 'email',
    values: [
      'a@example.co.jp',
      'b@mail.example.co.jp',
      'c@example.jp',
      'd@x.example.org',
      'e@EXAMPLE.org',
      'f@a.b.example.org',
    ],
    entries: ['example.co.jp', 'mail.example.co.jp', 'b.example.org', 'Example.JP'],
    fits: (value, entry) => {
      const domain = value.toLowerCase().split('@')[1] ?? '';
      return domain === entry.toLowerCase() || domain.endsWith(`.${entry.toLowerCase()}`);
    },
  },
  {
    match: 'email',
    path: 'buyer.email',
    column: 'email',
    values: ['a@example.co.jp', 'b.c+d@gmail.com', 'bc@gmail.com', 'x@example.jp'],
    entries: ['A@example.co.jp', 'b.c@googlemail.com', 'y@example.jp'],
    fits: (value, entry) => {
      const fold = (mail: string): string => {
        const [name = '', domain = ''] = mail.toLowerCase().replace('googlemail', 'gmail').split('@');
        return domain === 'gmail.com'
          ? `${name.split('+')[0]?.replaceAll('.', '') ?? ''}@${domain}`
          : mail.toLowerCase();
      };
      return fold(value) === fold(entry);
    },
  },
  {
    match: 'phone',
    path: 'buyer.phone',
    column: 'phone',
    values: ['090-1234-5678', '09012345678', '080-1111-2222', '03-1234-5678'],
    entries: ['+81 90 1234 5678', '080 1111 2222', '03-9999-9999'],
    fits: (value, entry) => digits(value) === digits(entry),
  },
  {
    match: 'cidr',
    path: 'ip.address',
    column: 'ip_address',
    values: [
      '203.0.113.0',
      '203.0.113.127',
      '203.0.113.128',
      '198.51.100.7',
      '2001:db8::1',
      '2001:db8:0:1::',
      '2001:db8:ffff::2',
      '8.8.8.8',
    ],
    entries: [
      '203.0.113.0/25',
      '203.0.113.128/32',
      '198.51.100.0/22',
      '0.0.0.0/1',
      '2001:db8::/64',
      '2001:db8::/33',
      '2001:db8::1',
    ],
    fits: inRange,
  },
];

const mapping: Mapping = {
  ...basic,
  columns: { ...basic.columns, member_id: '会員', email: 'メール', phone: '電話', ip_address: 'IP' },
};

interface Entry {
  readonly value: string;
  readonly added: number | null;
  readonly removed: number | null;
}

const orderArbitrary = (kind: Kind) => fc.tuple(second, fc.option(fc.constantFrom(...kind.values), { freq: 6 }));
const entryArbitrary = (kind: Kind): fc.Arbitrary<Entry> =>
  fc
    .tuple(fc.constantFrom(...kind.entries), fc.option(second, { freq: 5 }), fc.option(second, { freq: 2 }))
    .map(([value, added, removed]) => ({
      value,
      added,
      removed: removed !== null && added !== null && removed <= added ? added + 1000 : removed,
    }));

it.each(kinds.map((kind) => [kind.match, kind] as const))(
  '%s lists answer as a plain reading (seed %#)',
  async (match, kind) => {
    const work = await bench();
    const orders = fc.sample(orderArbitrary(kind), { numRuns: 300, seed });
    const cells = ['member_id', 'email', 'phone', 'ip_address'];
    const lines = orders.map(([at, value], n) =>
      [String(n), iso(at), '1', ...cells.map((column) => (column === kind.column ? `"${value ?? ''}"` : ''))].join(','),
    );
    await work.import(['注文番号,注文日時,金額,会員,メール,電話,IP', ...lines, ''].join('\n'), mapping);
    const entries = fc.sample(entryArbitrary(kind), { numRuns: 7, seed });
    const time = (at: number | null): string => (at === null ? '' : iso(at));
    const content = entries.map((entry) => `"${entry.value}",${time(entry.added)},${time(entry.removed)}`);
    const file = work.grant(fileOf(['value,added_at,removed_at', ...content, ''].join('\n')));
    const names = { ja: 'あ', en: 'a' };
    await work.handlers['lists.add']({ file, id: 'some', names, purpose: 'other', match }, context());

    const plain = orders.map(([at, value]) => {
      if (value === null) return null;
      return entries.some(
        (entry) =>
          kind.fits(value, entry.value) &&
          (entry.added === null || entry.added < at) &&
          (entry.removed === null || entry.removed > at),
      );
    });
    const asked = async (value: 'true' | 'false' | 'unevaluable'): Promise<number[]> => {
      const when = `${kind.path} in lists.some`;
      const clause = { kind: 'rule' as const, code: 'R', when, currency: 'JPY', timezone: 'Asia/Tokyo', value };
      const { where, columns } = await work.project.condition({ clauses: [clause] });
      return work.project.read({}, async (db) => {
        const rows = await work.project.rows(db, [...columns, 'event_id']);
        const found = await db.rows(sql`SELECT ${id('event_id')} AS id FROM ${rows} WHERE ${where}`);
        return found.map((row) => Number(row['id'])).sort((a, b) => a - b);
      });
    };
    const expected = (answer: boolean | null): number[] => plain.flatMap((one, n) => (one === answer ? [n] : []));
    expect(await asked('true')).toEqual(expected(true));
    expect(await asked('false')).toEqual(expected(false));
    expect(await asked('unevaluable')).toEqual(expected(null));
    for (const answer of [true, false, null]) expect(expected(answer).length).toBeGreaterThan(10);
  },
);
