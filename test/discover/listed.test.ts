import { expect, test } from 'vitest';
import { check, scopeOf } from '../../analysis/expression/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import { listColumnParts } from '../../analysis/model/lists.ts';
import type { FinderId, PatternFinding, PatternsReport } from '../../analysis/model/patterns.ts';
import { filteredRows } from '../../analysis/store/filtered-rows.ts';
import { sql } from '../../analysis/store/sql.ts';
import { listening, type History, type OrderRow } from '../backtest/history.ts';
import { day, find, hour, order, quiet, start, withShop } from './shop.ts';

const times = (count: number, make: (n: number) => OrderRow): OrderRow[] =>
  Array.from({ length: count }, (_, n) => make(n));

const finderIn = (report: PatternsReport, id: FinderId) => {
  const finder = report.finders.find((one) => one.id === id);
  if (finder === undefined) throw new Error(id);
  return finder;
};
const idsOf = ({ filter }: PatternFinding): readonly string[] =>
  (filter?.clauses ?? []).flatMap((clause) => (clause.kind === 'in' ? clause.values.map(String) : []));

async function drafts({ project }: History, findings: readonly PatternFinding[]): Promise<void> {
  const info = await project.info();
  const scope = scopeOf(info.columns, info.currency, info.timezone, info.lists);
  for (const { draft } of findings) expect(check(draft.when, scope), draft.when).toMatchObject({ ok: true });
}

const addList = (history: History, id: string, purpose: string, match: string) =>
  history.write(
    sql`INSERT INTO lists VALUES (${id}, '2025-01-01T00:00:00Z', ${JSON.stringify({
      ...{ id, names: { ja: id, en: id }, purpose, match, source: { kind: 'own', fileName: 'list.csv' } },
      snapshotAt: '2025-01-01',
    })}, 0, NULL)`,
  );
const addEntry = (history: History, list: string, key: string, from: number, to: number | null) =>
  history.write(
    sql`INSERT INTO list_entries VALUES (${list}, ${key}, ${key}, ${new Date(start + from).toISOString()},
      ${to === null ? null : new Date(start + to).toISOString()}::TIMESTAMPTZ, NULL)`,
  );

test('a listed value under several names is found as of each order, and what looks like it is not', async () => {
  const mail = (email_key: string) => ({ email_key });
  const planted = [
    ...times(3, (n) => order(`A${n}`, (20 + n) * day, mail('shared@example.jp'))),
    ...times(2, (n) => order(`T${n}`, (30 + n) * day, { card_token: 'token', ...mail('shared@example.jp') })),
  ];
  const alike = [
    // Before it was listed, and after it was taken off.
    order('B', day, mail('shared@example.jp')),
    order('C', 80 * day, mail('shared@example.jp')),
    // One person who goes on under the own name.
    ...times(3, (n) => order(`D${n}`, (20 + n) * day, { ...mail('one@example.jp'), buyer_name_key: 'one' })),
    // Many names with a value that is on a list of good ones.
    ...times(3, (n) => order(`E${n}`, (20 + n) * day, mail('good@example.jp'))),
    // Listed only after all of its orders.
    ...times(3, (n) => order(`F${n}`, (20 + n) * day, mail('later@example.jp'))),
  ];
  await withShop([...quiet(), ...planted, ...alike], async (history) => {
    const none = finderIn(await find(history, everything, listening()), 'listed-shared');
    expect([none.lacks, none.found]).toEqual(['negative-list', 0]);
    await addList(history, 'good', 'positive', 'email');
    await addEntry(history, 'good', 'good@example.jp', 0, null);
    // A list of good values is not what it needs.
    expect(finderIn(await find(history, everything, listening()), 'listed-shared').lacks).toBe('negative-list');
    await addList(history, 'mails', 'negative', 'email');
    await addEntry(history, 'mails', 'shared@example.jp', 10 * day, 60 * day);
    await addEntry(history, 'mails', 'one@example.jp', 10 * day, null);
    await addEntry(history, 'mails', 'later@example.jp', 90 * day, null);
    await addList(history, 'cards', 'negative', 'exact');
    await addEntry(history, 'cards', 'token', 0, null);
    const { lacks, findings, orders } = finderIn(await find(history, everything, listening()), 'listed-shared');
    expect(lacks).toBeNull();
    expect(findings.map((one) => [one.shared, idsOf(one)])).toEqual([
      [[{ column: 'email_key', value: 'shared@example.jp' }], ['A0', 'A1', 'A2', 'T0', 'T1']],
      [[{ column: 'card_token', value: 'token' }], ['T0', 'T1']],
    ]);
    // An order of two findings counts once.
    expect(orders).toBe(5);
    expect(findings.map(({ draft }) => draft.when)).toEqual([
      ...['buyer.email_key in lists.mails', 'card.token in lists.cards'],
    ]);
    await drafts(history, findings);
    const three = await find(history, everything, listening(), { 'listed-shared': { names: 3 } });
    expect(finderIn(three, 'listed-shared').findings).toHaveLength(1);
  });
});

