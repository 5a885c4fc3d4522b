import { describe, expect, it } from 'vitest';
import {
  check,
  issueCodes,
  issueParams,
  parse,
  scopeOf,
  type Issue,
  type Scope,
  type ScopeList,
} from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';

const columns = projectColumns(
  [
    { id: 'c1', label: '初回購入', type: 'bool', knownAtScreening: 'unsure' },
    { id: 'score', label: 'Score', type: 'double', knownAtScreening: 'yes' },
    { id: 'refunded', label: '返金', type: 'bool', knownAtScreening: 'no' },
  ],
  new Set(),
);
const lists = new Map<string, ScopeList>([
  ['negative', { id: 'negative', match: 'email' }],
  ['vpn', { id: 'vpn', match: 'cidr', snapshotAt: '2026-01-31' }],
]);
const scopes: Readonly<Record<string, Scope>> = {
  USD: { ...scopeOf(columns, 'USD', 'America/New_York'), lists },
  JPY: scopeOf(columns, 'JPY', 'Asia/Tokyo'),
  KWD: scopeOf(columns, 'KWD', 'Asia/Kuwait'),
};

/** The issue's code, and the text it points at. */
function found(text: string, currency = 'USD'): string[] {
  const checked = check(text, scopes[currency] ?? scopeOf([], 'USD', 'UTC'));
  return checked.issues.map((issue) => `${issue.code} @ ${text.slice(issue.from, issue.to)}`);
}

