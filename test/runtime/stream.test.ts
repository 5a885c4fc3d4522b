import { describe, expect, it } from 'vitest';
import {
  Runtime,
  RuntimeRefusal,
  type RuntimeEvent,
  type RuntimeLimits,
  type RuntimePackage,
  type RuntimeResult,
  type RuntimeRuleSet,
  type RuntimeSnapshot,
} from '../../analysis/runtime/index.ts';

const base: RuntimeRuleSet = {
  ...{ modelId: 'CRD_01', profile: 'wb-1', currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK', rules: [] },
};
const ruleOf = (code: string, when: string): RuntimeRuleSet['rules'][number] => ({ code, when, result: 'NG' });
const minute = (n: number): string => new Date(Date.UTC(2025, 0, 1) + n * 60_000).toISOString();
const order = (id: string, at: number, fields: RuntimeEvent['fields'] = {}): RuntimeEvent => ({
  ...{ event_id: id, at: minute(at), fields: { 'order.currency': 'JPY', ...fields } },
});

const told = (content: RuntimePackage, events: readonly RuntimeEvent[]): RuntimeResult[] => {
  const [runtime, writing] = [new Runtime(content), new Runtime(content)];
  return events.flatMap((event) => {
    const result = runtime.take(event);
    // Its text is made by itself, of parts.
    expect(writing.takeText(event)).toBe(result === null ? null : JSON.stringify(result));
    return result ?? [];
  });
};
const fired = (content: RuntimePackage, events: readonly RuntimeEvent[]): string[][] =>
  told(content, events).map(({ rules }) => rules.map(({ code }) => code));

const refusalOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof RuntimeRefusal ? `${error.code} ${error.place}`.trim() : 'other';
  }
};

describe('lists', () => {
  const rules = [ruleOf('MAIL', 'buyer.email in lists.mails'), ruleOf('NET', 'ip.address in lists.nets')];
  const lists = [
    { id: 'mails', match: 'domain', entries: [{ value: '*.Example.co.jp', addedAt: minute(5), removedAt: minute(9) }] },
    { id: 'nets', match: 'cidr', entries: [{ value: '10.1.0.0/16', addedAt: null, removedAt: null }] },
  ];
  const content = { ruleSet: { ...base, rules }, lists };

  it('are as they stood at the order: from just after an entry came until just before it went', () => {
    const mail = { 'buyer.email': 'a@shop.example.co.jp' };
    expect(
      fired(
        content,
        [5, 6, 8, 9].map((at) => order(`o${at}`, at, mail)),
      ),
    ).toEqual([[], ['MAIL'], ['MAIL'], []]);
    const ips = ['10.1.255.255', '10.2.0.0', '::ffff:10.1.2.3', 'nobody'];
    expect(
      fired(
        content,
        ips.map((ip, at) => order(`o${at}`, at, { 'ip.address': ip })),
      ),
    ).toEqual([['NET'], [], ['NET'], []]);
  });

  it('are unknown until an event tells of them, and follow what events tell', () => {
    const unknown = { ...content, lists: [{ id: 'mails', match: 'email', entries: null }, ...lists.slice(1)] };
    const mail = { 'buyer.email': 'A@x.jp', 'buyer.email_key': 'a@x.jp' };
    const change = (at: number, fields: RuntimeEvent['fields']): RuntimeEvent => ({
      ...{
        kind: 'list',
        event_id: '',
        at: minute(at),
        fields: { 'list.id': 'mails', 'list.value': 'a@x.jp', ...fields },
      },
    });
    const results = told(unknown, [
      order('1', 0, mail),
      { ...order('2', 1, mail), lists: { mails: ['A@x.jp'] } },
      change(2, {}),
      order('3', 2, mail),
      order('4', 3, mail),
      change(4, { 'list.change': 'remove' }),
      order('5', 4, mail),
    ]);
    expect(results.map(({ rules: some }) => some.map(({ code }) => code))).toEqual([[], ['MAIL'], [], ['MAIL'], []]);
    expect(results[0]?.unevaluable).toContainEqual({ code: 'MAIL', causes: [{ cause: 'list', of: 'lists.mails' }] });
  });
});

