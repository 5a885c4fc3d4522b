import { describe, expect, it } from 'vitest';
import { identityHandlers } from '../../analysis/identity/handlers.ts';
import { meantReadings } from '../../analysis/identity/name-reading.ts';
import { readingOf } from '../../analysis/identity/near/reading.ts';
import { mappingSchema } from '../../analysis/model/mapping.ts';
import type { NearPair } from '../../analysis/model/near.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, codeOf, context, type Bench } from '../ingest/workbench.ts';
import { columns, csvOf, population, usualShift, type Written } from './near-population.ts';

/** A few hundred strangers, so that there is something to learn from, and these. */
const strangers = population(5, {
  ...usualShift,
  singles: 250,
  families: 0,
  dormitories: 0,
  companies: 0,
  namesakes: 0,
});
const place = ['107-0052', '東京都', '港区'];
const planted: readonly (readonly string[])[] = [
  ['長谷部 千尋', 'ハセベ チヒロ', ...place, '赤坂4-3-2', '090-1234-5678', 'hasebe1977@gmail.com', 'A'],
  ['CHIHIRO HASEBE', '', ...place, '赤坂4-3-12', '090-1234-5679', 'hasebe1977.shop@gmail.com', 'A'],
  // The brother: everything is as near, the name is another.
  ['長谷部 剛', 'ハセベ ツヨシ', ...place, '赤坂4-3-2', '090-1234-5677', 'hasebe1979@gmail.com', 'A'],
];
const told = (cells: readonly (readonly string[])[]): readonly Written[] => [
  ...strangers,
  ...cells.map((of, n) => ({ id: `z${n}`, person: -1 - n, cells: of })),
];
const mapping = mappingSchema.parse({ ...basic, columns: { ...basic.columns, ...columns } });

async function open(): Promise<{ readonly work: Bench; readonly calls: ReturnType<typeof identityHandlers> }> {
  const work = await bench();
  await work.import(csvOf(told(planted)), mapping);
  return { work, calls: identityHandlers(work.project) };
}

const between = (pairs: readonly NearPair[], ...orders: readonly string[]): NearPair => {
  const found = pairs.find(({ sides }) => sides.every(({ order }) => orders.includes(order)));
  if (found === undefined) throw new Error(`no pair of ${orders.join(' and ')}`);
  return found;
};

const all = { offset: 0, limit: 1000 } as const;
const entities = (work: Bench): Promise<Record<string, unknown>[]> =>
  work.rows(sql`SELECT event_id, entity_id, entity_orders, entity_orders_before FROM orders
    WHERE event_id LIKE 'z%' ORDER BY event_id`);
const alone = { entity_id: null, entity_orders: 1, entity_orders_before: 0 };