const errors: readonly (readonly [string, ...string[]])[] = [
  // the text itself
  ['', 'empty @ '],
  ['  // only a remark', 'empty @   // only a remark'],
  ['order.amount >', 'unexpected-end @ '],
  ['(order.amount > 1', 'unexpected-end @ '],
  ['order.amount > 1)', 'unexpected-token @ )'],
  ['order.amount 5', 'unexpected-token @ 5'],
  ['order.amount = 5', 'single-equals @ ='],
  ['custom.c1 & true', 'word-operator @ &'],
  ['custom.c1 and true', 'word-operator @ and'],
  ['true OR false', 'word-operator @ OR'],
  ['not custom.c1', 'word-operator @ not'],
  ['order.amount ＞ 5', 'unexpected-character @ ＞'],
  ['order.amount\u3000> 5', 'unexpected-character @ \u3000'],
  ['buyer.email == "abc', 'unterminated-string @ "abc'],
  ['buyer.email == "a\nb"', 'unterminated-string @ "a'],
  ['buyer.email == "\\q"', 'invalid-escape @ \\q'],
  ['buyer.email == "\\ud83d"', 'invalid-escape @ \\u'],
  ['buyer.email == "\\x00"', 'invalid-escape @ \\x'],
  ['items.quantity > 1u', 'unsupported-uint @ 1u'],
  ['items.quantity > 1_000', 'invalid-number @ 1_000'],
  ['items.quantity > 5円', 'invalid-number @ 5円'],
  ['custom.score > 1e999', 'double-range @ 1e999'],
  ['buyer.email == b"x"', 'unsupported-bytes @ b"'],
  ['{"a": 1}', 'unsupported-map @ {'],
  ['order["amount"] > 1', 'unsupported-index @ ['],
  ['("a").b == "c"', 'unsupported-select @ b'],
  ['if > 1', 'reserved-word @ if'],
  // names
  ['velocity.orders > 1', 'unknown-feature @ velocity.orders'],
  ['order.amout > 5', 'unknown-field @ order.amout'],
  ['lower(buyer.email) == "a"', 'unknown-function @ lower'],
  ['buyer.email.startWith("a")', 'unknown-function @ startWith'],
  ['order.settle_status == "x"', 'refused-outcome @ order.settle_status'],
  ['recorded.rules.contains("R1")', 'refused-outcome @ recorded.rules'],
  ['custom.refunded', 'refused-outcome @ custom.refunded'],
  ['shipping.time > order.time', 'refused-after @ shipping.time'],
  ['has(shipping.time)', 'refused-after @ shipping.time'],
  // types
  ['order.amount', 'not-bool @ order.amount'],
  ['1 + 2', 'not-bool @ 1 + 2'],
  ['order.amount && true', 'operand-type @ order.amount'],
  ['!buyer.email', 'operand-type @ buyer.email'],
  ['-buyer.email == "a"', 'operand-type @ buyer.email'],
  ['buyer.email + "a" == "b"', 'operand-type @ buyer.email'],
  ['buyer.email == 5', 'types-differ @ buyer.email == 5'],
  ['custom.score == items.quantity', 'number-mix @ custom.score == items.quantity'],
  ['items.quantity > 500.0', 'number-mix @ 500.0'],
  ['items.quantity * 1.5 > 2', 'number-mix @ 1.5'],
  ['card.bin == null', 'null-comparison @ null'],
  ['null', 'null-comparison @ null'],
  ['card.bin > "4"', 'string-order @ card.bin > "4"'],
  ['true < false', 'bool-order @ true < false'],
  ['custom.score / 2.0 > 1.0', 'double-division @ custom.score / 2.0'],
  ['custom.score % 2.0 > 1.0', 'double-division @ custom.score % 2.0'],
  ['items.quantity / 0 > 1', 'division-by-zero @ 0'],
  ['items.quantity > 9007199254740992', 'int-range @ 9007199254740992'],
  ['order.amount > 100000000000000', 'int-range @ 100000000000000'],
  ['custom.c1 ? 1 : "a"', 'unsure-field @ custom.c1', 'types-differ @ custom.c1 ? 1 : "a"'],
  ['ip.country != "JP" && ip.country != "US" && 1', 'snapshot-field @ ip.country', 'operand-type @ 1'],
  // money
  ['order.amount > 500.001', 'money-digits @ 500.001'],
  ['order.amount in [1, 2.505]', 'money-digits @ 2.505'],
  ['order.amount > items.quantity', 'money-mixed @ order.amount > items.quantity'],
  ['order.amount + items.quantity > 5', 'money-mixed @ order.amount + items.quantity'],
  ['order.amount == custom.score', 'money-mixed @ order.amount == custom.score'],
  ['order.amount * 1.1 > 5', 'money-arithmetic @ order.amount * 1.1'],
  ['order.amount * order.amount > 5', 'money-arithmetic @ order.amount * order.amount'],
  ['order.amount / items.quantity > 5', 'money-arithmetic @ order.amount / items.quantity'],
  ['order.amount % 100 == 0', 'money-arithmetic @ order.amount % 100'],
  // lists
  ['card.bin in "4"', 'list-place @ "4"'],
  ['card.bin == ["4"]', 'list-place @ ["4"]'],
  ['buyer.email in lists.negatives', 'unknown-list @ lists.negatives'],
  ['buyer.email in lists', 'unknown-list @ lists'],
  ['"a@b.jp" in lists.negative', 'list-item-field @ "a@b.jp"'],
  ['ip.address in lists.vpn && "a" == "a" && lists.vpn', 'list-undated @ lists.vpn', 'list-place @ lists.vpn'],
  ['ip.address in lists.negative', 'list-field @ ip.address'],
  ['buyer.email in lists.vpn', 'list-field @ buyer.email'],
  ['order.amount in lists.negative', 'list-field @ order.amount'],
  ['order.settle_status in lists.negative', 'refused-outcome @ order.settle_status'],
  ['card.bin in []', 'list-empty @ []'],
  ['card.bin in ["4", null]', 'list-null @ null'],
  ['card.bin in ["4", 5]', 'list-item-type @ 5'],
  ['card.bin in [buyer.email]', 'list-item-literal @ buyer.email'],
  ['items.quantity in [1, 2.0]', 'number-mix @ 2.0'],
  // time
  ['order.time > "2024-01-01"', 'types-differ @ order.time > "2024-01-01"'],
  ['order.time > timestamp("2024-01-01")', 'timestamp-format @ "2024-01-01"'],
  ['order.time > timestamp("2024-02-30T00:00:00Z")', 'timestamp-format @ "2024-02-30T00:00:00Z"'],
  ['order.time > timestamp("0001-01-01T00:00:00+09:00")', 'timestamp-range @ "0001-01-01T00:00:00+09:00"'],
  [
    'order.time - order.time > duration("1h")',
    'timestamp-difference @ order.time - order.time',
    'duration-place @ duration("1h")',
  ],
  ['order.time + duration("1 hour") > order.time', 'duration-format @ "1 hour"'],
  ['duration("1h") == duration("60m")', 'duration-place @ duration("1h")', 'duration-place @ duration("60m")'],
  ['order.time.getHours("Tokyo") < 5', 'zone-unknown @ "Tokyo"'],
  ['order.time.getHours("+09:00") < 5', 'zone-unknown @ "+09:00"'],
  ['order.time.getHours(card.bin) < 5', 'zone-literal @ card.bin'],
  // lines of an order
  ['items.list.exists(x, x > 1)', 'macro-target @ exists'],
  ['buyer.email.all(i, true)', 'macro-target @ all'],
  ['items.exists(order, true)', 'macro-variable @ order'],
  ['items.exists(items, true)', 'macro-variable @ items'],
  ['items.exists(i.sku, true)', 'macro-variable @ i.sku'],
  ['items.exists(i, items.exists(j, j.sku == i.sku))', 'macro-nested @ exists'],
  ['items.exists(i)', 'argument-count @ items.exists(i)'],
  ['items.exists(i, i.amount)', 'operand-type @ i.amount'],
  ['items.exists(i, i.price > 1)', 'unknown-field @ i.price'],
  ['items.exists(i, i == "a")', 'list-value @ i'],
  ['i.sku == "a"', 'unknown-field @ i.sku'],
  ['items.filter(i, i.sku == "a")', 'macro-place @ filter'],
  ['items.map(i, i.amount) > 1', 'macro-place @ map'],
  ['items == "a"', 'list-value @ items'],
  ['order.items == order.items', 'list-value @ order.items', 'list-value @ order.items'],
  ['items.sum() > 1', 'sum-place @ sum'],
  ['items.map(i, i.sku).sum() > 1', 'sum-type @ i.sku'],
  ['items.map(i, i.amount / i.unit_price).sum() > 1.0', 'sum-type @ i.amount / i.unit_price'],
  ['items.map(i, i.amount).sum() > items.quantity', 'money-mixed @ items.map(i, i.amount).sum() > items.quantity'],
  // calls
  ['has()', 'argument-count @ has()'],
  ['has(1)', 'has-argument @ 1'],
  ['buyer.email.contains()', 'argument-count @ buyer.email.contains()'],
  ['buyer.email.contains(5)', 'argument-type @ 5'],
  ['items.quantity.contains("a")', 'receiver-type @ items.quantity'],
  ['contains("a")', 'receiver-missing @ contains'],
  ['size(items.quantity) > 1', 'receiver-type @ items.quantity'],
  // regular expressions
  ['buyer.email.matches(card.bin)', 'regex-literal @ card.bin'],
  ['buyer.email.matches("a(?=b)")', 'regex-lookaround @ (?='],
  ['buyer.email.matches("a(?<!b)")', 'regex-lookaround @ (?<!'],
  ['buyer.email.matches(r"(a)\\1")', 'regex-backreference @ \\1'],
  ['buyer.email.matches("a(b")', 'regex-syntax @ ('],
  ['buyer.email.matches("a)")', 'regex-syntax @ )'],
  ['buyer.email.matches("[z-a]")', 'regex-syntax @ z-a'],
  ['buyer.email.matches("*a")', 'regex-syntax @ *'],
  ['buyer.email.matches("a++")', 'regex-unsupported @ ++'],
  ['buyer.email.matches("(?>a)")', 'regex-unsupported @ (?>'],
  ['buyer.email.matches(r"\\Qa")', 'regex-unsupported @ \\Q'],
  ['buyer.email.matches("a{1001}")', 'regex-too-large @ {1001}'],
  ['buyer.email.matches("((a{30}){30}){30}")', 'regex-too-large @ {30}'],
  // several at once, in order of place
  ['order.amout > 5 && card.bin > "4"', 'unknown-field @ order.amout', 'string-order @ card.bin > "4"'],
];

