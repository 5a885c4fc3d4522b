import { report, spanOf, type Context } from './check-context.ts';
import { isLoose, looseTerm, looseType, type NumberType } from './check-number.ts';
import type { ArithmeticOp, Relation, Syntax, SyntaxOf } from './syntax.ts';
import { timeRange, type Term } from './term.ts';
import { parseDuration } from './time.ts';

const numbers: ReadonlySet<string> = new Set(['int', 'money', 'double']);

interface Pair {
  readonly left: Term;
  readonly right: Term;
}

/** Both sides, number literals taking the type of what stands beside them. */
export function pairOf(context: Context, left: Syntax, right: Syntax): Pair | null {
  if (isLoose(left) && isLoose(right)) {
    const type = looseType(left) === 'double' ? 'double' : looseType(right);
    return both(looseTerm(context, left, type), looseTerm(context, right, type));
  }
  if (isLoose(left)) {
    const other = context.term(right);
    return both(other === null ? null : beside(context, left, other), other);
  }
  const first = context.term(left);
  if (!isLoose(right)) return both(first, context.term(right));
  return first === null ? null : both(first, beside(context, right, first));
}

function both(left: Term | null, right: Term | null): Pair | null {
  return left === null || right === null ? null : { left, right };
}

function beside(context: Context, loose: Syntax, other: Term): Term | null {
  return looseTerm(context, loose, numbers.has(other.type) ? (other.type as NumberType) : looseType(loose));
}

/** `==`, `!=`, `<` and the other comparisons. */
export function compareTerm(context: Context, syntax: SyntaxOf<'binary'>, op: Relation): Term | null {
  if (syntax.left.kind === 'null' || syntax.right.kind === 'null') {
    return report(context, 'null-comparison', {}, syntax.left.kind === 'null' ? syntax.left : syntax.right);
  }
  const pair = pairOf(context, syntax.left, syntax.right);
  if (pair === null) return null;
  const { left, right } = pair;
  if (left.type !== right.type) return mixed(context, op, pair, syntax);
  if (op !== '==' && op !== '!=') {
    if (left.type === 'string') return report(context, 'string-order', { operator: op }, syntax);
    if (left.type === 'bool') return report(context, 'bool-order', { operator: op }, syntax);
  }
  const field = besideBlank(left, right) ?? besideBlank(right, left);
  if (field !== null) report(context, 'blank-text', { path: field }, syntax);
  return { kind: 'compare', type: 'bool', op, left, right, ...spanOf(syntax) };
}

/** Path of a field that is compared with the empty text, which no order has: blank cells are missing values. */
function besideBlank(literal: Term, other: Term): string | null {
  return literal.kind === 'literal' && literal.value === '' && other.kind === 'field' ? other.field.path : null;
}

/** Says why the two types do not go together. */
function mixed(context: Context, operator: string, { left, right }: Pair, syntax: Syntax): null {
  if (numbers.has(left.type) && numbers.has(right.type)) {
    if (left.type === 'money' || right.type === 'money') {
      return report(context, 'money-mixed', { operator, type: left.type === 'money' ? right.type : left.type }, syntax);
    }
    return report(context, 'number-mix', { left: left.type, right: right.type }, syntax);
  }
  return report(context, 'types-differ', { operator, left: left.type, right: right.type }, syntax);
}

/** `+ - * / %` on numbers, and instants moved by a duration. */
export function arithmeticTerm(context: Context, syntax: SyntaxOf<'binary'>, op: ArithmeticOp): Term | null {
  if (isDuration(syntax.right) || isDuration(syntax.left)) return shifted(context, syntax, op);
  if (op === '*' || op === '/' || op === '%') return productTerm(context, syntax, op);
  const pair = pairOf(context, syntax.left, syntax.right);
  if (pair === null) return null;
  const { left, right } = pair;
  if (left.type === 'timestamp' && right.type === 'timestamp')
    return report(context, 'timestamp-difference', {}, syntax);
  for (const side of [left, right]) if (!numbers.has(side.type)) return notNumber(context, op, side);
  if (left.type !== right.type) return mixed(context, op, pair, syntax);
  return { kind: 'arithmetic', type: left.type as NumberType, op, left, right, ...spanOf(syntax) };
}

function notNumber(context: Context, operator: string, side: Term): null {
  return report(context, 'operand-type', { operator, expected: 'number', found: side.type }, side);
}

