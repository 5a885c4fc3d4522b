import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  check,
  evaluate,
  recordOf,
  type CheckedRule,
  type RuleRecord,
  type Scope,
  type ScopeField,
} from '../../../analysis/expression/index.ts';
import { alwaysTrue, coveredBy, neverMet, neverTrue, normalKey } from '../../../analysis/expression/logic/index.ts';
import '../../property-seed.ts';
import { boolText, fields, isOn, lists, recordArbitrary, scope, type GeneratedRecord } from '../generated.ts';

const host = {
  matches: (text: string, pattern: string): boolean => new RegExp(pattern.replace('(?i)', ''), 'u').test(text),
};

function rule(text: string, within: Scope = scope): CheckedRule {
  const checked = check(text, within);
  if (!checked.ok) throw new Error(`${text}: ${JSON.stringify(checked.issues)}`);
  return checked;
}

const any = (...rules: readonly CheckedRule[]) => ({ needs: 'any' as const, rules });

/** Few fields and few constants, so that conditions contradict, cover and repeat each other all the time. */
const int = fc.constantFrom('items.quantity', 'custom.points');
const small = fc.integer({ min: -1, max: 3 }).map(String);
const word = fc.constantFrom('"a"', '"b"', '"ab"');
const op = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const wrap = (template: string, ...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts)
    .map((texts) => texts.reduce((all, text, index) => all.replaceAll(`$${index}`, () => text), template));

const atom = fc.oneof(
  { weight: 4, arbitrary: wrap('$0 $1 $2', int, op, small) },
  { weight: 1, arbitrary: wrap('$2 $1 $0', int, op, small) },
  { weight: 2, arbitrary: wrap('items.quantity $0 custom.points', op) },
  { weight: 1, arbitrary: wrap('custom.points $0 items.quantity', op) },
  { weight: 1, arbitrary: wrap('custom.points $0 custom.points', op) },
  { weight: 2, arbitrary: wrap('custom.score $0 $1', op, fc.constantFrom('0.5', '1.0', '1.5')) },
  { weight: 2, arbitrary: wrap('order.amount $0 $1', op, fc.constantFrom('0', '0.01', '0.02')) },
  { weight: 3, arbitrary: wrap('buyer.email $0 $1', fc.constantFrom('==', '!='), word) },
  { weight: 2, arbitrary: wrap('buyer.email.$0($1)', fc.constantFrom('startsWith', 'endsWith', 'contains'), word) },
  { weight: 2, arbitrary: wrap('buyer.email in [$0, $1]', word, word) },
  { weight: 2, arbitrary: wrap('custom.points in [$0, $1]', small, small) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'custom.vip',
      'custom.vip == false',
      'custom.vip != true',
      '1 > 2',
      '"a" == "a"',
      'true',
    ),
  },
  { weight: 1, arbitrary: wrap('buyer.email in lists.$0', fc.constantFrom(...lists.map(({ id }) => id))) },
  { weight: 1, arbitrary: wrap('order.time.getHours() $0 $1', op, fc.constantFrom('0', '12', '23', '24', '-1')) },
  { weight: 1, arbitrary: wrap('size(buyer.email) $0 $1', op, small) },
  {
    weight: 3,
    arbitrary: wrap(
      'has($0)',
      fc.constantFrom('items.quantity', 'custom.points', 'buyer.email', 'order.amount', 'custom.vip'),
    ),
  },
  { weight: 1, arbitrary: wrap('items.$0(i, i.quantity $1 1)', fc.constantFrom('exists', 'all'), op) },
  { weight: 1, arbitrary: wrap('items.exists(i, i.quantity < $0 && i.quantity > 1)', fc.constantFrom('1', '2', '3')) },
);

function dense(depth: number): fc.Arbitrary<string> {
  if (depth === 0) return atom;
  const inner = dense(depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: atom },
    { weight: 3, arbitrary: wrap('($0 && $1)', inner, inner) },
    { weight: 3, arbitrary: wrap('($0 || $1)', inner, inner) },
    { weight: 2, arbitrary: wrap('!($0)', inner) },
    { weight: 1, arbitrary: wrap('($0 ? $1 : $2)', inner, inner, inner) },
    { weight: 1, arbitrary: wrap('(($0) $1 true)', inner, fc.constantFrom('==', '!=')) },
  );
}

