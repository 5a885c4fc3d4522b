import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { calls, type CallName, type InputOf } from '../../analysis/engine-api.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import { personalClasses, usualRoleMasks } from '../../analysis/model/personal-roles.ts';
import { graphKinds } from '../../analysis/model/order-graph.ts';
import { partsOf } from '../../analysis/model/lists.ts';
import type { ReviewDesign } from '../../analysis/model/review-sample.ts';
import { targetPresets, type Target } from '../../analysis/model/target.ts';
import type { ShopOrder } from '../../samples/shop/shop.ts';
import { lostOrder } from './planted.ts';
import { personalValues, shopSession, type ShopSession } from './shop-session.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

let session: ShopSession;
let needles: readonly string[];
let order: ShopOrder;

beforeAll(async () => {
  session = await shopSession();
  const { shop, ask } = session;
  const told = shop.orders.flatMap((one) => personalValues(one).map(([, value]) => value));
  needles = [...new Set([lostOrder, ...told])];
  const found = shop.orders.find((one) => one.memberId !== null && one.buyer.phone !== null);
  if (found === undefined) throw new Error('no order with a member and a phone');
  order = found;
  await ask('identity.link', { hubPersons: 30 });
}, 240_000);
afterAll(() => session.close());
beforeEach(() => {
  session.masked = false;
  session.classes = personalClasses;
});

const found = (text: string): readonly string[] => needles.filter((needle) => text.includes(needle));
const only = (column: string, value: string): Filter => ({ clauses: [{ kind: 'in', column, values: [value] }] });
const sort = { column: 'ordered_at', descending: false };
const ruleSet = ruleSetOf(ruleOf('R1', 'order.amount > 50000'));
const target = (filter: Filter): Target => ({
  id: 'own',
  name: { ja: '自社', en: 'Own' },
  kinds: ['chargeback'],
  reasonFamilies: [],
  horizonDays: 60,
  exclude: filter.clauses.flatMap((clause) => (clause.kind === 'in' ? [clause] : [])),
});
const personalColumns = [
  ...['event_id', 'member_id', 'email', 'phone', 'buyer_name', 'buyer_kana', 'buyer_zip', 'buyer_city'],
  ...['buyer_address', 'delivery_name', 'delivery_phone', 'delivery_address', 'ip_address', 'device_id'],
  ...['cookie_id', 'card_token', 'email_key', 'phone_key', 'buyer_name_key', 'buyer_address_key', 'entity_id'],
];

/** An input for every call; what a call needs of earlier ones is asked for when its turn comes. */
type Inputs = { readonly [N in CallName]: () => Promise<InputOf<N>> | InputOf<N> };
const none = () => ({});
const importId = async () => (await session.ask('import.list', {}))[0]?.importId ?? '';
/** The id of a rule set that is there, saved before where there is none. */
const savedSet = async () =>
  (await session.ask('ruleSets.list', {}))[0]?.ruleSetId ?? (await session.ask('ruleSets.save', { ruleSet })).ruleSetId;
const outcomesId = async () => (await session.ask('import.outcomeFiles', {}))[0]?.importId ?? '';
const seqOf = async (of: ShopOrder): Promise<number> => {
  const { viewId } = await session.ask('orders.open', { filter: only('event_id', of.id), sort });
  let seq = -1;
  await session
    .engine()
    .call(
      'orders.page',
      { viewId, offset: 0, limit: 1, columns: ['amount'] },
      { emit: ({ columns: [first] }) => void (seq = Number(first?.values[0])) },
    );
  return seq;
};
const design: ReviewDesign = {
  ...{ size: { kind: 'orders', orders: 40 }, allocation: 'equal', assumed: { alerted: 0.3, passed: 0.01 }, seed: 's' },
};
const sampleId = async () =>
  (await session.ask('reviewSample.list', {}))[0]?.sampleId ??
  (await session.ask('reviewSample.draw', { ruleSet, filter: everything, design })).sampleId;
