import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZenEngine } from '@gorules/zen-engine';
import { DmnModdle, type DecisionRule } from 'dmn-moddle';
import { evaluate } from 'feelin';
import { LogicEngine } from 'json-logic-engine';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuiltPackage } from '../../analysis/export/build-package.ts';
import { askApart } from '../../analysis/export/engines/ask-apart.ts';
import type { AskEngine } from '../../analysis/export/engines/ask-engine.ts';
import { engineVersions } from '../../analysis/export/engines/engine.ts';
import { jsonRecord } from '../../analysis/export/engines/json-record.ts';
import { celEngine } from '../../analysis/export/evaluator-name.ts';
import { readPackage } from '../../analysis/export/read-package.ts';
import { proveTargets } from '../../analysis/export/prove-targets.ts';
import { targets } from '../../analysis/export/targets/index.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import type { Manifest } from '../../analysis/model/package.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { nodeProcesses } from '../../analysis/node-processes.ts';
import type { ProcessStarter } from '../../analysis/process.ts';
import { createProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { sql } from '../../analysis/store/sql.ts';
import { builtEntries } from '../bundled.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { askHere, buildHere } from './here.ts';

const groups: RuleSet = {
  ...ruleSetOf(
    {
      ...ruleOf('HIGH', 'order.amount >= 50000'),
      scores: { ok: 0, ng: 40, hold: 0 },
      touchpoint: 'event.ec.settle.amount',
    },
    ruleOf('MAIL', 'buyer.email.endsWith("@mailinator.com") && !has(buyer.phone)', 'REVIEW'),
    ruleOf('NIGHT', 'order.time.getHours("Asia/Tokyo") < 4', 'HOLD'),
    ruleOf('QUOTES', `buyer.name in ["o'hara", "q\\"uote", "山田太郎"] || buyer.phone.matches("^050")`),
  ),
  name: 'カード <審査> | 1号',
  groups: [
    { priority: 2, result: 'HOLD', kind: 'single', rules: ['NIGHT', 'MAIL'] },
    { priority: 2, result: 'NG', kind: 'combination', rules: ['HIGH', 'NIGHT'] },
    { priority: 1, result: 'NG', kind: 'combination', rules: ['HIGH', 'QUOTES'] },
  ],
  exceptions: [
    { kind: 'allow', field: 'order.payment_method', value: 'invoice', from: '2026-01-01T00:00:00Z' },
    { kind: 'snooze', field: 'order.payment_method', value: 'cod', rules: ['NIGHT'], from: '2026-01-01T00:00:00Z' },
  ],
};

let folder: string;
let project: OpenProject;
let built: BuiltPackage;
const text = (name: string): string => readFileSync(join(built.folder, name), 'utf8');
const build = (ask?: AskEngine): Promise<BuiltPackage> =>
  project.read({}, (db) => buildHere(project, db, groups, {}, ask === undefined ? {} : { ask }));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-targets-'));
  project = await createProject(join(folder, 'p.shinsa'), { cacheDir: join(folder, 'cache') });
  const names = ['山田太郎', '佐藤花子', "o'hara"];
  await project.write({}, async (db) => {
    for (let seq = 0; seq < 160; seq += 1) {
      const email = seq % 3 === 0 ? `taro${seq}@mailinator.com` : `hanako${seq}@example.jp`;
      const phone = seq % 4 === 0 ? null : seq % 5 === 0 ? `050-1111-${1000 + seq}` : `090-2222-${1000 + seq}`;
      const at = new Date(Date.UTC(2026, 0, 1) + seq * 3_700_000).toISOString();
      const method = seq % 7 === 0 ? 'invoice' : seq % 5 === 0 ? 'cod' : 'card';
      await db.run(sql`INSERT INTO order_rows (seq, event_id, ordered_at, amount, currency, email, phone, buyer_name, payment_method)
        VALUES (${seq}, ${`o${seq}`}, ${at}::TIMESTAMPTZ, ${(seq * 937) % 80_000}, ${'JPY'}, ${email}, ${phone}, ${names[seq % 3] ?? ''}, ${method})`);
    }
  });
  built = await build();
}, 60_000);
afterAll(async () => {
  await project.close();
  rmSync(folder, { recursive: true, force: true });
});

const targetsOf = (manifest: Manifest) => (manifest.formatVersion === 1 ? [] : manifest.targets);

/** A record as rules.inputs.json says it is handed over. */
const order = {
  order: { amount: 50_000, currency: 'JPY', time: Date.UTC(2026, 0, 9, 20), payment_method: 'card' },
  buyer: { email: 'x@mailinator.com', name: '山田太郎' },
  derived: { d1: 5, d2: true },
  lists: {},
};

