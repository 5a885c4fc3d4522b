import { isList, type RecordList, type RecordValue } from '../../analysis/expression/index.ts';
import { itemsPath, orderLayout, type Layout } from '../../analysis/runtime/fields.ts';
import { Lists } from '../../analysis/runtime/lists.ts';
import { check } from '../../analysis/runtime/text/check.ts';
import {
  codeOf,
  compileOne,
  type Code,
  type Fields,
  type Line,
  type Makers,
} from '../../analysis/runtime/text/compile.ts';
import { matcher } from '../../analysis/runtime/text/matcher.ts';
import { WallClock } from '../../analysis/runtime/time.ts';
import { fields, lists, scope, type GeneratedRecord } from '../expression/generated.ts';

/** The runtime's reading of rules over the fields of `generated.ts`. */
export interface Compiler {
  readonly code: (text: string) => Code;
  /** The rule on a record: null where it cannot be evaluated. */
  readonly rule: (
    text: string,
  ) => (record: GeneratedRecord, listed: Readonly<Record<string, string[]>>) => boolean | null;
}

export function compiler(): Compiler {
  const told = Object.fromEntries(fields.map(({ path, type }) => [path, type]));
  const layout = orderLayout(told, new Map());
  for (const { path } of fields) if (path !== itemsPath) layout.slot(path);
  const known = new Lists(lists.map(({ id, match }) => ({ id, match, entries: [] })));
  const makers: Makers = { listed: known.makerIn(layout), matcher, clock: (zone) => new WallClock(zone) };
  const { currency, timezone } = scope;
  const term = (text: string) => check(text, { layout, currency, timezone, canList: known.canList });
  return {
    code: (text) => codeOf([term(text)], makers),
    rule: (text) => {
      const fires = compileOne(term(text), makers);
      return (record, listed) => {
        known.told = listed;
        const event = fieldsOf(layout, record);
        const answer = fires(event);
        return answer === 2 ? null : answer === 1;
      };
    },
  };
}

function fieldsOf(layout: Layout, record: GeneratedRecord): Fields {
  const values = new Map([...record].map(([{ path }, value]) => [path, value]));
  const items = values.get(itemsPath);
  return {
    numbers: Float64Array.from(layout.numbers, ({ path }) => numberOf(values.get(path))),
    texts: layout.texts.map(({ path }) => textOf(values.get(path))),
    lines: isList(items) ? items.map(lineOf) : null,
    own: values.get('order.currency') === scope.currency,
    at: 0,
  };
}

type Value = RecordValue | RecordList | undefined;

const textOf = (value: Value): string | null => (typeof value === 'string' ? value : null);

const numberOf = (value: Value): number =>
  value instanceof Date ? value.getTime() * 1000 : value === undefined || isList(value) ? NaN : Number(value);

const lineOf = (line: RecordList[number]): Line => ({
  sku: textOf(line['sku']),
  name: textOf(line['name']),
  category: textOf(line['category']),
  unit_price: numberOf(line['unit_price']),
  quantity: numberOf(line['quantity']),
  amount: numberOf(line['amount']),
});
