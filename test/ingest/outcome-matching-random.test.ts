import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchedByKinds, type MatchKey } from '../../analysis/model/outcome-match.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { bench, context, fileOf } from './workbench.ts';

/** Few values, so that keys are shared, contradict each other, or are missing. */
interface Order {
  readonly id: string;
  readonly day: number;
  readonly amount: number;
  readonly transaction: string;
  readonly approval: string;
  readonly bin: string;
  readonly four: string;
}
interface Outcome {
  readonly told: string;
  readonly day: number | null;
  readonly amount: number | null;
  readonly transaction: string;
  readonly approval: string;
  readonly bin: string;
  readonly four: string;
}

const oneOf = (...values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom('', ...values);
const keys = {
  transaction: oneOf('T1', 'T2', 'T3'),
  approval: oneOf('000011', '22', '330'),
  bin: oneOf('411111', '41111122', '5555'),
  four: oneOf('0001', '2222'),
};
const order = fc.record({ day: fc.integer({ min: 1, max: 20 }), amount: fc.constantFrom(100, 200), ...keys });
const outcome = fc.record({
  told: fc.constantFrom('', '', 'O0', 'O1', 'O2', 'o1', 'Ｏ２', 'Z'),
  day: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
  amount: fc.option(fc.constantFrom(100, 200, 50), { nil: null }),
  ...keys,
});

const mapping: Mapping = {
  timezone: 'Asia/Tokyo',
  columns: {
    event_id: 'id',
    ordered_at: 'day',
    amount: 'amount',
    transaction_id: 'transaction',
    approval_number: 'approval',
    card_bin: 'bin',
    card_last4: 'four',
  },
};
const columns = {
  ...{ event_id: 'told', transaction_id: 'transaction', approval_number: 'approval', purchased_at: 'day' },
  ...{ card_bin: 'bin', card_last4: 'four', amount: 'amount', reason: 'n' },
};

const dayOf = (day: number | null): string => (day === null ? '' : `2024-01-${String(day).padStart(2, '0')}`);
const bare = (approval: string): string => approval.replace(/^0+/, '');

function fits(key: MatchKey, r: Outcome, o: Order): boolean {
  const inWindow = r.day !== null && o.day >= r.day - 7 && o.day <= r.day + 1;
  const bins = r.bin !== '' && o.bin !== '';
  const fours = r.four !== '' && o.four !== '';
  const sameBin = o.bin.startsWith(r.bin) || r.bin.startsWith(o.bin);
  switch (key) {
    case 'order-id':
      return r.told === o.id;
    case 'order-id-written':
      return r.told.normalize('NFKC').toUpperCase() === o.id;
    case 'transaction-id':
      return r.transaction !== '' && r.transaction === o.transaction;
    case 'approval':
      return r.approval !== '' && bare(r.approval) === bare(o.approval) && inWindow;
    case 'amount':
      return (
        r.amount === o.amount && inWindow && (bins || fours) && (!bins || sameBin) && (!fours || r.four === o.four)
      );
  }
}

/** The rule as it is written down, one outcome and one key after the other. */
function expected(r: Outcome, orders: readonly Order[]): readonly unknown[] {
  let left: readonly Order[] | null = null;
  for (const key of ['order-id', 'transaction-id', 'order-id-written', 'approval', 'amount'] as const) {
    const found: readonly Order[] = (left ?? orders).filter((o) => fits(key, r, o));
    const [only] = found;
    if (only !== undefined && found.length === 1) return [only.id, key, 1];
    if (found.length > 1) left = found;
  }
  return [null, null, left?.length ?? 0];
}

it('joins as the rule says it, and loses nothing, whatever the keys', async () => {
  const shops = fc.tuple(
    fc.array(order, { minLength: 1, maxLength: 12 }),
    fc.array(outcome, { minLength: 1, maxLength: 25 }),
  );
  await fc.assert(
    fc.asyncProperty(shops, async ([made, outcomes]) => {
      const orders = made.map((one, i): Order => ({ id: `O${i}`, ...one }));
      const work = await bench();
      const lines = orders.map((o) =>
        [o.id, dayOf(o.day), o.amount, o.transaction, o.approval, o.bin, o.four].join(','),
      );
      await work.import(['id,day,amount,transaction,approval,bin,four', ...lines, ''].join('\n'), mapping);
      // The reason numbers the rows, so that none is a repetition.
      const list = outcomes.map((r, n) =>
        [r.told, r.transaction, r.approval, dayOf(r.day), r.bin, r.four, r.amount ?? '', n].join(','),
      );
      const file = work.grant(fileOf(['told,transaction,approval,day,bin,four,amount,n', ...list, ''].join('\n')));
      const report = await work.handlers['import.outcomes']({ file, mapping: { columns } }, context());
      const rows = await work.rows(
        sql`SELECT source_line, order_id, matched_by, candidates FROM outcomes ORDER BY source_line`,
      );
      const keyed = outcomes.flatMap((r, n) => {
        const given = [r.told, r.transaction, r.approval, r.bin, r.four, dayOf(r.day)];
        return given.every((value) => value === '') ? [] : [{ r, line: n + 2 }];
      });
      expect(rows.map((row) => Object.values(row))).toEqual(keyed.map(({ r, line }) => [line, ...expected(r, orders)]));

      const { read, matched, several, unmatched, rejected, matchedBy } = report;
      expect([read, matched + several + unmatched + rejected]).toEqual([outcomes.length, outcomes.length]);
      expect(matchedBy.reduce((sum, one) => sum + one.rows, 0)).toBe(matched);
      expect(matchedBy.map(({ by }) => by)).toEqual(
        matchedByKinds.filter((by) => rows.some((r) => r['matched_by'] === by)),
      );
      // In amount too: what the rows tell, and what is taken from their orders where they tell nothing.
      const told = outcomes.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
      const taken = keyed.reduce((sum, { r }) => {
        const owner = orders.find(({ id }) => id === expected(r, orders)[0]);
        return sum + (r.amount === null ? (owner?.amount ?? 0) : 0);
      }, 0);
      const parts = [report.amountMatched, report.amountSeveral, report.amountUnmatched, report.amountRejected ?? NaN];
      expect(parts.reduce((sum, part) => sum + part)).toBe(told + taken);
      await work.project.close();
    }),
    { numRuns: 12 },
  );
}, 120_000);