describe('a rule that cannot run says why, at the place', () => {
  it.each(errors)('%s', (text, ...expected) => {
    expect(found(text)).toEqual(expected);
    expect(check(text, scopes['USD'] ?? scopeOf([], 'USD', 'UTC')).ok).toBe(false);
  });
});

describe('a rule that can run', () => {
  it.each([
    ['order.amount > 500'],
    ['order.amount > 12.50 && order.amount < 1e3'],
    ['500 < order.amount'],
    ['order.amount > -(500)'],
    ['order.amount * 2 > 500'],
    ['order.amount - 5 > 500 + 20'],
    ['order.amount in [100, 200.50]'],
    ['custom.score > 5 && custom.score * 2 < 1'],
    ['items.quantity % 2 == 1'],
    ['items.quantity > 0x10'],
    ['card.bin in [\'411111\', "4\\x31", r\'\\d\', """a"b"""]'],
    ['order.time + duration("1h30m") > timestamp("2024-01-01T00:00:00.123456+09:00")'],
    ['duration("24h") + order.time > order.time'],
    ['order.time.getDayOfWeek() in [0, 6]'],
    ['matches(buyer.email, "^a") || buyer.email.matches("(?i)\\\\.ru$")'],
    ['has(card.bin) ? card.bin.startsWith("4") : false'],
    ['// remark\ntrue'],
    ['size(buyer.email) > 3 && buyer.email.size() < 10'],
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    ['custom.c1 && custom.c1', ['unsure-field @ custom.c1']],
    ['items.quantity * items.quantity > 5', ['overflow-possible @ items.quantity * items.quantity']],
    ['buyer.email == ""', ['blank-text @ buyer.email == ""']],
    ['"" != buyer.email', ['blank-text @ "" != buyer.email']],
    ['order.amount / 1000 > 2.0', ['money-ratio @ order.amount / 1000']],
    ['buyer.email.matches("(a+)+$")', ['regex-nested @ "(a+)+$"']],
  ])('%s runs with a warning', (text, expected) => {
    expect(found(text)).toEqual(expected);
    expect(check(text, scopes['USD'] ?? scopeOf([], 'USD', 'UTC')).ok).toBe(true);
  });
});