const values: Readonly<Record<string, readonly unknown[]>> = {
  'items.quantity': [-2n, -1n, 0n, 1n, 2n, 3n, 4n, null],
  'custom.points': [-2n, -1n, 0n, 1n, 2n, 3n, 4n, null],
  'custom.score': [0.25, 0.5, 0.75, 1, 1.5, 2, null],
  'order.amount': [-1n, 0n, 1n, 2n, 3n, null],
  'order.currency': ['USD', 'USD', 'USD', 'JPY', null],
  'buyer.email': ['', 'a', 'b', 'ab', 'ba', 'aba', 'c', 'cccc', null],
  'custom.vip': [true, false, null],
  'order.time': [
    new Date('2024-01-01T05:00:00Z'),
    new Date('2024-06-01T16:30:00Z'),
    new Date('2024-06-02T03:59:59Z'),
    null,
  ],
  'order.items': [
    [{ quantity: 1n }],
    [{ quantity: 2n }],
    [{ quantity: -1n }],
    [{ quantity: 2n }, {}],
    [{ quantity: 0n }, { quantity: 2n }],
    [{}],
    null,
  ],
};

/** Orders whose values stand at and around the constants. */
const smallRecords: readonly RuleRecord[] = fc
  .sample(fc.tuple(...fields.map(({ path }) => fc.constantFrom(...(values[path] ?? [null])))), {
    numRuns: 400,
    seed: 7,
  })
  .map((cells) => recordFrom((field) => (cells[fields.indexOf(field)] ?? null) as never));

function recordFrom(valueOf: Parameters<typeof recordOf>[1]): RuleRecord {
  const texts = fields.map((field) => valueOf(field as ScopeField)).filter((value) => typeof value === 'string');
  const listed = Object.fromEntries(lists.map((list) => [list.id, texts.filter((text) => isOn(list, text))]));
  return recordOf(fields, valueOf, listed);
}

const wideRecords = fc
  .sample(recordArbitrary, { numRuns: 150, seed: 8 })
  .map((record: GeneratedRecord) => recordFrom((field) => record.get(field) ?? null));

