import { expect, it } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { listsHandlers } from '../../analysis/lists/handlers.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, codeOf, context, fileOf, type Bench } from '../ingest/workbench.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const ruleSet = ruleSetOf(ruleOf('NEG', 'buyer.email in lists.neg'), ruleOf('FREE', 'buyer.email in lists.free'));

const mapping: Mapping = { ...basic, columns: { ...basic.columns, email: 'メール' } };

/** Ten orders of one customer, a day apart; the customer is listed from the sixth on. */
async function project(): Promise<Bench> {
  const work = await bench();
  const lines = Array.from({ length: 10 }, (_, n) => `o${n},2024-05-${10 + n} 12:00:00,100,x@example.jp`);
  await work.import(
    ['注文番号,注文日時,金額,メール', ...lines, 'o10,2024-06-01 00:00:00,100,', ''].join('\n'),
    mapping,
  );
  const add = (id: string, match: 'email' | 'domain', content: string) =>
    work.handlers['lists.add'](
      {
        file: work.grant(fileOf(content)),
        id,
        names: { ja: id, en: id },
        purpose: 'negative',
        match,
        snapshotAt: '2024-12-31',
      },
      context(),
    );
  await add('neg', 'email', 'value,added_at\nX@example.jp,2024-05-15 12:00:00\n');
  await add('free', 'domain', 'value\nexample.jp\n');
  return work;
}

it('a run asks lists as of each order, marks those without dates, and is stale once a list changes', async () => {
  const work = await project();
  const handlers = backtestHandlers(work.project);
  const { result } = await handlers['backtest.run']({ ruleSet, filter: everything, save: true }, context());
  expect(result.rules.map(({ code, hits, unevaluable, hindsight }) => [code, hits, unevaluable, hindsight])).toEqual([
    ['NEG', 4, 1, undefined],
    ['FREE', 10, 1, true],
  ]);
  expect(result.rules[0]?.causes).toEqual([{ cause: 'buyer.email', orders: 1 }]);
  expect(result.warnings.find(({ code }) => code === 'list-undated')?.params).toEqual({
    lists: 'lists.free (2024-12-31)',
    count: 1,
  });
  expect(result.lists?.map(({ id, entries }) => [id, entries])).toEqual([
    ['neg', 1],
    ['free', 1],
  ]);
  const [fresh] = await handlers['backtest.runs']({}, context());
  expect(fresh?.stale).toBe(false);

  await work.handlers['lists.put']({ listId: 'neg', values: ['y@example.jp'] }, context());
  const [stale] = await handlers['backtest.runs']({}, context());
  expect(stale?.stale).toBe(true);
  const again = await handlers['backtest.run']({ ruleSet, filter: everything, save: false }, context());
  expect(again.result.lists?.[0]?.hash).not.toBe(result.lists?.[0]?.hash);
});

it('a rule of a list that was deleted does not check until the deletion is taken back', async () => {
  const work = await project();
  const [run, lists] = [backtestHandlers(work.project)['backtest.run'], listsHandlers(work.project)];
  const input = { ruleSet, filter: everything, save: false };
  await lists['lists.delete']({ listId: 'neg' }, context());
  expect(await codeOf(run(input, context()))).toBe('rule-invalid');
  await lists['lists.restore']({ listId: 'neg' }, context());
  expect(await codeOf(lists['lists.restore']({ listId: 'neg' }, context()))).toBe('list-not-found');
  expect((await run(input, context())).result.rules[0]?.hits).toBe(4);
});

it('counts the orders on a list at their time and in hindsight, and opens both', async () => {
  const work = await project();
  const lists = listsHandlers(work.project);
  const matches = await lists['lists.matches']({ listId: 'neg' }, context());
  expect(matches).toEqual([{ column: 'email', asOf: 4, today: 10 }]);
  const behind = async (when: 'order' | 'today'): Promise<number> => {
    const filter: Filter = { clauses: [{ kind: 'listed', list: 'neg', column: 'email', when }] };
    const { where, columns } = await work.project.condition(filter);
    return work.project.read({}, async (db) => {
      const rows = await work.project.rows(db, columns);
      return Number((await db.first(sql`SELECT count(*) AS n FROM ${rows} WHERE ${where}`))?.['n']);
    });
  };
  expect([await behind('order'), await behind('today')]).toEqual([4, 10]);
  expect(
    await codeOf(
      work.project.condition({ clauses: [{ kind: 'listed', list: 'neg', column: 'phone', when: 'order' }] }),
    ),
  ).toBe('filter-invalid');
});

it('shows entries page by page, personal ones masked, and keeps what is renamed', async () => {
  const work = await project();
  const lists = listsHandlers(work.project);
  const page = { search: '', offset: 0, limit: 10 };
  const added = Date.parse('2024-05-15T12:00:00+09:00');
  expect(await lists['lists.entries']({ listId: 'neg', ...page }, context())).toEqual({
    total: 1,
    entries: [{ value: '•@example.jp', addedAt: added, removedAt: null, note: null }],
  });
  expect((await lists['lists.entries']({ listId: 'free', ...page }, context())).entries[0]?.value).toBe('example.jp');
  expect((await lists['lists.entries']({ listId: 'free', ...page, search: 'nothing' }, context())).total).toBe(0);
  const names = { ja: 'ネガ', en: 'Negative' };
  expect((await lists['lists.rename']({ listId: 'neg', names }, context())).names).toEqual(names);
});