describe('near matches', () => {
  it('weigh as their fields add up to, and names that tell two persons are for review only', async () => {
    const { work, calls } = await open();
    const state = await calls['identity.findNear']({}, context());
    expect(state.report).toMatchObject({ orders: told(planted).length, converged: true });
    expect(state.report.pairs).toBe(state.open);
    const { rows, total } = await calls['identity.nearPairs']({ show: 'open', ...all }, context());
    expect(total).toBe(state.open);
    for (const { priorBits, evidence, bits } of rows)
      expect(evidence.reduce((sum, one) => sum + one.bits, priorBits)).toBeCloseTo(bits, 9);
    const same = between(rows, 'z0', 'z1');
    expect(same.over).toBe(true);
    expect(same.evidence.map(({ level }) => level)).toEqual(['same', 'near', 'near', 'longer', 'same']);
    const brother = rows.find(({ sides }) => sides[0].order === 'z0' && sides[1].order === 'z2');
    expect(brother?.over ?? false).toBe(false);
    // Nothing is linked before a person says so.
    expect((await entities(work)).map(({ entity_id: entity }) => entity)).toEqual([null, null, null]);
  }, 60_000);

  it('are linked once accepted, in hindsight only, and not when that is taken back', async () => {
    const { work, calls } = await open();
    await calls['identity.findNear']({}, context());
    const { rows } = await calls['identity.nearPairs']({ show: 'open', ...all }, context());
    const { pair } = between(rows, 'z0', 'z1');
    await calls['identity.decideNear']({ pair, choice: 'accepted' }, context());
    expect(await calls['identity.near']({}, context())).toMatchObject({ accepted: 1, waiting: 1 });
    const report = await calls['identity.link']({ hubPersons: 30 }, context());
    expect(report.kinds.find(({ kind }) => kind === 'near')).toEqual({ kind: 'near', orders: 1, values: 1 });
    expect(await entities(work)).toEqual([
      { event_id: 'z0', entity_id: 'z0', entity_orders: 2, entity_orders_before: 0 },
      { event_id: 'z1', entity_id: 'z0', entity_orders: 2, entity_orders_before: 0 },
      { event_id: 'z2', ...alone },
    ]);
    const listed = await calls['identity.entities']({ by: 'orders', limit: 500 }, context());
    expect(listed.find(({ entity }) => entity === 'z0')?.links).toEqual([{ kind: 'near', orders: 1 }]);
    const accepted = await calls['identity.nearPairs']({ show: 'accepted', ...all }, context());
    expect(accepted.rows).toMatchObject([{ pair, decision: 'accepted', together: true }]);

    await calls['identity.decideNear']({ pair, choice: 'undo' }, context());
    expect(await calls['identity.near']({}, context())).toMatchObject({ accepted: 0, waiting: 1 });
    await calls['identity.link']({ hubPersons: 30 }, context());
    expect(await entities(work)).toMatchObject([alone, alone, alone]);
    expect(await calls['identity.near']({}, context())).toMatchObject({ waiting: 0 });
  }, 60_000);

  it('over the threshold are linked where a person wants that, but those rejected', async () => {
    const { work, calls } = await open();
    expect((await calls['identity.link']({ hubPersons: 30, near: true }, context())).near).toBe(true);
    expect((await entities(work)).map(({ entity_id: entity }) => entity)).toEqual(['z0', 'z0', null]);
    expect(
      (await work.rows(sql`SELECT max(entity_orders_before) AS most FROM orders WHERE event_id LIKE 'z%'`))[0],
    ).toEqual({
      most: 0,
    });
    const { rows } = await calls['identity.nearPairs']({ show: 'over', ...all }, context());
    await calls['identity.decideNear']({ pair: between(rows, 'z0', 'z1').pair, choice: 'rejected' }, context());
    await calls['identity.link']({ hubPersons: 30, near: true }, context());
    expect((await entities(work)).map(({ entity_id: entity }) => entity)).toEqual([null, null, null]);
  }, 60_000);

  it('are forgotten when orders change, and what was decided is not', async () => {
    const { work, calls } = await open();
    await calls['identity.findNear']({}, context());
    const { rows } = await calls['identity.nearPairs']({ show: 'open', ...all }, context());
    const { pair } = between(rows, 'z0', 'z1');
    await calls['identity.decideNear']({ pair, choice: 'accepted' }, context());
    const more = { id: 'z9', person: -9, cells: planted[2] ?? [] };
    await work.import(csvOf([more]), mapping);
    expect(await calls['identity.near']({}, context())).toBeNull();
    expect(await codeOf(calls['identity.decideNear']({ pair, choice: 'undo' }, context()))).toBe('input-invalid');
    // Linked by the decision alone, before anybody looks for pairs again.
    await calls['identity.link']({ hubPersons: 30 }, context());
    expect((await entities(work)).map(({ entity_id: entity }) => entity)).toEqual(['z0', 'z0', 'z9', 'z9']);
    expect(await calls['identity.findNear']({}, context())).toMatchObject({ accepted: 1, waiting: 0 });
    expect((await entities(work)).map(({ entity_id: entity }) => entity)).toEqual(['z0', 'z0', 'z9', 'z9']);
  }, 60_000);
});

describe('a reading', () => {
  it('is the same in kana and romaji, whichever romaji', () => {
    const same = [
      ['サトウシヨウタ', 'SATO SHOTA'],
      ['ハツトリジユン', 'HATTORI JUN'],
      ['オオノコウジ', 'OHNO KOJI'],
      ['ナンバユウコ', 'NAMBA YUKO'],
      ['チバフミエ', 'TIBA HUMIE'],
    ] as const;
    for (const [kana, latin] of same) expect(readingOf(latin)?.reading, latin).toBe(readingOf(kana)?.reading);
    expect(readingOf('KOJI OHNO')?.turned).toBe(readingOf('オオノコウジ')?.reading);
    expect(readingOf('ヤマザキリン')?.twice).toContain('riniyamazaki');
    expect(readingOf('山田太郎')).toBeNull();
    // A letter for each mora, so that a kana off is one letter off: シヨウ is シヨ.
    expect(readingOf('サトウシヨウタ')?.morae).toBe('サトシヨタ');
    expect(readingOf('TOSHIO KONDO')).toMatchObject({ morae: 'トシオコンド', turnedMorae: 'コンドトシオ' });
  });

  it('that was meant is a listed one of the kanji, one slip from the kana that do not fit them', () => {
    expect(meantReadings('近藤敏夫', 'コンドウトシタ')).toEqual(['コンドウトシオ', 'コンドウトシヲ']);
    expect(meantReadings('久保田心春', 'クボタコハマ')).toContain('クボタコハル');
    expect(meantReadings('近藤敏夫', 'コンドウトシ')).toContain('コンドウトシオ');
    // Two slips are another name, kana that fit are what they say, and so is a reading no dictionary has.
    expect(meantReadings('近藤敏夫', 'コンドウマシタ')).toEqual([]);
    expect(meantReadings('近藤敏夫', 'コンドウトシオ')).not.toContain('コンドウトシオ');
    expect(meantReadings('近藤宇宙', 'コンドウユニバース')).toEqual([]);
  });
});