describe('what is kept', () => {
  const features = [
    { id: 'n', agg: 'count', by: ['device.id'], window: '1h' },
    { id: 'd', agg: 'count_distinct', of: 'card.token', by: ['device.id'], window: '1h' },
    { id: 's', agg: 'sum', of: 'order.amount', by: ['device.id', 'buyer.id'], window: '1h' },
    { id: 'm', agg: 'max', of: 'order.amount', by: ['device.id'], window: '1h' },
    { id: 'a', agg: 'avg', of: 'order.amount', by: ['device.id'], window: 'all' },
    { id: 'f', agg: 'first_seen', by: ['device.id'], window: '1h' },
    { id: 'l', agg: 'since_last', by: ['device.id'], window: 'all' },
    { id: 'k', agg: 'known_bad', by: ['device.id'], window: '1d' },
    { id: 't', agg: 'count', by: ['device.id'], window: '1h', on: 'login' },
  ];
  const content = { ruleSet: { ...base, features } };
  const events = Array.from({ length: 400 }, (_, n): RuntimeEvent => {
    const device = { 'device.id': `d${n % 7}`, 'buyer.id': `m${n % 3}` };
    if (n % 11 === 3) return { kind: 'login', event_id: `e${n}`, at: minute(n), fields: device };
    if (n % 13 === 5)
      return { kind: 'outcome', event_id: `o${n - 4}`, at: minute(n), fields: { 'outcome.kind': 'chargeback' } };
    return order(`o${n}`, n, { ...device, 'card.token': `t${n % 5}`, 'order.amount': n * 10 });
  });

  it('goes on from a snapshot as if it had never stopped', () => {
    const whole = told(content, events);
    for (const cut of [1, 57, 200, 399]) {
      const first = new Runtime(content);
      const before = events.slice(0, cut).flatMap((event) => first.take(event) ?? []);
      const second = new Runtime(content);
      second.restore(JSON.parse(JSON.stringify(first.snapshot())) as RuntimeSnapshot);
      expect([...before, ...events.slice(cut).flatMap((event) => second.take(event) ?? [])], String(cut)).toEqual(
        whole,
      );
    }
    expect(whole.some(({ features: { k } }) => k === 1)).toBe(true);
    expect(refusalOf(() => new Runtime({ ruleSet: base }).restore(new Runtime(content).snapshot()))).toBe(
      'snapshot-differs',
    );
  });

  it('is not given to a runtime that keeps it otherwise', () => {
    const snapshot = { ...new Runtime(content).snapshot(), formatVersion: 2 } as unknown as RuntimeSnapshot;
    expect(refusalOf(() => new Runtime(content).restore(snapshot))).toBe('snapshot-version');
  });

  it('lets reports go whose order did not come for so many days, and counts them', () => {
    const bad = [
      { id: 'k', agg: 'known_bad', by: ['device.id'], window: 'all' },
      { id: 'w', agg: 'known_bad', by: ['device.id'], window: '30d' },
    ];
    const early = { ruleSet: { ...base, features: bad } };
    const report = (id: string, at: number): RuntimeEvent => ({
      ...{ kind: 'outcome', event_id: id, at: minute(at), fields: { 'outcome.kind': 'chargeback' } },
    });
    const day = 1440;
    const device = { 'device.id': 'd' };
    const stream = [
      report('late', 0),
      report('never', 5),
      report('soon', day),
      // Exactly two days after the first report.
      order('late', 2 * day, device),
      order('soon', 3 * day, device),
      order('last', 3 * day + 1, device),
    ];
    const knownTo = (limits: RuntimeLimits): readonly [unknown, number] => {
      const runtime = new Runtime(early, {}, limits);
      const last = stream.map((event) => runtime.take(event)).at(-1);
      return [last?.features, runtime.droppedReports];
    };
    expect(knownTo({})).toEqual([{ k: 2, w: 2 }, 0]);
    expect(knownTo({ keepEarlyDays: 2 })).toEqual([{ k: 2, w: 2 }, 1]);
    // At the order that came a day late its report is gone; the other came in time to the day.
    expect(knownTo({ keepEarlyDays: 1 })).toEqual([{ k: 0, w: 0 }, 3]);
    const cut = new Runtime(early, {}, { keepEarlyDays: 2 });
    for (const event of stream.slice(0, 3)) cut.take(event);
    const again = new Runtime(early, {}, { keepEarlyDays: 2 });
    again.restore(JSON.parse(JSON.stringify(cut.snapshot())) as RuntimeSnapshot);
    for (const event of stream.slice(3)) again.take(event);
    expect(again.droppedReports).toBe(1);
  });

  it('is no more than the longest window needs', () => {
    const runtime = new Runtime({ ruleSet: { ...base, features: features.slice(0, 3) } });
    for (let n = 0; n < 60_000; n += 1)
      runtime.evaluate({ event_id: `o${n}`, at: n * 60_000_000, fields: { 'device.id': `d${n}`, 'order.amount': 1 } });
    expect(runtime.keys).toBeLessThan(25_000);
  });
});

describe('a refusal', () => {
  it.each([
    ['order.amount > "x"', 'rule-type R'],
    ['order.amount >', 'rule-syntax R'],
    ['order.nothing.more == 1', 'field-unknown R: order.nothing.more'],
    ['custom.shop == "x"', 'field-unknown R: custom.shop'],
    ['buyer.email in lists.none', 'list-unknown R'],
    ['buyer.email.matches("(")', 'regex-syntax R'],
    ['order.time.getHours("Nowhere/Here") > 1', 'zone-unknown R: Nowhere/Here'],
    ['buyer.email.eval()', 'rule-function R'],
    [`${'('.repeat(300)}true${')'.repeat(300)}`, 'rule-too-deep R'],
    [`true${' || true'.repeat(6000)}`, 'rule-too-large R'],
  ])('of a rule names it, case %#', (when, refusal) => {
    expect(refusalOf(() => new Runtime({ ruleSet: { ...base, rules: [ruleOf('R', when)] } }))).toBe(refusal);
  });

  it('of an event leaves nothing behind', () => {
    const features = [{ id: 'n', agg: 'count', by: ['device.id'], window: '1h' }];
    const rules = [ruleOf('R', 'order.amount > 5')];
    const runtime = new Runtime({ ruleSet: { ...base, features, rules } });
    const device = { 'device.id': 'd' };
    runtime.take(order('1', 10, device));
    const wrong: readonly (readonly [RuntimeEvent, string])[] = [
      [order('2', 11, { ...device, 'order.amount': 1.5 }), 'field-type order.amount'],
      [order('3', 9, device), 'event-order at'],
      [order('', 11, device), 'event-shape event_id'],
      [{ ...order('4', 11), kind: 'else' }, 'event-kind kind'],
      [{ event_id: '5', at: '2025-01-01', fields: device }, 'event-time at'],
    ];
    for (const [event, refusal] of wrong) expect(refusalOf(() => runtime.take(event))).toBe(refusal);
    expect(runtime.take(order('6', 11, device))?.features).toEqual({ n: 1 });
  });
});