describe('what is said of rules without any order', () => {
  it('is never contradicted by an order', () => {
    const claims = { never: 0, always: 0, covered: 0, same: 0 };
    fc.assert(
      fc.property(dense(2), dense(2), (one, other) => {
        const [a, b] = [rule(one), rule(other)];
        const answers = smallRecords.map((record) => [evaluate(a, record, host), evaluate(b, record, host)] as const);
        if (neverTrue(a)) {
          claims.never += 1;
          expect(
            answers.some(([x]) => x === true),
            one,
          ).toBe(false);
        }
        if (alwaysTrue(a)) {
          claims.always += 1;
          expect(
            answers.every(([x]) => x === true),
            one,
          ).toBe(true);
        }
        if (!neverTrue(a) && coveredBy(any(a), [any(b)]) !== null) {
          claims.covered += 1;
          expect(
            answers.some(([x, y]) => x === true && y !== true),
            `${one}  ⇒  ${other}`,
          ).toBe(false);
        }
        if (neverMet({ needs: 'all', rules: [a, b] })) {
          claims.same += 1;
          expect(
            answers.some(([x, y]) => x === true && y === true),
            `${one}  &  ${other}`,
          ).toBe(false);
        }
      }),
      { numRuns: 2500 },
    );
    expect(claims.never).toBeGreaterThan(40);
    expect(claims.always).toBeGreaterThan(5);
    expect(claims.covered).toBeGreaterThan(40);
    expect(claims.same).toBeGreaterThan(100);
  });

  it('is never contradicted on rules of every shape and orders of every kind', () => {
    const texts = fc.sample(boolText(3, { regex: false }), { numRuns: 1500, seed: 11 });
    let claims = 0;
    for (const text of texts) {
      const checked = check(text, scope);
      if (!checked.ok) continue;
      const [never, always] = [neverTrue(checked), alwaysTrue(checked)];
      if (!never && !always) continue;
      claims += 1;
      const answers = wideRecords.map((record) => evaluate(checked, record, host));
      if (never) expect(answers.includes(true), text).toBe(false);
      if (always)
        expect(
          answers.every((answer) => answer === true),
          text,
        ).toBe(true);
    }
    expect(claims).toBeGreaterThan(40);
  });

  it('finds nearly every contradiction that no small order meets', () => {
    let [missed, found] = [0, 0];
    for (const text of fc.sample(dense(1), { numRuns: 1500, seed: 3 })) {
      const checked = rule(text);
      if (smallRecords.some((record) => evaluate(checked, record, host) === true)) continue;
      if (neverTrue(checked)) found += 1;
      else missed += 1;
    }
    expect(found / (found + missed)).toBeGreaterThan(0.85);
  });

  it('holds for several rules together', () => {
    fc.assert(
      fc.property(dense(1), dense(1), dense(1), fc.boolean(), (one, two, three, all) => {
        const [a, b, c] = [rule(one), rule(two), rule(three)];
        const together = { needs: all ? ('all' as const) : ('any' as const), rules: [b, c] };
        if (coveredBy(any(a), [together]) === null && coveredBy(any(a), [any(b), any(c)]) === null) return;
        for (const record of smallRecords) {
          if (evaluate(a, record, host) !== true) continue;
          const fired = [b, c].map((other) => evaluate(other, record, host) === true);
          if (coveredBy(any(a), [any(b), any(c)]) !== null) expect(fired).toContain(true);
          if (coveredBy(any(a), [together]) !== null)
            expect(all ? fired.every(Boolean) : fired.some(Boolean)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives one key to rules that say the same in another order, and to no others', () => {
    const same = (one: string, other: string) => normalKey(rule(one).ast) === normalKey(rule(other).ast);
    expect(same('custom.vip && custom.points > 1', '1 < custom.points && custom.vip')).toBe(true);
    expect(same('custom.points in [1, 2, 2]', 'custom.points in [2, 1]')).toBe(true);
    expect(same('(custom.vip || auth.first) || has(card.bin)', 'has(card.bin) || (auth.first || !!custom.vip)')).toBe(
      true,
    );
    expect(same('order.amount > 5', 'order.amount > 5.00')).toBe(true);
    expect(same('custom.points > items.quantity', 'items.quantity < custom.points')).toBe(true);
    expect(same('order.amount > 5', 'custom.fee > 5')).toBe(false);
    expect(same('custom.points > 1', 'custom.points >= 1')).toBe(false);
    expect(same('order.time.getHours("UTC") > 1', 'order.time.getHours("Asia/Tokyo") > 1')).toBe(false);
  });

  it('keeps a normal key only for rules that decide alike', () => {
    const byKey = new Map<string, CheckedRule>();
    let met = 0;
    for (const text of fc.sample(dense(1), { numRuns: 3000, seed: 5 })) {
      const one = rule(text);
      const key = normalKey(one.ast);
      const other = byKey.get(key);
      byKey.set(key, one);
      if (other === undefined) continue;
      met += 1;
      const answers = (tried: CheckedRule) => smallRecords.map((record) => evaluate(tried, record, host));
      expect(answers(one)).toEqual(answers(other));
    }
    expect(met).toBeGreaterThan(100);
  });
});

describe('contradictions and certainties by hand', () => {
  it.each([
    'custom.points > 5 && custom.points < 3',
    'custom.points > 5 && custom.points < 6',
    'buyer.email == "a" && buyer.email == "b"',
    'order.amount > 12.50 && order.amount < 12.51',
    'order.time.getHours() > 23',
    'buyer.email.startsWith("ab") && buyer.email.startsWith("b")',
    'buyer.email in ["ab", "b"] && buyer.email.startsWith("c")',
    '!has(buyer.email) && buyer.email != "a"',
    'buyer.email.contains("ab") && !buyer.email.contains("a")',
    'custom.points in [1, 2] && custom.points != 1 && custom.points >= 3',
    'custom.points < items.quantity && items.quantity < custom.points',
    'items.exists(i, i.quantity > 3 && i.quantity < 2)',
    'custom.vip && !custom.vip',
  ])('never true: %s', (text) => expect(neverTrue(rule(text))).toBe(true));

  it.each([
    'custom.score > 0.5 && custom.score < 0.6',
    'custom.points >= 5 && custom.points <= 5',
    'buyer.email.startsWith("a") && buyer.email.endsWith("b")',
    'has(order.amount) && !(order.amount > 5)',
    'items.exists(i, i.quantity > 3) && items.exists(i, i.quantity < 2)',
    'order.time.getHours("UTC") > 12 && order.time.getHours("Asia/Tokyo") < 3',
  ])('may be true: %s', (text) => expect(neverTrue(rule(text))).toBe(false));

  it.each([
    'has(buyer.email) || !has(buyer.email)',
    '!has(custom.vip) || custom.vip || !custom.vip',
    'true || custom.vip',
  ])('always true: %s', (text) => expect(alwaysTrue(rule(text))).toBe(true));

  it.each([
    'custom.points > 1 || custom.points <= 1',
    // An amount in another currency is there and has no value.
    '!has(order.amount) || order.amount >= 0 || order.amount < 0',
  ])('not always true, because a value may be missing: %s', (text) => expect(alwaysTrue(rule(text))).toBe(false));

  it('names the rules that cover another, as few as it needs', () => {
    const earlier = ['custom.vip', 'custom.points > 3', 'buyer.email == "a"', 'custom.points < 2'].map((text) =>
      any(rule(text)),
    );
    expect(coveredBy(any(rule('custom.points > 5')), earlier)).toEqual([1]);
    expect(coveredBy(any(rule('custom.points != 2 && custom.points != 3')), earlier)).toEqual([1, 3]);
    expect(coveredBy(any(rule('custom.points != 2')), earlier)).toBeNull();
  });
});