test('however many lists there are, no column is made for one', async () => {
  const mail = (email_key: string) => ({ email_key });
  const orders = [
    ...times(2, (n) => order(`A${n}`, (20 + n) * day, { card_token: 'token' })),
    ...times(2, (n) => order(`B${n}`, (30 + n) * day, mail('listed@example.jp'))),
    ...times(2, (n) => order(`C${n}`, (40 + n) * day, { card_token: 'second', device_id: 'd' })),
  ];
  await withShop([...quiet(), ...orders], async (history) => {
    for (let n = 0; n < 10; n += 1) await addList(history, `exact_${n}`, 'negative', 'exact');
    for (const [n, key] of ['token', 'second', 'token'].entries())
      await addEntry(history, `exact_${n * 4}`, key, 0, null);
    for (const n of [1, 2, 3, 5, 6, 7, 9]) await addEntry(history, `exact_${n}`, 'nobody', 0, null);
    await addList(history, 'mails', 'negative', 'email');
    await addEntry(history, 'mails', 'listed@example.jp', 0, null);
    const asked = new Set<string>();
    const { project } = history;
    const watched: History = {
      ...history,
      project: {
        ...project,
        rows: (db, columns) => {
          for (const column of columns) asked.add(column);
          return project.rows(db, columns);
        },
      },
    };
    const { findings } = finderIn(await find(watched, everything, listening()), 'listed-shared');
    expect(findings.map(idsOf)).toEqual([
      ['A0', 'A1'],
      ['B0', 'B1'],
      ['C0', 'C1'],
    ]);
    expect(asked).toContain('card_token');
    expect([...asked].filter((column) => listColumnParts(column) !== null)).toEqual([]);
  });
});

const browser = [
  { id: 'browser_language', label: 'ブラウザー言語', type: 'text', knownAtScreening: 'yes' },
  { id: 'timezone', label: 'タイムゾーン', type: 'text', knownAtScreening: 'unsure' },
] as const;
const seen = (language: string | null, zone: string | null) => ({
  ...{ 'custom.browser_language': language, 'custom.timezone': zone },
});

test('browsers of another language and zone under several names are found, foreigners and travellers are not', async () => {
  const planted = times(4, (n) => order(`A${n}`, 20 * day + n * hour, seen('zh-CN', 'Asia/Shanghai')));
  const alike = [
    // A foreigner lives in Japan's time zone, a traveller brings the own language.
    ...times(6, (n) => order(`B${n}`, 20 * day + n * hour, seen('en-US', 'Asia/Tokyo'))),
    ...times(6, (n) => order(`C${n}`, 20 * day + n * hour, seen('ja-JP', 'Europe/Paris'))),
    // As many over months, as few, one name, and an address abroad.
    ...times(6, (n) => order(`D${n}`, n * 15 * day, seen('pt-BR', 'America/Sao_Paulo'))),
    ...times(3, (n) => order(`E${n}`, 20 * day + n * hour, seen('vi', 'Asia/Ho_Chi_Minh'))),
    ...times(6, (n) => order(`F${n}`, 20 * day + n * hour, { ...seen('ko', 'Asia/Seoul'), buyer_name_key: 'one' })),
    ...times(6, (n) =>
      order(`G${n}`, 20 * day + n * hour, { ...seen('en', 'America/New_York'), buyer_address_prefecture: null }),
    ),
    ...times(6, (n) => order(`H${n}`, 20 * day + n * hour, seen(null, null))),
  ];
  await withShop(
    [...quiet(), ...planted, ...alike],
    async (history) => {
      const { lacks, findings } = finderIn(await find(history, everything, listening()), 'language-zone');
      expect(lacks).toBeNull();
      expect(findings.map((one) => [one.shared, idsOf(one)])).toEqual([
        [
          [
            { column: 'custom.browser_language', value: 'zh-CN' },
            { column: 'custom.timezone', value: 'Asia/Shanghai' },
          ],
          ['A0', 'A1', 'A2', 'A3'],
        ],
      ]);
      await drafts(history, findings);
    },
    browser,
  );
  await withShop(quiet(), async (history) => {
    expect(finderIn(await find(history, everything, listening()), 'language-zone').lacks).toBe('browser-language');
  });
});

test('the draft for browsers of another language fires on none that the finder takes for Japanese, however that is written', async () => {
  const home = (id: string, language: string, zone: string) => order(id, day, seen(language, zone));
  const orders = [
    ...times(4, (n) => order(`A${n}`, 20 * day + n * hour, seen('zh-CN', 'Asia/Shanghai'))),
    home('H0', 'JA-JP', 'Europe/Paris'),
    home('H1', '  Ja', 'Europe/Paris'),
    home('H2', 'en', 'asia/tokyo'),
    home('H3', 'en', ' JAPAN '),
    home('H4', 'ja', 'Asia/Tokyo'),
    // Spelled as no word is.
    home('B0', 'en-JA', 'Asia/Tokyo/2'),
  ];
  await withShop(
    [...quiet(), ...orders],
    async (history) => {
      const { findings } = finderIn(await find(history, everything, listening()), 'language-zone');
      expect(findings.map(idsOf)).toEqual([['A0', 'A1', 'A2', 'A3']]);
      await drafts(history, findings);
      const { code, when } = findings[0]?.draft ?? { code: '', when: '' };
      const fired = await history.project.read({}, async (db) => {
        const rule = {
          kind: 'rule' as const,
          code,
          when,
          currency: 'JPY',
          timezone: 'Asia/Tokyo',
          value: 'true' as const,
        };
        const filter = { clauses: [rule] };
        const { from, where } = await filteredRows(history.project, db, filter, ['event_id']);
        return db.rows(sql`SELECT event_id FROM ${from} WHERE ${where} ORDER BY event_id`);
      });
      expect(fired.map((row) => row['event_id'])).toEqual(['A0', 'A1', 'A2', 'A3', 'B0']);
    },
    browser,
  );
});