describe('the files of a package', () => {
  it('are those of every target, each named in the manifest with what proved it', () => {
    const { manifest } = readPackage(built.folder);
    expect(readdirSync(built.folder)).toEqual(
      expect.arrayContaining([
        'rules.cel.json',
        'rules.clickhouse.sql',
        'rules.dmn',
        'rules.duckdb.sql',
        'rules.inputs.json',
        'rules.jdm.json',
        'rules.jsonlogic.json',
        'rulebook.en.html',
        'rulebook.ja.md',
      ]),
    );
    expect(targetsOf(manifest).map(({ id, proven }) => [id, proven])).toEqual([
      ['cel', ['@bufbuild/cel', '@marcbachmann/cel-js']],
      ['duckdb', ['duckdb']],
      ['clickhouse', []],
      ['jdm', ['@gorules/zen-engine']],
      ['json-logic', ['json-logic-engine']],
      ['dmn', []],
      ['inputs', []],
      ['rule-book', []],
    ]);
    const [history, ...others] = built.certificate.engines;
    expect(history).toMatchObject({
      engine: 'shinsa-runtime',
      subject: 'history',
      orders: 160,
      rules: 4,
      mismatches: 0,
    });
    for (const one of others) {
      expect(one).toMatchObject({ subject: 'vectors', records: built.vectors.vectors.length, mismatches: 0 });
      expect(one.compared).toBeGreaterThan(built.vectors.vectors.length);
    }
  });

  it('name the versions that package.json pins', () => {
    const { dependencies } = createRequire(import.meta.url)('../../package.json') as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const named = [
      ...Object.values(engineVersions).map((one) => [one.package, one.version]),
      [celEngine.engine, celEngine.version],
    ];
    for (const [name = '', version] of named) expect([name, dependencies[name]]).toEqual([name, version]);
  });

  it('say what is handed over: what an engine cannot say is worked out before', () => {
    const { derived } = JSON.parse(text('rules.inputs.json')) as {
      readonly derived: readonly { readonly path: string; readonly cel: string; readonly readBy: object }[];
    };
    expect(derived.map(({ path, cel }) => [path, cel])).toEqual([
      ['derived.d1', 'order.time.getHours("Asia/Tokyo")'],
      ['derived.d2', 'buyer.phone.matches("^050")'],
    ]);
    expect(JSON.parse(text('rules.inputs.json'))).toMatchObject({ currency: 'JPY', standIns: [] });
    expect(derived[0]?.readBy).toEqual({ jdm: ['NIGHT'], 'json-logic': ['NIGHT'], dmn: ['NIGHT'] });
  });
});

describe('a table of decisions for GoRules', () => {
  const decided = async (record: object): Promise<unknown> => {
    const { result } = await new ZenEngine().createDecision(Buffer.from(text('rules.jdm.json'))).evaluate(record);
    const { fired, exceptions, ...decision } = result as {
      readonly fired: readonly { readonly code: string | null }[];
      readonly exceptions: readonly { readonly exception: number }[];
    };
    return [fired.flatMap(({ code }) => code ?? []), exceptions.map(({ exception }) => exception), decision];
  };

  it('decides as the rule set does, on the real engine, by hand', async () => {
    expect(await decided(order)).toEqual([
      ['HIGH', 'MAIL', 'QUOTES'],
      [0],
      expect.objectContaining({ result: 'NG', by: '優先度1_NG_ルール組み合わせ' }),
    ]);
    const small = { ...order, order: { ...order.order, amount: 49_999 } };
    expect(await decided(small)).toEqual([
      ['MAIL', 'QUOTES'],
      [0],
      expect.objectContaining({ result: 'HOLD', by: '優先度2_HOLD_ルール単発' }),
    ]);
    const dollars = { ...order, order: { ...order.order, currency: 'USD' } };
    expect(await decided(dollars)).toMatchObject([['MAIL', 'QUOTES'], [0], { result: 'HOLD' }]);
    const nothing = { order: { currency: 'JPY' }, buyer: {}, derived: { d1: 2 }, lists: {} };
    expect(await decided(nothing)).toMatchObject([['NIGHT'], [0], { result: 'HOLD' }]);
  });

  it('knows exceptions: one that allows, one that snoozes', async () => {
    const by = (method: string, time = order.order.time) =>
      decided({ order: { currency: 'JPY', payment_method: method, time }, buyer: {}, derived: { d1: 2 }, lists: {} });
    expect(await by('invoice')).toMatchObject([['NIGHT'], [1, 0], { result: 'OK', by: 'allow:1' }]);
    expect(await by('cod')).toMatchObject([['NIGHT'], [2, 0], { result: 'OK', by: 'default' }]);
    expect(await by('cod', Date.UTC(2025, 11, 31))).toMatchObject([['NIGHT'], [0], { result: 'HOLD' }]);
  });
});

