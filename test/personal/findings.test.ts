import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InputOf } from '../../analysis/engine-api.ts';
import { everything, type Clause } from '../../analysis/model/filter.ts';
import { textsOfPicture } from '../../analysis/model/picture.ts';
import { usualRoleMasks } from '../../analysis/model/personal-roles.ts';
import { chart } from '../report/pictures.ts';
import { personalValues, shopSession, type ShopSession } from './shop-session.ts';

let session: ShopSession;
beforeEach(async () => {
  session = await shopSession();
}, 120_000);
afterEach(() => session.close());

type Result = NonNullable<InputOf<'findings.add'>['result']>;
const result = (changes: Partial<Result> = {}): Result => ({
  facts: [['期間', '2025-04-01 – 2026-03-31']],
  address: { room: 'explore', path: [], filter: everything, params: { view: 'orders' } },
  table: [
    ['ルール', '注文'],
    ['R1', 10],
  ],
  pictures: [{ label: '週ごとの判定', width: 90, height: 40, light: chart('10'), dark: chart('10') }],
  ...changes,
});
const listed = async () => (await session.ask('findings.list', {})).map(({ title, note }) => [title, note]);
const orderAt = (at: number) => {
  const found = session.shop.orders[at];
  if (found === undefined) throw new Error('no order');
  return found;
};
const htmlOf = async (personal: 'masked' | 'plain') => {
  const { staged } = await session.ask('findings.writeFile', { language: 'ja', personal });
  const html = readFileSync(join(session.engine().stagingDir, staged), 'utf8');
  return html.replaceAll(/data:image[^"]+/g, (one) => decodeURIComponent(one));
};

describe('the page', () => {
  test('keeps what is pinned as it was, in its order, and has it when the project is opened again', async () => {
    const { findingId: first, entries } = await session.ask('findings.add', {
      ...{ title: ' 週ごと ', note: '所感\n二行目', result: result() },
    });
    const { dataVersion } = await session.ask('project.info', {});
    const { facts, address } = result();
    expect(entries).toMatchObject([
      { title: '週ごと', note: '所感\n二行目', result: { facts, address, dataVersion, rows: 1, pictures: 1 } },
    ]);
    const { findingId: second } = await session.ask('findings.add', { title: 'B', note: '', after: null });
    const { findingId: third } = await session.ask('findings.add', { title: 'C', note: '', after: second });
    await session.reopen();
    expect((await session.ask('findings.list', {})).map((one) => one.findingId)).toEqual([second, third, first]);
    const behind = await session.ask('findings.result', { findingId: first });
    expect(behind.table).toEqual(result().table);
    expect(behind.pictures.map((one) => textsOfPicture(one.light))).toEqual([['10']]);
    expect(await session.ask('findings.result', { findingId: second })).toMatchObject({ table: null, pictures: [] });
  }, 120_000);

  test('is arranged as a whole: order, words, what goes and what comes back, all or nothing', async () => {
    const add = async (title: string) => (await session.ask('findings.add', { title, note: '' })).findingId;
    const [a, b, c] = [await add('a'), await add('b'), await add('c')];
    const changed = [
      { findingId: c, note: 'メモ' },
      { findingId: a, title: 'A' },
    ];
    await session.ask('findings.arrange', { entries: changed });
    expect(await listed()).toEqual([
      ['c', 'メモ'],
      ['A', ''],
    ]);
    // On screen again before that is kept: what stands behind it is told meanwhile.
    expect(await session.ask('findings.result', { findingId: b })).toMatchObject({ table: null, pictures: [] });
    expect(await session.text('findings.result', { findingId: 'nobody' })).toContain('finding-unknown');
    const unknown = { entries: [{ findingId: b, title: 'x' }, { findingId: 'nobody' }] };
    expect(await session.text('findings.arrange', unknown)).toContain('finding-unknown');
    expect(await session.text('findings.arrange', { entries: [{ findingId: a }, { findingId: a }] })).toContain(
      'input-invalid',
    );
    expect(await session.text('findings.add', { title: '', note: '', after: b })).toContain('finding-unknown');
    expect(await listed()).toEqual([
      ['c', 'メモ'],
      ['A', ''],
    ]);
    await session.ask('findings.arrange', { entries: [{ findingId: b }, { findingId: a }, { findingId: c }] });
    expect(await listed()).toEqual([
      ['b', ''],
      ['A', ''],
      ['c', 'メモ'],
    ]);
  }, 120_000);

  test('says of how many rows the first are kept, and takes no picture that is none', async () => {
    const table = [['n'], ...Array.from({ length: 1500 }, (_, n) => [n])];
    const { findingId, entries } = await session.ask('findings.add', {
      title: '',
      note: '',
      result: result({ table }),
    });
    expect(entries[0]?.result?.rows).toBe(1500);
    expect((await session.ask('findings.result', { findingId })).table).toHaveLength(1001);
    const script = chart('x').replace('<g ', '<script>1</script><g ');
    const pictures = [{ label: '', width: 1, height: 1, light: chart('x'), dark: script }];
    expect(await session.text('findings.add', { title: '', note: '', result: result({ pictures }) })).toContain(
      'input-invalid',
    );
    expect(await listed()).toHaveLength(1);
  }, 120_000);

  test('goes with the person it quotes or names, the deleted too, and with all data', async () => {
    const order = orderAt(7);
    const cell = result({
      table: [
        ['値', '注文'],
        [order.email, 3],
      ],
    });
    await session.ask('findings.add', { title: 'kept', note: '', result: result() });
    const { findingId } = await session.ask('findings.add', { title: 'cell', note: '', result: cell });
    const kept = (await session.ask('findings.list', {})).filter((one) => one.findingId !== findingId);
    await session.ask('findings.arrange', { entries: kept.map((one) => ({ findingId: one.findingId })) });
    await session.ask('findings.add', { title: 'note', note: `${order.buyer.name}様に電話` });
    const filter = { clauses: [{ kind: 'in' as const, column: 'email', values: [order.email] }] };
    const address = { ...result().address, filter };
    await session.ask('findings.add', { title: 'filter', note: '', result: result({ address }) });
    const subject = { kind: 'person' as const, by: 'email' as const, value: order.email };
    expect((await session.ask('personal.held', { subject })).findings).toBe(3);
    await session.ask('personal.forget', { subject, mode: 'anonymise', reason: 'asked' });
    expect(await listed()).toEqual([['kept', '']]);
    await session.ask('personal.forget', { subject: { kind: 'all' }, mode: 'delete', reason: 'over' });
    expect(await listed()).toEqual([]);
  }, 120_000);

  test('goes with the person that its query alone names, however that is written', async () => {
    const { email, buyer } = orderAt(7);
    const pin = (title: string, query: string) =>
      session.ask('findings.add', { title, note: '', result: result({ query, explained: ['期間です'] }) });
    await pin('kept', `SELECT count(*) FROM orders WHERE email = 'nobody@example.jp'`);
    await pin('name', `SELECT count(*) FROM orders WHERE buyer_name = '${buyer.name}'`);
    await pin('case', `SELECT count(*) FROM orders WHERE upper(email) = '${email.toUpperCase()}'`);
    await pin('quote', `SELECT count(*) FROM orders WHERE email = 'pat.o''brien@example.jp'`);
    const titles = async () => (await listed()).map(([title]) => title);
    const forget = async (value: string) => {
      const subject = { kind: 'person' as const, by: 'email' as const, value };
      const { findings } = await session.ask('personal.held', { subject });
      await session.ask('personal.forget', { subject, mode: 'delete', reason: 'asked' });
      return findings;
    };
    expect(await forget(email)).toBe(2);
    expect(await titles()).toEqual(['kept', 'quote']);
    expect(await forget("pat.o'brien@example.jp")).toBe(1);
    expect(await titles()).toEqual(['kept']);
  }, 120_000);
});

describe('where values are masked', () => {
  const planted = (): readonly string[] => [
    ...new Set(session.shop.orders.slice(0, 30).flatMap((one) => personalValues(one).map(([, value]) => value))),
  ];
  const markup = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

  test('neither page nor file holds one of the planted values, wherever it was pinned; the same value has one mask', async () => {
    const values = planted();
    const texts = chart(
      ...values.map(markup),
      ...values.map((one) => `${markup(one)}: 3件`),
      `${markup(values[0] ?? '').slice(0, -2)}…`,
    );
    const of = (value: string) =>
      session.ask('findings.add', {
        ...{ title: `${value} の内訳`, note: '' },
        result: result({
          facts: [['絞り込み', `値「${value}」、他`]],
          table: [
            ['値', '注文'],
            ...values.map((one) => [one, 1] as const).map((row) => [...row]),
            [`${value} / R1`, 2],
          ],
          pictures: [{ label: value, width: 9, height: 9, light: texts, dark: texts }],
        }),
      });
    const order = orderAt(3);
    for (const [, value] of personalValues(order)) await of(value);
    const found = (text: string) => values.filter((value) => text.includes(value));
    expect(found(await htmlOf('plain')).length).toBe(values.length);
    expect(found(await htmlOf('masked'))).toEqual([]);
    session.masked = true;
    const entries = await session.ask('findings.list', {});
    expect(found(JSON.stringify(entries))).toEqual([]);
    expect(entries.every((one) => one.maskedTitle === true)).toBe(true);
    for (const { findingId } of entries) {
      const behind = await session.ask('findings.result', { findingId });
      expect(found(JSON.stringify(behind))).toEqual([]);
      expect(JSON.stringify(behind.pictures)).not.toContain(`${(values[0] ?? '').slice(0, -2)}…`);
    }
    // Whoever sees masks writes a file with masks, whatever is asked for.
    expect(found(await htmlOf('plain'))).toEqual([]);
    session.classes = usualRoleMasks.consultant;
    expect(found(JSON.stringify(await session.ask('findings.list', {})))).toEqual(
      [order.ip, order.deviceId, order.cookieId].filter((one) => one !== null),
    );
    session.masked = false;
    expect(await session.ask('findings.list', {})).toHaveLength(entries.length);
  }, 240_000);

  test('figures, codes and what a person wrote stay as they are', async () => {
    const order = orderAt(3);
    const table = [
      ['ルール', '値', '率'],
      ['R1', order.email, 0.5],
      ['R2', '10', 12],
    ];
    const note = `${order.buyer.name} の件`;
    const { findingId } = await session.ask('findings.add', { title: 'R1 の当たり', note, result: result({ table }) });
    session.masked = true;
    const [entry] = await session.ask('findings.list', {});
    expect(entry).not.toHaveProperty('maskedTitle');
    expect(entry).toMatchObject({ title: 'R1 の当たり', note, result: { facts: result().facts } });
    const masked = (await session.ask('findings.result', { findingId })).table;
    expect(masked?.[1]?.[1]).toMatch(/^[0-9a-f]{12}@/);
    expect(masked?.map((row) => row.filter((_, at) => at !== 1))).toEqual([
      ['ルール', '率'],
      ['R1', 0.5],
      ['R2', 12],
    ]);
    expect(masked?.[2]?.[1]).toBe('10');
    expect(await htmlOf('masked')).toContain(note);
  }, 120_000);

  test('a query is told only to whoever sees as much as its writer, and stands in no file that leaves masked', async () => {
    const { email } = orderAt(3);
    // In a form in which nobody can find the person.
    const query = `SELECT count(*) FROM orders WHERE reverse(email) = '${[...email].toReversed().join('')}'`;
    const explained = [`${email} を含む期間です`];
    const { findingId } = await session.ask('findings.add', {
      ...{ title: 'SQL', note: '', result: result({ query, explained }) },
    });
    const told = async () => (await session.ask('findings.list', {}))[0]?.result;
    expect(await told()).toMatchObject({ query: { text: query, hidden: false }, explained });
    expect(await htmlOf('plain')).toContain('reverse(email)');
    expect(await htmlOf('masked')).not.toContain('reverse(email)');
    session.masked = true;
    session.classes = usualRoleMasks.consultant;
    expect((await told())?.query).toMatchObject({ text: '', hidden: true });
    expect((await told())?.explained.join()).toMatch(/^[0-9a-f]{12}@.* を含む期間です$/);
    expect(await session.text('findings.list', {})).not.toContain('reverse(email)');
    // Whoever saw no more than the reader names nobody new.
    await session.ask('findings.add', { title: '', note: '', result: result({ query: 'SELECT 1' }) });
    expect((await session.ask('findings.list', {})).at(1)?.result?.query).toMatchObject({ text: 'SELECT 1' });
    session.classes = usualRoleMasks.presenter;
    expect((await session.ask('findings.list', {})).at(1)?.result?.query).toMatchObject({ text: '', hidden: true });
    expect(await htmlOf('masked')).not.toContain('SELECT 1');
    session.masked = false;
    await session.reopen();
    expect((await told())?.query?.text).toBe(query);
    const subject = { kind: 'person' as const, by: 'email' as const, value: email };
    await session.ask('personal.forget', { subject, mode: 'anonymise', reason: 'asked' });
    expect((await session.ask('findings.list', {})).map((one) => one.findingId)).not.toContain(findingId);
  }, 120_000);

  test('the address leads to the same orders; one with bounds of what is masked is not told, nor what stands on it', async () => {
    const order = orderAt(3);
    const asks = (clause: Clause) => ({ ...result().address, filter: { clauses: [clause] } });
    const address = asks({ kind: 'in', column: 'email', values: [order.email] });
    await session.ask('findings.add', { title: 'one', note: '', result: result({ address }) });
    const part = asks({ kind: 'contains', column: 'email', text: order.email.slice(0, 4) });
    const { findingId } = await session.ask('findings.add', {
      title: 'part',
      note: '',
      result: result({ address: part }),
    });
    const sort = { column: 'ordered_at', descending: false };
    const open = (await session.ask('orders.open', { filter: address.filter, sort })).count;
    session.masked = true;
    const [one, hidden] = await session.ask('findings.list', {});
    expect(JSON.stringify(one?.result?.address)).not.toContain(order.email);
    const filter = one?.result?.address?.filter ?? everything;
    expect((await session.ask('orders.open', { filter, sort })).count).toBe(open);
    // What is pinned with masks on screen stands for the values behind them.
    await session.ask('findings.add', {
      title: 'again',
      note: '',
      result: result({ address: { ...address, filter } }),
    });
    expect(hidden?.result).toMatchObject({ address: null, facts: [], withheld: true });
    expect(await session.ask('findings.result', { findingId })).toMatchObject({
      table: null,
      pictures: [],
      withheld: true,
    });
    expect(await htmlOf('masked')).toContain('図と表は載せていません');
    session.masked = false;
    expect((await session.ask('findings.list', {})).at(2)?.result?.address?.filter).toEqual(address.filter);
  }, 120_000);
});
