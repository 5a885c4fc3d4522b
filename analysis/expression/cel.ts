import {
  binary,
  call,
  conditional,
  constant,
  double,
  instantCall,
  integer,
  list,
  logic,
  path,
  text,
  truth,
  unary,
} from './build.ts';
import { formatCel } from './format.ts';
import { listedCel } from './listed.ts';
import type { ItemField } from './scope.ts';
import type { Syntax } from './syntax.ts';
import { checkedByParent, intLimit, timeRange, type CheckedRule, type Term, type TermOf } from './term.ts';
import { formatDuration } from './time.ts';

export interface CelOptions {
  /** Every record is known to be in the rule set's currency: no condition on it is written. */
  readonly singleCurrency?: boolean;
}

/**
 * The rule as canonical CEL for records without null fields: an evaluation error means not evaluable. Money is in
 * minor units, zones are explicit. It is meant for records in the rule set's currency (a rule that reads the currency
 * itself checks it) and differs from the rule in two places that only the guarded form covers: ints that leave
 * |x| < 2^53, doubles that leave the finite range.
 */
export function plainCel(rule: CheckedRule): string {
  const known = plainTexts.get(rule) ?? printedPlain(rule);
  plainTexts.set(rule, known);
  return known;
}

const plainTexts = new WeakMap<CheckedRule, string>();

function printedPlain(rule: CheckedRule): string {
  const { currencyField } = rule;
  if (currencyField === null || !rule.valued.includes(currencyField)) return formatCel(plain(rule.ast, path));
  const own = binary('==', path(currencyField.path), text(rule.currency));
  return formatCel(plain(rule.ast, (money) => conditional(own, path(money), binary('/', path(money), integer(0n)))));
}

/**
 * The rule as CEL that is never an error: true exactly when the rule fires, else false. Top-level objects (`order`,
 * `card` …) must be present in the record, with absent fields left out. Money is in minor units.
 */
export function guardedCel(rule: CheckedRule, options: CelOptions = {}): string {
  return formatCel(guarded(rule, options));
}

/** The same as a tree. */
export const guarded = (rule: CheckedRule, options: CelOptions = {}): Syntax =>
  new Guard(rule, options).holds(rule.ast, true);

/** `money` prints a money field by its path. */
function plain(term: Term, money: (path: string) => Syntax): Syntax {
  const inner = (child: Term): Syntax => plain(child, money);
  switch (term.kind) {
    case 'field':
      return term.type === 'money' ? money(term.field.path) : path(term.field.path);
    case 'has':
      return call('has', null, [path(term.field.path)]);
    case 'item':
      return term.type === 'money' ? money(lineOf(term.field)) : path(lineOf(term.field));
    case 'has-item':
      return call('has', null, [path(lineOf(term.field))]);
    case 'quantified':
      return macro(term.name, path(term.list.path), inner(term.condition));
    case 'not':
      return unary('!', inner(term.operand));
    case 'logic':
      return logicOf(term.op, term.operands.map(inner));
    case 'compare':
      return binary(term.op, inner(term.left), inner(term.right));
    case 'in':
      return binary('in', inner(term.item), list(term.list.map(constant)));
    case 'listed':
      return listedCel(term, inner(term.item));
    case 'text':
      return call(term.name, inner(term.target), [inner(term.argument)]);
    case 'matches':
      return call('matches', inner(term.target), [text(term.pattern)]);
    default:
      return value(term, inner);
  }
}

function logicOf(op: 'and' | 'or', operands: readonly Syntax[]): Syntax {
  return { kind: 'logic', op: op === 'and' ? '&&' : '||', operands, from: 0, to: 0 };
}

/** The text of a value; `inner` prints what stands inside it. */
function value(term: Term, inner: (term: Term) => Syntax): Syntax {
  switch (term.kind) {
    case 'literal':
      return constant(term);
    case 'field':
      return path(term.field.path);
    case 'item':
      return path(lineOf(term.field));
    case 'total':
      return totalOf(term, inner);
    case 'conditional':
      return conditional(inner(term.condition), inner(term.then), inner(term.otherwise));
    case 'arithmetic':
      return binary(term.op, inner(term.left), inner(term.right));
    case 'ratio':
      return ratio(inner(term.left), inner(term.right), term.right.kind !== 'literal');
    case 'negate':
      return unary('-', inner(term.operand));
    case 'shift':
      return moved(inner(term.target), term.micros);
    case 'size':
      return call('size', null, [inner(term.target)]);
    case 'part':
      return call(term.name, inner(term.target), [text(term.zone)]);
    default:
      return inner(term);
  }
}