describe('suggestions', () => {
  const first = (text: string): Issue['params'] | undefined =>
    check(text, scopes['JPY'] ?? scopeOf([], 'JPY', 'UTC')).issues[0]?.params;
  it.each([
    ['order.amout > 5', 'order.amount'],
    ['amount > 5', 'order.amount'],
    ['金額 > 5', 'order.amount'],
    ['custom.初回購入', 'custom.c1'],
    ['device.ID == "a"', 'device.id'],
    ['lower(buyer.email) == "a"', ''],
    ['buyer.email.startWith("a")', 'startsWith'],
  ])('%s', (text, expected) => {
    expect(String(first(text)?.['suggestions']).split(', ')[0]).toBe(expected);
  });

  it('never name a field that rules may not read', () => {
    expect(String(first('order.settle_statu == "x"')?.['suggestions'])).not.toContain('settle_status');
  });
});

describe('money literals are scaled exactly by the currency', () => {
  const scaled = (literal: string, currency: string): string => {
    const checked = check(`order.amount > ${literal}`, scopes[currency] ?? scopeOf([], 'USD', 'UTC'));
    if (!checked.ok) return checked.issues.map((issue) => issue.code).join();
    const { ast } = checked;
    return ast.kind === 'compare' && ast.right.kind === 'literal' ? String(ast.right.value) : 'no literal';
  };
  it.each([
    ['500', 'JPY', '500'],
    ['500', 'USD', '50000'],
    ['500', 'KWD', '500000'],
    ['12.50', 'USD', '1250'],
    ['12.5', 'USD', '1250'],
    ['12.500', 'USD', '1250'],
    ['12.345', 'KWD', '12345'],
    ['12.345', 'USD', 'money-digits'],
    ['12.0', 'JPY', '12'],
    ['12.5', 'JPY', 'money-digits'],
    ['0.1', 'USD', '10'],
    ['0.29', 'USD', '29'],
    ['1.005', 'USD', 'money-digits'],
    ['.5', 'USD', '50'],
    ['1e3', 'USD', '100000'],
    ['1.5e-1', 'USD', '15'],
    ['1e-3', 'USD', 'money-digits'],
    ['-12.50', 'USD', '-1250'],
    ['0.0', 'JPY', '0'],
    ['90071992547409.91', 'USD', '9007199254740991'],
    ['90071992547409.92', 'USD', 'int-range'],
    ['0.10000000000000000555', 'USD', 'money-digits'],
  ])('%s %s', (literal, currency, expected) => {
    expect(scaled(literal, currency)).toBe(expected);
  });
});

describe('issue codes', () => {
  it('carry exactly the parameters they announce', () => {
    for (const [text] of errors) {
      for (const issue of check(text, scopes['USD'] ?? scopeOf([], 'USD', 'UTC')).issues) {
        expect(Object.keys(issue.params).sort()).toEqual([...issueParams[issue.code]].sort());
      }
    }
  });

  it('are all reached by a rule, a rule set or a limit', () => {
    const elsewhere = /^(too-|rule-|group-|ruleset-|feature-|policy-|exception-)/;
    const reached = new Set(
      errors.flatMap(([text]) =>
        check(text, scopes['USD'] ?? scopeOf([], 'USD', 'UTC')).issues.map((issue) => issue.code),
      ),
    );
    const warned = ['overflow-possible', 'blank-text', 'money-ratio', 'regex-nested'];
    expect(issueCodes.filter((code) => !reached.has(code) && !elsewhere.test(code) && !warned.includes(code))).toEqual(
      [],
    );
  });
});

describe('the zone of the rule set', () => {
  it('is an issue where a call relies on it and it is unknown', () => {
    const checked = check('order.time.getHours() < 5', scopeOf(columns, 'JPY', 'Mars/Olympus'));
    expect(checked.issues.map((issue) => issue.code)).toEqual(['zone-unknown']);
  });
});

describe('precedence', () => {
  it('binds as in CEL', () => {
    const parsed = parse('a || b && !c == d + e * f ? g : h');
    expect(parsed.ok && parsed.ast.kind).toBe('conditional');
    expect(
      parsed.ok &&
        parsed.ast.kind === 'conditional' &&
        parsed.ast.condition.kind === 'logic' &&
        parsed.ast.condition.op,
    ).toBe('||');
  });
});