function productTerm(context: Context, syntax: SyntaxOf<'binary'>, op: '*' | '/' | '%'): Term | null {
  const pair = factors(context, syntax, op);
  if (pair === null) return null;
  const { left, right } = pair;
  const span = spanOf(syntax);
  for (const side of [left, right]) if (!numbers.has(side.type)) return notNumber(context, op, side);
  if (left.type === 'money' || right.type === 'money') return moneyProduct(context, op, pair, syntax);
  if (left.type !== right.type) return mixed(context, op, pair, syntax);
  if (left.type === 'double') {
    if (op !== '*') return report(context, 'double-division', { operator: op }, syntax);
    return { kind: 'arithmetic', type: 'double', op, left, right, ...span };
  }
  if (op !== '*' && isZero(right)) return report(context, 'division-by-zero', {}, syntax.right);
  if (op === '*') warnOfOverflow(context, left, right, syntax);
  return { kind: 'arithmetic', type: 'int', op, left, right, ...span };
}

/** A product's sides: beside money a literal is a whole factor for `*`, an amount for `/`. */
function factors(context: Context, syntax: SyntaxOf<'binary'>, op: '*' | '/' | '%'): Pair | null {
  const [left, right] = [isLoose(syntax.left), isLoose(syntax.right)];
  if (left === right) return pairOf(context, syntax.left, syntax.right);
  const known = context.term(left ? syntax.right : syntax.left);
  if (known === null) return null;
  const literal = left ? syntax.left : syntax.right;
  const type = known.type === 'money' && op !== '/' ? looseType(literal) : known.type;
  const other = looseTerm(context, literal, numbers.has(type) ? (type as NumberType) : looseType(literal));
  return left ? both(other, known) : both(known, other);
}

function isZero(term: Term): boolean {
  return term.kind === 'literal' && (term.value === 0n || term.value === 0);
}

function warnOfOverflow(context: Context, left: Term, right: Term, syntax: Syntax): void {
  if (left.kind !== 'literal' && right.kind !== 'literal')
    report(context, 'overflow-possible', { operator: '*' }, syntax);
}

function moneyProduct(
  context: Context,
  op: '*' | '/' | '%',
  { left, right }: Pair,
  syntax: SyntaxOf<'binary'>,
): Term | null {
  const span = spanOf(syntax);
  if (op === '*' && (left.type === 'int' || right.type === 'int')) {
    warnOfOverflow(context, left, right, syntax);
    return { kind: 'arithmetic', type: 'money', op, left, right, ...span };
  }
  if (op === '/' && left.type === 'money' && right.type === 'money') {
    if (isZero(right)) return report(context, 'division-by-zero', {}, syntax.right);
    if (left.kind === 'literal' || right.kind === 'literal') {
      report(context, 'money-ratio', { currency: context.scope.currency }, syntax);
    }
    return { kind: 'ratio', type: 'double', left, right, ...span };
  }
  return report(context, 'money-arithmetic', { operator: op, left: left.type, right: right.type }, syntax);
}

function isDuration(syntax: Syntax): syntax is SyntaxOf<'call'> {
  return syntax.kind === 'call' && syntax.target === null && syntax.name === 'duration';
}

function shifted(context: Context, syntax: SyntaxOf<'binary'>, op: ArithmeticOp): Term | null {
  const [target, duration] = isDuration(syntax.right) ? [syntax.left, syntax.right] : [syntax.right, syntax.left];
  if (
    isDuration(target) ||
    !isDuration(duration) ||
    (op !== '+' && op !== '-') ||
    (op === '-' && duration === syntax.left)
  ) {
    return report(context, 'duration-place', {}, syntax);
  }
  const micros = durationOf(context, duration);
  const moved = context.term(target);
  if (micros === null || moved === null) return null;
  if (moved.type !== 'timestamp') {
    return report(context, 'operand-type', { operator: op, expected: 'timestamp', found: moved.type }, moved);
  }
  return shiftTerm(context, moved, op === '-' ? -micros : micros, syntax);
}

function shiftTerm(context: Context, moved: Term, micros: bigint, syntax: Syntax): Term | null {
  const span = spanOf(syntax);
  if (moved.kind === 'shift') return shiftTerm(context, moved.target, moved.micros + micros, syntax);
  if (moved.kind === 'literal' && moved.type === 'timestamp') {
    const value = moved.value + micros;
    if (value < timeRange.from || value > timeRange.to)
      return report(context, 'timestamp-range', { text: value.toString() }, span);
    return { ...moved, value, ...span };
  }
  if (micros > timeRange.to - timeRange.from || -micros > timeRange.to - timeRange.from) {
    return report(context, 'timestamp-range', { text: micros.toString() }, span);
  }
  return { kind: 'shift', type: 'timestamp', target: moved, micros, ...span };
}

function durationOf(context: Context, call: SyntaxOf<'call'>): bigint | null {
  const [text, ...rest] = call.args;
  if (text === undefined || rest.length > 0) {
    return report(context, 'argument-count', { name: 'duration', expected: 1, found: call.args.length }, call);
  }
  if (text.kind !== 'string')
    return report(context, 'argument-type', { name: 'duration', expected: 'string literal', found: text.kind }, text);
  return parseDuration(text.value) ?? report(context, 'duration-format', { text: text.value.slice(0, 60) }, text);
}