/** What a line is called in printed text. */
const line = 'i';
const lineOf = ({ name }: ItemField): string => `${line}.${name}`;

function macro(name: 'exists' | 'all' | 'filter' | 'map', list: Syntax, body: Syntax): Syntax {
  return call(name, list, [path(line), body]);
}

/** A count in CEL's own words; a sum through the extension function `sum()` over a list of ints, 0 for none. */
function totalOf({ list, filter, value: summed }: TermOf<'total'>, inner: (term: Term) => Syntax): Syntax {
  const all = path(list.path);
  const lines = filter === null ? all : macro('filter', all, inner(filter));
  return summed === null ? call('size', null, [lines]) : call('sum', macro('map', lines, inner(summed)), []);
}

/** Double division by zero is no error in CEL, whole division is: the other branch makes it one. */
function ratio(left: Syntax, right: Syntax, mayBeZero: boolean): Syntax {
  const quotient = binary('/', asDouble(left), asDouble(right));
  if (!mayBeZero) return quotient;
  return conditional(binary('!=', right, integer(0n)), quotient, asDouble(binary('/', left, right)));
}

function asDouble(number: Syntax): Syntax {
  return call('double', null, [number]);
}

function moved(target: Syntax, micros: bigint): Syntax {
  const size = micros < 0n ? -micros : micros;
  return binary(micros < 0n ? '-' : '+', target, call('duration', null, [text(formatDuration(size))]));
}

/** Prints the conditions under which terms are certainly true, certainly false, or defined. */
class Guard {
  private readonly rule: CheckedRule;
  private readonly options: CelOptions;
  private readonly presence = new Map<string, Syntax>();
  private readonly currency: Syntax | null;

  constructor(rule: CheckedRule, options: CelOptions) {
    this.rule = rule;
    this.options = options;
    const field = rule.currencyField;
    this.currency = field === null ? null : binary('==', path(field.path), text(rule.currency));
  }

  /** Certainly true, or with `wanted` false certainly false. */
  holds(term: Term, wanted: boolean): Syntax {
    const asked = (condition: Syntax): Syntax => (wanted ? condition : unary('!', condition));
    const defined = (children: readonly Term[], condition: Syntax): Syntax =>
      logic('&&', [...children.flatMap((child) => this.defined(child)), asked(condition)]);
    switch (term.kind) {
      case 'literal':
        return truth(term.value === wanted);
      case 'field':
        return logic('&&', [this.has(term.field.path), asked(path(term.field.path))]);
      case 'has':
        return asked(this.has(term.field.path));
      case 'has-item':
        return asked(this.has(lineOf(term.field)));
      case 'quantified': {
        const name = (term.name === 'exists') === wanted ? 'exists' : 'all';
        const { path: list } = term.list;
        return logic('&&', [this.has(list), macro(name, path(list), this.holds(term.condition, wanted))]);
      }
      case 'not':
        return this.holds(term.operand, !wanted);
      case 'logic':
        return logic(
          (term.op === 'and') === wanted ? '&&' : '||',
          term.operands.map((operand) => this.holds(operand, wanted)),
        );
      case 'conditional':
        return this.either(term.condition, this.holds(term.then, wanted), this.holds(term.otherwise, wanted));
      case 'compare':
        if (term.left.type === 'bool') return this.alike(term, wanted);
        return defined([term.left, term.right], binary(term.op, this.value(term.left), this.value(term.right)));
      case 'in':
        return defined([term.item], binary('in', this.value(term.item), list(term.list.map(constant))));
      case 'listed':
        return defined([term.item], listedCel(term, this.value(term.item)));
      case 'text':
        return defined(
          [term.target, term.argument],
          call(term.name, this.value(term.target), [this.value(term.argument)]),
        );
      case 'matches':
        return defined([term.target], call('matches', this.value(term.target), [text(term.pattern)]));
      default:
        throw new TypeError(term.kind);
    }
  }

  private either(condition: Term, then: Syntax, otherwise: Syntax): Syntax {
    return logic('||', [
      logic('&&', [this.holds(condition, true), then]),
      logic('&&', [this.holds(condition, false), otherwise]),
    ]);
  }