it('JSON-Logic decides as the rule set does, by hand', () => {
  interface Entry {
    readonly code: string;
    readonly when: object;
  }
  const file = JSON.parse(text('rules.jsonlogic.json')) as {
    readonly rules: readonly Entry[];
    readonly decision: { readonly result: object; readonly by: object };
  };
  const engine = new LogicEngine();
  const fired = file.rules.filter(({ when }) => engine.run(when, order) === true).map(({ code }) => code);
  expect(fired).toEqual(['HIGH', 'MAIL', 'QUOTES']);
  expect(engine.run(file.decision.result, { fired, exceptions: [] })).toBe('NG');
  expect(engine.run(file.decision.by, { fired: ['NIGHT'], exceptions: [2] })).toBe('default');
});

describe('the proof', () => {
  const changed = (id: string, from: string, to: string) => {
    const target = targets.find((one) => one.id === id);
    const [name = ''] = targetsOf(readPackage(built.folder).manifest).find((one) => one.id === id)?.files ?? [];
    expect(target).toBeDefined();
    const before = text(name);
    expect(before).toContain(from);
    const files = [{ name, text: before.replaceAll(from, to) }];
    return proveTargets(
      [{ id, files, fed: new Set<string>() }],
      built.vectors,
      groups.rules.map(({ code }) => code),
      askHere,
    );
  };

  it.each([
    ['jdm', '>= 50000', '> 50000', '@gorules/zen-engine'],
    ['jdm', '\'q\\"uote\', \\"山田太郎', '\'q\\"uote\', \\"山田花子', '@gorules/zen-engine'],
    ['json-logic', '50000', '50001', 'json-logic-engine'],
    ['cel', '>= 50000', '> 50000', '@marcbachmann/cel-js'],
  ])('sees a changed condition in %s: %s', async (id, from, to, engine) => {
    const [proof] = await changed(id, from, to);
    expect(proof).toMatchObject({ engine, target: id });
    expect(proof?.mismatches).toBeGreaterThan(0);
    expect(['HIGH', 'QUOTES']).toContain(proof?.first?.rule);
  });

  it('sees a changed decision', async () => {
    for (const id of ['jdm', 'json-logic']) {
      const [proof] = await changed(id, id === 'jdm' ? '\\"HOLD\\"' : '"HOLD"', id === 'jdm' ? '\\"NG\\"' : '"NG"');
      expect(proof?.first).toMatchObject({ rule: null, expected: 'HOLD 優先度2_HOLD_ルール単発' });
    }
  });

  it('lets nothing be written where an engine says otherwise or ends', async () => {
    const staged = join(project.stagingPath('x'), '..');
    const before = readdirSync(staged);
    const lying: AskEngine = async (ask, signal) => {
      const { answers, stopped } = await askHere(ask, signal);
      return { answers: answers.map((one) => ({ ...one, fired: [] })), stopped };
    };
    const failed = await build(lying).then(() => null, failureOf);
    expect(failed).toMatchObject({
      code: 'package-mismatch',
      params: { engine: '@marcbachmann/cel-js', expected: 'true', got: 'false' },
      place: { file: 'rules.cel.json' },
    });
    const ending: AskEngine = async () => ({ answers: [], stopped: 'exit 134' });
    expect(await build(ending).then(() => null, failureOf)).toMatchObject({
      params: { vector: 'v1', got: 'exit 134' },
    });
    expect(readdirSync(staged)).toEqual(before);
  });

  it('outlives an engine that fails, and one whose process ends', async () => {
    const processes = nodeProcesses(await builtEntries());
    const jdm = (ask: AskEngine, file: string) =>
      proveTargets(
        [{ id: 'jdm', files: [{ name: 'rules.jdm.json', text: file }], fed: new Set<string>() }],
        built.vectors,
        groups.rules.map(({ code }) => code),
        ask,
      );
    const [fine] = await jdm(askApart(processes), text('rules.jdm.json'));
    expect(fine).toMatchObject({ mismatches: 0, vectors: built.vectors.vectors.length });
    // The sum of these two constants is beyond the engine's decimals.
    const most = '79228162514264337593543950335';
    const [failing] = await jdm(
      askApart(processes),
      text('rules.jdm.json').replace('>= 50000', `>= ${most} + ${most}`),
    );
    expect(failing?.first).toMatchObject({ rule: null, got: 'Error' });
    const killing: ProcessStarter = {
      start: async (entry) => {
        const child = await processes.start(entry);
        return {
          ...child,
          onMessage: (listener) =>
            child.onMessage((message) => {
              listener(message);
              child.kill();
            }),
        };
      },
    };
    const [ended] = await jdm(askApart(killing), text('rules.jdm.json'));
    expect(ended?.first?.got).toMatch(/^exit /);
    expect(ended?.vectors).toBeLessThan(built.vectors.vectors.length);
  }, 60_000);

  it('ends with its caller', async () => {
    const ask = askApart(nodeProcesses(await builtEntries()));
    const gone = AbortSignal.abort();
    const asked = project.read({}, (db) => buildHere(project, db, groups, {}, { ask, signal: gone }));
    expect(await asked.then(() => null, failureOf)).toMatchObject({ code: 'cancelled' });
  });
});

