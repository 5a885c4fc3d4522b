import { RuntimeRefusal } from '../package.ts';
import type { Tree } from './parse.ts';
import { condition, refuse, type Reading } from './reading.ts';
import { isNumber, largest, type Signed, type Term } from './term.ts';

type NumberType = 'int' | 'money' | 'double';

/** Whether a part is made of bare numbers, whose type is that of what stands beside them. */
export function isLoose(tree: Tree): boolean {
  if (tree.is === 'number') return true;
  if (tree.is === 'sign') return tree.op === '-' && isLoose(tree.of);
  if (tree.is === 'choice') return isLoose(tree.yes) && isLoose(tree.no);
  return tree.is === 'binary' && (tree.op === '+' || tree.op === '-') && isLoose(tree.left) && isLoose(tree.right);
}

/** The type of such a part where nothing beside it decides. */
export function looseType(tree: Tree): 'int' | 'double' {
  const either = (one: Tree, other: Tree): 'int' | 'double' =>
    looseType(one) === 'double' ? 'double' : looseType(other);
  if (tree.is === 'number') return /^(?:0[xX]|[0-9]+$)/.test(tree.text) ? 'int' : 'double';
  if (tree.is === 'sign') return looseType(tree.of);
  if (tree.is === 'choice') return either(tree.yes, tree.no);
  return tree.is === 'binary' ? either(tree.left, tree.right) : 'int';
}

/** Such a part read as a type; amounts are written in major units. */
export function loose(tree: Tree, type: NumberType, reading: Reading): Term {
  switch (tree.is) {
    case 'number':
      return { is: 'number', type, value: valueOf(tree, type, reading) };
    case 'sign': {
      const of = loose(tree.of, type, reading);
      return of.is === 'number' ? { ...of, value: -of.value } : { is: 'minus', type, of };
    }
    case 'choice': {
      const of = condition(tree.of, reading);
      return { is: 'choice', type, of, yes: loose(tree.yes, type, reading), no: loose(tree.no, type, reading) };
    }
    case 'binary':
      return addition(tree, loose(tree.left, type, reading), loose(tree.right, type, reading));
    default:
      return reading.term(tree, reading);
  }
}

function valueOf(tree: Extract<Tree, { is: 'number' }>, type: NumberType, { currency }: Reading): number {
  const whole = looseType(tree) === 'int';
  if (type === 'double') {
    const value = Number(tree.text);
    return Number.isFinite(value) && !(whole && value > largest) ? value : refuse('rule-number', tree);
  }
  if (type === 'int' && !whole) return refuse('rule-number', tree);
  const value = whole && !/^[0-9]+$/.test(tree.text) ? BigInt(tree.text).toString() : tree.text;
  const minor = type === 'money' ? minorUnits(value, decimalsOf(currency)) : BigInt(value);
  return minor === null || minor > BigInt(largest) ? refuse('rule-number', tree) : Number(minor);
}

const decimals: ReadonlyMap<number, string> = new Map([
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
]);

/** Decimals of a currency's major unit by ISO 4217; 2 where it is not among those that have others. */
export function decimalsOf(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) throw new RuntimeRefusal('currency-unknown');
  return [...decimals].find(([, codes]) => codes.split(' ').includes(currency))?.[0] ?? 2;
}

/** A number as written, in major units, as exact minor units; null where it has more decimals than they. */
export function minorUnits(text: string, digits: number): bigint | null {
  const [, before = '', fraction = '', power = '0'] =
    /^([0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(text) ?? [];
  const all = BigInt(`0${before}${fraction}`);
  const shift = Number(power) + digits - fraction.length;
  if (all === 0n) return 0n;
  if (Math.abs(shift) > 400) return null;
  if (shift >= 0) return all * 10n ** BigInt(shift);
  const scale = 10n ** BigInt(-shift);
  return all % scale === 0n ? all / scale : null;
}

/** Whole numbers are added up as one chain, whatever its brackets. */
export function addition(tree: Extract<Tree, { is: 'binary' }>, left: Term, right: Term): Term {
  if (left.type !== right.type || !isNumber(left.type)) return refuse('rule-type', tree);
  if (left.type === 'double') return { is: 'arithmetic', type: 'double', op: tree.op, left, right };
  const parts = (term: Term, minus: boolean): Signed[] =>
    term.is === 'sum' ? term.of.map((one) => ({ minus: one.minus !== minus, of: one.of })) : [{ minus, of: term }];
  return { is: 'sum', type: left.type, of: [...parts(left, false), ...parts(right, tree.op === '-')] };
}