  /** Equality of two conditions. */
  private alike({ op, left, right }: TermOf<'compare'>, wanted: boolean): Syntax {
    const same = (op === '==') === wanted;
    return logic('||', [
      logic('&&', [this.holds(left, true), this.holds(right, same)]),
      logic('&&', [this.holds(left, false), this.holds(right, !same)]),
    ]);
  }

  private has(field: string): Syntax {
    const known = this.presence.get(field) ?? call('has', null, [path(field)]);
    this.presence.set(field, known);
    return known;
  }

  /** A value's text; only read where `defined` holds. Conditions inside it are guarded, so it makes no error there. */
  private value(term: Term): Syntax {
    if (term.type === 'bool') return this.holds(term, true);
    if (term.kind === 'ratio') return ratio(this.value(term.left), this.value(term.right), false);
    return value(term, (inner) => this.value(inner));
  }

  /** The conditions under which a value is evaluable, in the order in which they must be asked. */
  private defined(term: Term): readonly Syntax[] {
    switch (term.kind) {
      case 'literal':
        return [];
      case 'field':
        return [this.has(term.field.path), ...(term.type === 'money' ? this.inCurrency() : [])];
      case 'item':
        return [this.has(lineOf(term.field)), ...(term.type === 'money' ? this.inCurrency() : [])];
      case 'total':
        return [this.has(term.list.path), ...this.inEveryLine(term), ...this.summed(term)];
      case 'conditional':
        return [
          this.either(term.condition, logic('&&', this.defined(term.then)), logic('&&', this.defined(term.otherwise))),
        ];
      case 'arithmetic':
        return [...this.operands(term), ...this.inRange(term)];
      case 'ratio':
        return [...this.defined(term.left), ...this.defined(term.right), ...this.inRange(term)];
      case 'shift':
        return [...this.defined(term.target), this.inYears(term)];
      case 'negate':
        return this.defined(term.operand);
      case 'size':
      case 'part':
        return this.defined(term.target);
      default:
        return [logic('||', [this.holds(term, true), this.holds(term, false)])];
    }
  }

  /** Conditions of an arithmetic's operands; those that its own range check covers have none of their own. */
  private operands(term: TermOf<'arithmetic'>): readonly Syntax[] {
    return [term.left, term.right].flatMap((child) =>
      checkedByParent(term, child) ? this.operands(child) : this.defined(child),
    );
  }

  /** On every line the filter is evaluable, and so is the value where the line passes. */
  private inEveryLine({ list, filter, value: own }: TermOf<'total'>): readonly Syntax[] {
    const evaluable = logic('&&', own === null ? [] : this.defined(own));
    const each =
      filter === null
        ? evaluable
        : logic('||', [this.holds(filter, false), logic('&&', [this.holds(filter, true), evaluable])]);
    return each.kind === 'bool' && each.value ? [] : [macro('all', path(list.path), each)];
  }

  private summed(term: TermOf<'total'>): readonly Syntax[] {
    return term.value === null ? [] : between(this.value(term), integer(-intLimit), integer(intLimit));
  }

  private inCurrency(): readonly Syntax[] {
    const field = this.rule.currencyField;
    if (field === null || this.currency === null || this.options.singleCurrency === true) return [];
    return [this.has(field.path), this.currency];
  }

  private inRange(term: TermOf<'arithmetic' | 'ratio'>): readonly Syntax[] {
    const { left, right } = term;
    if (term.kind === 'ratio' || term.op === '/' || term.op === '%') {
      return right.kind === 'literal' ? [] : [binary('!=', this.value(right), integer(0n))];
    }
    if (term.type === 'double') return between(this.value(term), double(-Number.MAX_VALUE), double(Number.MAX_VALUE));
    if (term.op !== '*') return between(this.value(term), integer(-intLimit), integer(intLimit));
    const product = binary('*', asDouble(this.value(left)), asDouble(this.value(right)));
    return between(product, double(-Number(intLimit)), double(Number(intLimit)));
  }

  private inYears({ target, micros }: TermOf<'shift'>): Syntax {
    const from = micros < 0n;
    const bound = (from ? timeRange.from : timeRange.to) - micros;
    return binary(from ? '>=' : '<=', this.value(target), instantCall(bound));
  }
}

function between(number: Syntax, low: Syntax, high: Syntax): readonly Syntax[] {
  return [binary('>=', number, low), binary('<=', number, high)];
}