describe('documents', () => {
  it('DMN is well-formed, its rows those of the rules, and says that it is not proven', () => {
    const names: string[] = [];
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ local, uri }) => {
      expect(uri).toBe('https://www.omg.org/spec/DMN/20191111/MODEL/');
      names.push(local);
    });
    parser.write(text('rules.dmn')).close();
    expect(names.filter((name) => name === 'decision')).toHaveLength(4);
    // Four rules, two exceptions, and twice the decision's six rows: allowed, two combinations, two rules, the default.
    expect(names.filter((name) => name === 'rule')).toHaveLength(4 + 2 + 2 * 6);
    expect(text('rules.dmn')).toContain('Not proven here');
    expect(text('rules.clickhouse.sql')).toContain('Not proven here');
  });

  it('DMN is read as tables, and says in FEEL of every vector what it must', async () => {
    const { rootElement, warnings } = await new DmnModdle().fromXML(text('rules.dmn'));
    expect(warnings).toEqual([]);
    const table = (id: string): readonly DecisionRule[] =>
      rootElement.drgElement.find((one) => one.id === id)?.decisionLogic?.rule ?? [];
    const said = (rule: DecisionRule | undefined, context: Readonly<Record<string, unknown>>): unknown => {
      const when = rule?.inputEntry[0]?.text ?? '';
      return when === '-' || evaluate(when, context).value;
    };
    const value = (rule: DecisionRule | undefined): unknown => evaluate(rule?.outputEntry[0]?.text ?? '', {}).value;
    const some = built.vectors.vectors.filter((_, at) => at % 4 === 0);
    for (const vector of some) {
      const { json } = jsonRecord(vector, built.vectors.fields);
      const context = JSON.parse(JSON.stringify(json)) as Record<string, unknown>;
      const fired = table('fired')
        .filter((rule) => said(rule, context) === true)
        .map(value);
      const exceptions = table('exceptions')
        .filter((rule) => said(rule, context) === true)
        .map(value);
      expect([fired, exceptions]).toEqual([vector.fired, vector.exceptions?.map((at) => at + 1)]);
      for (const [id, expected] of [
        ['result', vector.result],
        ['by', vector.by],
      ] as const)
        expect(value(table(id).find((rule) => said(rule, { fired, exceptions }) === true))).toBe(expected);
    }
    expect(some.length).toBeGreaterThan(20);
  });

  it('a rule book tells rules, decision and signature in both languages, and reads nothing as marks', () => {
    const [ja, en, html] = [text('rulebook.ja.md'), text('rulebook.en.md'), text('rulebook.ja.html')];
    expect(ja).toContain('金額が50,000円以上');
    expect(en).toContain('at least JPY 50,000');
    expect(ja).toContain('優先度1\\_NG\\_ルール組み合わせ');
    const asked = en.match(/^\| (?:1|2) \| .* \| (?:NG|HOLD) .*$/gmu)?.map((row) => /(NG|HOLD) \(/u.exec(row)?.[1]);
    expect(asked).toEqual(['NG', 'NG', 'HOLD']);
    expect(ja).toContain('許可の例外が1件');
    expect(en).toContain('| 2 | snooze | NIGHT | Payment method | 2026-01-01 09:00 | no end |');
    expect(ja).not.toContain('invoice');
    expect(ja).toContain('署名');
    expect(html).toContain('カード &lt;審査&gt; | 1号');
    expect(html).not.toMatch(/<script|<審査>|https?:/);
    expect(html).toContain("default-src 'none'");
    expect(ja).toContain('カード \\<審査\\> \\| 1号');
  });

  it('are the same bytes when made again', async () => {
    const again = await build();
    const names = readdirSync(built.folder).filter((name) => /^rule(?:s|book)\./.test(name));
    expect(names).toHaveLength(11);
    for (const name of names) expect(readFileSync(join(again.folder, name), 'utf8')).toBe(text(name));
  });
});