/** Everything of every order, pinned as a table, in facts, in a picture and in the address it came from. */
const pinned = (): NonNullable<InputOf<'findings.add'>['result']> => {
  const told = session.shop.orders.slice(0, 40).flatMap((one) => personalValues(one).map(([, value]) => value));
  const escaped = told.map((one) => one.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">${escaped.map((one) => `<text>${one}</text>`).join('')}</svg>`;
  return {
    facts: [['絞り込み', `メール: ${order.email}、氏名＝${order.buyer.name}`]],
    explained: [`${order.email}の週`],
    address: {
      ...{ room: 'explore', path: [], filter: only('email', order.email) },
      params: { of: order.email, with: JSON.parse(JSON.stringify(only('buyer_name', order.buyer.name))) },
    },
    table: [['値', '注文'], ...told.map((one) => [one, 1])],
    pictures: [{ label: order.email, width: 10, height: 10, light: svg, dark: svg }],
  };
};
const ofFindings = async () => {
  const there = await session.ask('findings.list', {});
  return there.length > 0
    ? there
    : (await session.ask('findings.add', { title: '', note: '', result: pinned() })).entries;
};
const inputs: Inputs = {
  'project.info': none,
  'project.update': () => ({ target: target(only('email', order.email)) }),
  'targets.list': none,
  'targets.save': () => ({ target: target(only('buyer_name', order.buyer.name)) }),
  'targets.preview': () => ({ target: target(only('member_id', order.memberId ?? '')) }),
  'targets.delete': () => ({ targetId: 'nobody' }),
  'sql.tables': none,
  'sql.run': () => ({ text: 'FROM orders JOIN outcomes ON event_id = order_id', limit: 1000 }),
  'sql.views': none,
  'sql.checkViews': none,
  'sql.saveView': () => ({ name: 'v', text: 'FROM events, list_entries, order_lines LIMIT 10' }),
  'sql.deleteView': () => ({ viewId: 'nobody' }),
  'sql.restoreView': () => ({ viewId: 'nobody' }),
  'sql.history': none,
  'sql.clearHistory': none,
  'import.preview': () => ({ file: session.grants.grant(session.files.orders) }),
  'import.readTimes': () => ({ rows: [['2026-01-01']], timezone: 'Asia/Tokyo' }),
  'import.previewOutcomes': () => ({ file: session.grants.grant(session.files.chargebacks) }),
  'import.run': () => ({ file: session.grants.grant(session.files.orders), mapping: session.mapping }),
  'import.tryRun': () => ({ file: session.grants.grant(session.files.orders), mapping: session.mapping }),
  'import.outcomes': () => ({
    file: session.grants.grant(session.files.chargebacks),
    mapping: session.mapping.outcomes,
  }),
  'import.list': none,
  'import.outcomeFiles': none,
  'import.remove': () => ({ importId: 'nobody' }),
  'import.openOutcomes': async () => ({ importId: await outcomesId(), offset: 0, limit: 50 }),
  'import.resolveOutcome': async () => ({
    importId: await outcomesId(),
    line:
      (await session.ask('import.openOutcomes', { importId: await outcomesId(), offset: 0, limit: 1 })).rows[0]?.line ??
      1,
    choice: { kind: 'order', orderId: order.id },
  }),
  'import.keys': none,
  'mappings.list': none,
  'mappings.save': () => ({ of: 'orders', name: '注文', mapping: session.mapping, headers: [] }),
  'mappings.rename': () => ({ of: 'orders', name: '注文', to: '注文2' }),
  'mappings.delete': () => ({ of: 'orders', name: '注文' }),
  'mappings.writeFile': () => ({ of: 'orders', name: '注文', mapping: session.mapping }),
  'mappings.readFile': () => ({ of: 'orders', file: session.grants.grant(session.files.orders) }),
  'import.unmatched': async () => ({ importId: await outcomesId() }),
  'import.rejects': async () => ({ importId: await importId() }),
  'import.rejectedRows': () => ({ finding: 'ids-reused', offset: 0, limit: 200 }),
  // It answers what it is asked about: of nobody stored here.
  'identity.key': () => ({ kind: 'person', value: '何某 誰某' }),
  'identity.values': () => ({ kind: 'address', limit: 100 }),
  'identity.keyOf': async () => ({ column: 'email_key', seq: await seqOf(order), without: ['case'] }),
  'identity.clusters': none,
  'identity.without': () => ({ column: 'buyer_name_key', without: ['spaces'], hits: 1, limit: 1 }),
  'identity.related': async () => ({ seq: await seqOf(order) }),
  'identity.graph': async () => ({
    ...{ seq: await seqOf(order), entity: true, kinds: [...graphKinds] },
    ...{ orders: [], keys: [], nodes: 500, perKey: 50 },
  }),
  'identity.coverage': none,
  'identity.link': () => ({ hubPersons: 2 }),
  'identity.links': none,
  'identity.entities': () => ({ by: 'orders', limit: 500 }),
  'identity.findNear': none,
  'identity.near': none,
  'identity.nearPairs': () => ({ show: 'open', offset: 0, limit: 1000 }),
  'identity.decideNear': () => ({ pair: `${'0'.repeat(32)}-${'1'.repeat(32)}`, choice: 'undo' }),
  'import.previewLines': () => ({ file: session.grants.grant(session.files.lines) }),
  'import.lines': () => ({ file: session.grants.grant(session.files.lines) }),
  'import.previewRecorded': () => ({ file: session.grants.grant(session.files.recorded) }),
  'import.recorded': () => ({ file: session.grants.grant(session.files.recorded) }),
  'import.lineFiles': none,
  'import.orphanLines': async () => ({ importId: (await session.ask('import.lineFiles', {}))[0]?.importId ?? '' }),
  'import.previewEvents': () => ({ file: session.grants.grant(session.files.login), kind: 'login' }),
  'import.events': () => ({ file: session.grants.grant(session.files.login), kind: 'login' }),
  'import.eventFiles': none,
  'lists.list': none,
  'lists.preview': () => ({ file: session.grants.grant(session.files.orders), match: 'email' }),
  'lists.bundled': none,
  'lists.add': () => ({
    file: session.grants.grant(session.files.list),
    names: { ja: 'x', en: 'x' },
    purpose: 'negative',
    match: 'email',
  }),
  'lists.addBundled': () => ({ bundled: 'nobody' }),
  'lists.matches': () => ({ listId: 'email' }),
  'lists.entries': () => ({ listId: 'person', search: '', offset: 0, limit: 500 }),
  'lists.addEntries': () => ({
    ...{ id: 'given', names: { ja: 'x', en: 'x' }, match: 'domain' },
    entries: [{ value: 'example.com', addedAt: null, removedAt: null }],
  }),
  'lists.refresh': () => ({ listId: 'email', file: session.grants.grant(session.files.list) }),
  'lists.put': () => ({ listId: 'email', values: [order.email] }),
  'lists.rename': () => ({ listId: 'email' }),
  'lists.delete': () => ({ listId: 'nobody' }),
  'lists.restore': () => ({ listId: 'nobody' }),
  'features.cost': () => ({
    feature: { id: 'f', agg: 'count', by: ['buyer.email_key'], window: 'all' },
    ...{ currency: 'JPY', timezone: 'Asia/Tokyo' },
  }),
  'features.preview': () => ({
    feature: { id: 'f', agg: 'count', by: ['buyer.email_key'], window: 'all' },
    ...{ currency: 'JPY', timezone: 'Asia/Tokyo', filter: everything, hindsight: true },
  }),
  'outcomes.report': () => ({ conflicts: 100 }),
  'personal.stored': none,
  'personal.held': () => ({ subject: { kind: 'person', by: 'email', value: order.email } }),
  'personal.forget': () => ({
    subject: { kind: 'person', by: 'email', value: 'nobody@x' },
    mode: 'delete',
    reason: 'r',
  }),
  'personal.clear': () => ({ place: 'caches' }),
  'explore.overview': () => ({ filter: only('phone', order.buyer.phone ?? '') }),
  'explore.column': () => ({ column: 'email', filter: everything }),
  'explore.linked': () => ({
    axes: [{ kind: 'column', column: 'email' }],
    filter: only('phone', order.buyer.phone ?? ''),
  }),
  'explore.linkedIndex': () => ({
    axes: [{ kind: 'column', column: 'email' }, { kind: 'weeks' }],
    filter: everything,
    active: 0,
  }),
  'explore.differs': () => ({
    axes: [{ kind: 'column', column: 'email' }],
    filter: everything,
    between: 'bad',
  }),
  'segments.list': none,
  'segments.save': () => ({ name: 'segment', note: '', filter: only('buyer_name', order.buyer.name) }),
  'segments.delete': () => ({ segmentId: 'nobody' }),
  'segments.restore': () => ({ segmentId: 'nobody' }),
  'findings.list': async () => {
    await ofFindings();
    return {};
  },
  'findings.add': () => ({ title: order.buyer.name, note: '', result: pinned() }),
  'findings.arrange': async () => ({ entries: (await ofFindings()).map(({ findingId }) => ({ findingId })) }),
  'findings.result': async () => ({ findingId: (await ofFindings())[0]?.findingId ?? '' }),
  'findings.writeFile': () => ({ language: 'ja', personal: 'plain' }),
  'explore.compare': () => ({
    axes: [{ kind: 'column', column: 'email' }],
    ...{ a: only('phone', order.buyer.phone ?? ''), b: everything },
  }),
  'patterns.find': () => ({ filter: everything }),
  'quality.report': none,
  // Every personal column as categories, cut and looked at apart, and an order by its id.
  'scorecard.build': () => ({
    spec: {
      ...{ format: 'shinsa-scorecard', formatVersion: 1, name: 's', segments: ['buyer.email', 'buyer.address'] },
      variables: ['buyer.id', 'buyer.email', 'buyer.phone', 'buyer.name', 'ip.address', 'order.amount'].map(
        (field) => ({
          field,
        }),
      ),
      selection: { minIv: 0, dropWrongSign: false },
      ridge: 1,
    },
    orders: [order.id],
  }),
  'maturity.report': () => ({ unit: 'month' }),
  'maturity.adjusted': () => ({ filter: everything }),
  'orders.open': () => ({ filter: everything, sort }),
  'orders.page': async () => ({
    viewId: (await session.ask('orders.open', { filter: everything, sort })).viewId,
    offset: 0,
    limit: 400,
    columns: personalColumns,
  }),
  'orders.detail': async () => ({ seq: await seqOf(order) }),
  'orders.exportCsv': () => ({ filter: everything, sort, columns: ['email'], personal: 'plain' }),
  'rules.impact': () => ({ when: 'order.amount > 1', currency: 'JPY', timezone: 'Asia/Tokyo', filter: everything }),
  'rules.why': async () => ({ seq: await seqOf(order), ruleSet }),
  'rules.findings': () => ({ ruleSet, filter: only('email', order.email) }),
  'ruleSets.list': none,
  'ruleSets.save': () => ({ ruleSet }),
  'ruleSets.versions': async () => ({ ruleSetId: await savedSet() }),
  'ruleSets.version': async () => ({ ruleSetId: await savedSet(), version: 1 }),
  'ruleSets.note': async () => ({ ruleSetId: await savedSet(), version: 1, note: 'n' }),
  'ruleSets.delete': () => ({ ruleSetId: 'nobody' }),
  'ruleSets.restore': () => ({ ruleSetId: 'nobody' }),
  'ruleSets.writeFile': () => ({ ruleSet }),
  'ruleSets.readFile': () => ({ file: session.grants.grant(session.files.orders) }),
  'backtest.run': () => ({ ruleSet, filter: only('email', order.email), save: true }),
  'backtest.runs': none,
  'backtest.open': async () => ({ runId: (await session.ask('backtest.runs', {}))[0]?.runId ?? '' }),
  'reviewSample.plan': () => ({ ruleSet, filter: everything, design }),
  'reviewSample.draw': () => ({ ruleSet, filter: everything, design }),
  'reviewSample.list': none,
  'reviewSample.worksheet': async () => ({
    sampleId: await sampleId(),
    ...{ personal: 'plain', showRules: true, language: 'ja' },
  }),
  'reviewSample.import': () => ({ file: session.grants.grant(session.files.orders) }),
  'reviewSample.undo': () => ({ importId: 'nobody' }),
  'reviewSample.delete': () => ({ sampleId: 'nobody' }),
  'reviewSample.restore': () => ({ sampleId: 'nobody' }),
  'reviewSample.estimate': async () => ({ sampleId: await sampleId() }),
  'backtest.assume': async () => ({
    runId: (await session.ask('backtest.runs', {}))[0]?.runId ?? '',
    assumptions: { marginRate: 0.3 },
  }),
  'backtest.breakdown': () => ({ ruleSet, filter: everything, parts: [everything] }),
  'backtest.byRule': () => ({
    ...{ ruleSet, filter: everything, deciders: true },
    codes: ruleSet.rules.map(({ code }) => code),
  }),
  'backtest.contributions': () => ({ ruleSet, filter: everything }),
  'backtest.stoppedAlone': () => ({ ruleSet, filter: everything, targets: [...targetPresets] }),
  'backtest.retiredTogether': () => ({
    ...{ ruleSet, filter: everything, codes: ruleSet.rules.map(({ code }) => code), targets: [...targetPresets] },
    ...{ assumptions: {}, reviewed: 1, days: 30, loss: 0 },
  }),
  'backtest.additions': () => ({ ruleSet, filter: everything }),
  'backtest.personReview': () => ({ filter: everything }),
  'backtest.linked': () => ({ ruleSet, filter: everything }),
  'backtest.repeat': async () => ({ runId: (await session.ask('backtest.runs', {}))[0]?.runId ?? '' }),
  'backtest.matured': () => ({ ruleSet, filter: everything }),
  'backtest.hits': () => ({ ruleSet, filter: everything, windows: [everything] }),
  'backtest.markers': () => ({}),
  'backtest.mark': () => ({ markers: [{ day: '2024-05-01', name: '運用変更' }] }),
  'backtest.thresholds': () => ({
    ruleSet: {
      ...ruleSet,
      rules: [{ code: 'BIG', description: { ja: '', en: '' }, when: 'order.amount > 1', result: 'NG' as const }],
    },
    filter: everything,
    cut: { kind: 'clause' as const, code: 'BIG', from: 15, to: 16 },
    tried: { kind: 'spread' as const, most: 3 },
  }),
  'export.package': () => ({ ruleSet }),
  'export.zip': async () => {
    const { staged } = await session.ask('export.package', { ruleSet });
    return { staged: staged.staged, suggestedName: staged.suggestedName };
  },
  'export.takeIn': () => ({ file: session.grants.grant(session.files.orders) }),
  'export.events': none,
  'export.runtimeEvents': () => ({ file: session.grants.grant(session.files.orders) }),
  'export.signers': none,
  'export.keepSigner': () => ({ fingerprint: '0'.repeat(64), name: 'A' }),
  'export.result': () => ({ kind: 'csv' as const, name: '結果', encoding: 'utf-8' as const, rows: [['a']], about: [] }),
  'export.readPackage': () => ({ file: session.grants.grant(session.files.orders) }),
  'export.conform': () => ({ package: session.grants.grant(session.files.orders) }),
  'export.emulate': () => ({ ruleSet, profile: { kind: 'nulls-error' as const, gives: 'HOLD' as const } }),
};

async function answerTo<N extends CallName>(name: N, masked: boolean): Promise<string> {
  session.masked = false;
  const input = await inputs[name]();
  session.masked = masked;
  return session.text(name, input);
}

/** What shows personal values to an analyst; of what changes the project, that comes first and is asked once more. */
const telling: readonly CallName[] = [
  ...(['project.info', 'project.update', 'targets.list', 'targets.save', 'import.preview', 'import.list'] as const),
  ...(['import.previewOutcomes', 'import.previewLines', 'import.lineFiles', 'import.previewEvents'] as const),
  'import.previewRecorded',
  ...(['import.eventFiles', 'identity.related', 'identity.links', 'identity.entities'] as const),
  'identity.graph',
  ...([
    'identity.nearPairs',
    'lists.entries',
    'explore.column',
    'explore.linked',
    'patterns.find',
    'orders.page',
    'orders.detail',
  ] as const),
  ...(['backtest.run', 'backtest.runs', 'backtest.open'] as const),
  'identity.without',
  ...(['findings.add', 'findings.list', 'findings.result'] as const),
];

/** All rows of these columns as one text. */
async function allRows(columns: readonly string[]): Promise<string> {
  const { viewId } = await session.ask('orders.open', { filter: everything, sort });
  return session.text('orders.page', { viewId, offset: 0, limit: 1000, columns: [...columns] });
}

describe('a masked session', () => {
  test('sends none of the planted values in any answer, while an unmasked one does', async () => {
    const silent: string[] = [];
    const leaks: string[] = [];
    // In this order, so that targets and runs with a person in their filter are there to be listed.
    const order = ['project.update', 'targets.save', 'backtest.run'] as const;
    const names = [...new Set<CallName>([...order, ...(Object.keys(calls) as CallName[])])];
    for (const name of names) {
      if (telling.includes(name) && found(await answerTo(name, false)).length === 0) silent.push(name);
      leaks.push(...found(await answerTo(name, true)).map((value) => `${name}: ${value}`));
    }
    expect(leaks).toEqual([]);
    expect(silent).toEqual([]);
  }, 480_000);

  test('masks the classes of a role and shows the others, in rows, details and charts', async () => {
    session.masked = true;
    session.classes = usualRoleMasks.consultant;
    const told = personalValues(order);
    const open = told.filter(([column]) => ['ip_address', 'device_id', 'cookie_id'].includes(column));
    const hidden = told.filter((one) => !open.includes(one)).map(([, value]) => value);
    expect([open.length > 1, hidden.length > 5]).toEqual([true, true]);
    const seq = await seqOf(order);
    const detail = await session.text('orders.detail', { seq });
    expect(open.filter(([, value]) => !detail.includes(value))).toEqual([]);
    expect(hidden.filter((value) => detail.includes(value))).toEqual([]);
    const rows = await allRows(personalColumns);
    expect(open.filter(([, value]) => !rows.includes(value))).toEqual([]);
    expect(hidden.filter((value) => rows.includes(value))).toEqual([]);
    expect((await session.ask('project.info', {})).masked).toBe(true);
    // A file that would hold rows as they are is refused whatever is masked, and so is nothing where nothing is.
    expect(await answerTo('import.rejects', true)).toContain('personal-masked');
    session.classes = usualRoleMasks.analyst;
    session.masked = true;
    expect((await session.ask('project.info', {})).masked).toBe(false);
    const plain = await session.text('orders.detail', { seq });
    expect(told.filter(([column, value]) => column !== 'transaction_id' && !plain.includes(value))).toEqual([]);
  });

  test("a client's own column, which nobody has said what it holds, is masked where any class is", async () => {
    session.masked = true;
    session.classes = ['network'];
    const { columns } = await session.ask('project.info', {});
    const own = columns.filter(({ name, present }) => present && name.startsWith('custom.')).map(({ name }) => name);
    expect(own.length).toBeGreaterThan(0);
    const shown = await allRows(own);
    session.masked = false;
    expect(shown).not.toBe(await allRows(own));
  });

  test('shows lines, events and others with the same of an order without a person in them', async () => {
    session.masked = false;
    const seq = await seqOf(order);
    const plain = await session.ask('orders.detail', { seq });
    expect(plain.lines.map(({ name }) => name)).toEqual([`刻印 ${order.buyer.name} 様`]);
    expect(plain.events.map(({ kind }) => kind)).toEqual(['auth', 'auth']);
    session.masked = true;
    const masked = await session.ask('orders.detail', { seq });
    expect(found(JSON.stringify(masked))).toEqual([]);
    // What says nothing of a person is shown.
    expect(masked.lines).toMatchObject([{ sku: 'SKU-1', category: '雑貨', quantity: 1 }]);
    expect(masked.events.map(({ kind, passed }) => [kind, passed])).toEqual(
      plain.events.map(({ kind, passed }) => [kind, passed]),
    );
  });

  test('every column of orders, its values and its chart are masked', async () => {
    session.masked = true;
    const { columns } = await session.ask('project.info', {});
    for (const { name, present } of columns) {
      if (!present) continue;
      const text = await session.text('explore.column', { column: name, filter: everything });
      expect([name, found(text)]).toEqual([name, []]);
    }
  }, 120_000);

  test('the most frequent values of personal columns are masked in the quality report, and in what it found', async () => {
    session.masked = false;
    const plain = await session.ask('quality.report', {});
    session.masked = true;
    const masked = await session.ask('quality.report', {});
    const personal = plain.columns.filter((column) => column.masked && column.top.length > 0);
    expect(personal.map(({ column }) => column)).toContain('email');
    for (const { column, top } of personal) {
      const shown = masked.columns.find((one) => one.column === column)?.top ?? [];
      expect([column, shown.map(({ orders }) => orders)]).toEqual([column, top.map(({ orders }) => orders)]);
      const same = shown.filter(({ value }, at) => value === top[at]?.value);
      expect([column, same]).toEqual([column, []]);
    }
    for (const [at, { code, column, params }] of plain.findings.entries()) {
      if (params['value'] === undefined || code === 'placeholder-values') continue;
      const kept = masked.findings[at]?.params['value'] === params['value'];
      expect([code, column, kept]).toEqual([code, column, !personal.some((one) => one.column === column)]);
    }
  });

  test('files full of persons are refused, a CSV of orders is written masked', async () => {
    expect(await answerTo('import.unmatched', true)).toContain('personal-masked');
    expect(await answerTo('import.rejects', true)).toContain('personal-masked');
  });
});

describe('work goes on with masks', () => {
  test('a mapping with a mask among the values of its label is taken in as it is meant, but not kept', async () => {
    session.masked = true;
    const file = session.grants.grant(session.files.orders);
    const { columns, rows } = await session.ask('import.preview', { file });
    const at = columns.findIndex(({ name }) => name === session.mapping.columns.email);
    const mask = rows[0]?.[at] ?? '';
    expect(mask).toMatch(/^[0-9a-f]{12}@/);
    const named = {
      of: 'orders' as const,
      name: '印',
      mapping: { ...session.mapping, label: { from: '印', bad: [mask] } },
      headers: [],
    };
    expect(await session.text('mappings.save', named)).toContain('personal-masked');
    expect(
      await session.text('mappings.writeFile', { of: named.of, name: named.name, mapping: named.mapping }),
    ).toContain('personal-masked');
    expect((await session.ask('mappings.list', {})).map(({ name }) => name)).not.toContain('印');
  });

  test('a mapping that was kept with names among the values of its label shows them as masks, flags as they are', async () => {
    session.masked = false;
    const label = { from: '担当', bad: ['山田太郎', '1', '不正'] };
    await session.ask('mappings.save', {
      of: 'orders',
      name: '担当',
      mapping: { ...session.mapping, label },
      headers: [],
    });
    const told = async (): Promise<unknown> =>
      (await session.ask('mappings.list', {})).flatMap((one) =>
        one.of === 'orders' && one.name === '担当' ? (one.mapping.label?.bad ?? []) : [],
      );
    expect(await told()).toEqual(label.bad);
    session.masked = true;
    expect(await told()).toEqual([expect.not.stringContaining('山'), '1', '不正']);
    session.masked = false;
    await session.ask('mappings.delete', { of: 'orders', name: '担当' });
  });

  test('entries of a list show no letter of a person, and of a mail address its domain', async () => {
    const values = async (listId: string): Promise<readonly string[]> => {
      const { entries } = await session.ask('lists.entries', { listId, search: '', offset: 0, limit: 500 });
      return [...new Set(entries.map(({ value }) => value))];
    };
    session.masked = true;
    expect(await values('exact')).toEqual(['●●●']);
    expect(await values('person')).toEqual(['●●●']);
    for (const value of await values('email')) expect(value).toMatch(/^●●●@[^@]+$/);
    session.masked = false;
    expect((await values('exact')).length).toBeGreaterThan(1);
  });

  test('a value picked from a masked screen is put on a list as it is', async () => {
    const seq = await seqOf(order);
    const places = [
      ['fresh_email', 'email'],
      ['fresh_phone', 'phone'],
      ['fresh_person', 'buyer_name'],
      ['fresh_address', 'buyer_address'],
    ] as const;
    for (const [listId, column] of places) {
      session.masked = true;
      const { order: shown } = await session.ask('orders.detail', { seq });
      const parts = Object.fromEntries(partsOf(column).map((name) => [name, String(shown[name] ?? '')]));
      expect(found(JSON.stringify(parts))).toEqual([]);
      expect(await session.ask('lists.put', { listId, picked: { column, parts } })).toMatchObject({ added: 1 });
      const on = await session.ask('lists.matches', { listId });
      expect([column, (on.find((one) => one.column === column)?.today ?? 0) > 0]).toEqual([column, true]);
    }
    // A mask that stands for nothing is not put there in its place.
    const picked = { column: 'email', parts: { email: '0123456789ab@example.com' } };
    expect(await session.text('lists.put', { listId: 'fresh_email', picked })).toContain('personal-masked');
  }, 60_000);

  const count = async (filter: Filter): Promise<number> => (await session.ask('explore.overview', { filter })).orders;

  test('a mask in a filter finds what the value finds, also after the session has forgotten it', async () => {
    const masks: (readonly [column: string, mask: string, orders: number])[] = [];
    for (const [column, value] of personalValues(order)) {
      session.masked = false;
      const expected = await count(only(column, value));
      expect(expected).toBeGreaterThan(0);
      session.masked = true;
      const detail = await session.ask('orders.detail', { seq: await seqOf(order) });
      const mask = String(detail.order[column]);
      expect(mask).not.toBe(value);
      expect([column, await count(only(column, mask))]).toEqual([column, expected]);
      masks.push([column, mask, expected]);
      // Who knows the value may ask for it, but not for a part of it.
      expect(await count(only(column, value))).toBe(expected);
      expect(await count({ clauses: [{ kind: 'contains', column, text: value }] })).toBe(expected);
      expect(await count({ clauses: [{ kind: 'contains', column, text: value.slice(0, 3) }] })).toBe(0);
    }
    await session.reopen();
    for (const [column, mask, expected] of masks)
      expect([column, await count(only(column, mask))]).toEqual([column, expected]);
  });

  test('the same value has the same mask wherever it stands, so that tables still join', async () => {
    session.masked = true;
    const same = session.shop.orders.find((one) => one.buyer.name === one.delivery.name && one.buyer.phone !== null);
    if (same === undefined) throw new Error('no order to oneself');
    session.masked = false;
    const seq = await seqOf(same);
    session.masked = true;
    const { order: row } = await session.ask('orders.detail', { seq });
    expect(row['buyer_name']).toBe(row['delivery_name']);
    const other = await session.ask('orders.detail', { seq: seq === 0 ? 1 : seq - 1 });
    expect(other.order['buyer_name']).not.toBe(row['buyer_name']);
    const ties = await session.ask('identity.related', { seq });
    for (const tie of ties) expect(tie.value).toBe(String(row[tie.column]));
  });

  test('a list takes values and no masks, and is not searched letter by letter', async () => {
    const { dir, grants } = session;
    writeFileSync(join(dir, 'black.csv'), 'メールアドレス\nsomebody@example.jp\n');
    const { list } = await session.ask('lists.add', {
      file: grants.grant(join(dir, 'black.csv')),
      ...{ names: { ja: '拒否', en: 'black' }, purpose: 'negative', match: 'email' },
    });
    const matches = (search: string) =>
      session.ask('lists.entries', { listId: list.id, search, offset: 0, limit: 9 }).then(({ total }) => total);
    expect([await matches('some'), await matches('SOMEBODY@example.jp')]).toEqual([1, 1]);
    const seq = await seqOf(order);
    session.masked = true;
    expect([await matches('some'), await matches('SOMEBODY@example.jp'), await matches('')]).toEqual([0, 1, 1]);
    const { order: shown } = await session.ask('orders.detail', { seq });
    const put = (value: string) => session.text('lists.put', { listId: list.id, values: [value] });
    expect(await put(String(shown['email']))).toContain('personal-masked');
    expect(await matches('')).toBe(1);
    // Who knows the value may put it there.
    expect(await put(order.email)).toContain('"added":1');
    await session.ask('lists.delete', { listId: list.id });
  });

  test('the lab shows what was typed and counts who else has it', async () => {
    const input = { kind: 'email', value: order.email } as const;
    session.masked = false;
    const shown = await session.ask('identity.key', input);
    session.masked = true;
    expect(shown.orders.some(({ orders }) => orders > 0)).toBe(true);
    expect(await session.ask('identity.key', input)).toEqual(shown);
  });

  test('figures are the same', async () => {
    const filter: Filter = { clauses: [{ kind: 'range', column: 'amount', min: 10_000, max: null }] };
    session.masked = false;
    const plain = await session.ask('explore.overview', { filter });
    session.masked = true;
    expect(await session.ask('explore.overview', { filter })).toEqual(plain);
  });

  test('project.info says that it is masked', async () => {
    expect((await session.ask('project.info', {})).masked).toBe(false);
    session.masked = true;
    expect((await session.ask('project.info', {})).masked).toBe(true);
  });
});
