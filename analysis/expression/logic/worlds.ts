import type { Term, TermOf } from '../term.ts';
import { allBut, both, demanded, isEmpty, only, type Domain } from './domain.ts';
import { mirrored } from '../syntax.ts';
import { everyValue, keyOf, neededFields, opposite, valuesThat } from './subject.ts';
import { allOf, anyOf, anyWorld, having, merge, type World, type Worlds } from './world.ts';

/** What is asked of a condition: that it is so, or that it is not (which a condition that is not evaluable is not). */
export type Ask = 'true' | 'false' | 'not-true' | 'not-false';

const other: Readonly<Record<Ask, Ask>> = {
  true: 'false',
  false: 'true',
  'not-true': 'not-false',
  'not-false': 'not-true',
};

/**
 * Worlds that hold every order on which the condition is as asked; they may hold others too. Follows `evaluate`: only a
 * condition on values that are there is true or false.
 */
export function worldsOf(term: Term, ask: Ask): Worlds {
  switch (term.kind) {
    case 'literal':
      return constant(term.value === true, ask);
    case 'not':
      return worldsOf(term.operand, other[ask]);
    case 'logic':
      return logic(term, ask);
    case 'conditional':
      return conditional(term, ask);
    case 'has':
      return [having(term.field.path, ask === 'true' || ask === 'not-false')];
    case 'compare':
      return compared(term, ask);
    case 'in':
      return about(
        term.item,
        term.list.map((one) => valuesThat('==', one)),
        ask,
      );
    case 'text':
      return texts(term, ask);
    case 'quantified':
      return quantified(term, ask);
    case 'field':
    case 'item':
      return about(term, [only(true)], ask);
    default:
      return opaque(term, ask);
  }
}

const constant = (value: boolean, ask: Ask): Worlds =>
  value === (ask === 'true' || ask === 'not-false') ? [anyWorld] : [];

/** A deciding operand decides whatever the others are: what is not decided has none. */
function logic({ op, operands }: TermOf<'logic'>, ask: Ask): Worlds {
  const parts = operands.map((operand) => worldsOf(operand, ask));
  const every = op === 'and' ? ask === 'true' || ask === 'not-false' : ask === 'false' || ask === 'not-true';
  return every ? allOf(parts) : anyOf(parts);
}

function conditional({ condition, then, otherwise }: TermOf<'conditional'>, ask: Ask): Worlds {
  const chosen = anyOf([
    allOf([worldsOf(condition, 'true'), worldsOf(then, ask)]),
    allOf([worldsOf(condition, 'false'), worldsOf(otherwise, ask)]),
  ]);
  if (ask === 'true' || ask === 'false') return chosen;
  return anyOf([chosen, allOf([worldsOf(condition, 'not-true'), worldsOf(condition, 'not-false')])]);
}

function compared(term: TermOf<'compare'>, ask: Ask): Worlds {
  const { op, left, right } = term;
  if (left.kind === 'literal' && right.kind === 'literal') {
    return constant(!isEmpty(both(valuesThat('==', left), valuesThat(op, right))), ask);
  }
  if (left.kind === 'literal') return compared({ ...term, op: mirrored[op], left: right, right: left }, ask);
  if (right.kind !== 'literal') return related(term, ask);
  if (left.type === 'bool' && left.kind !== 'field' && left.kind !== 'item')
    return worldsOf(left, (op === '==') === (right.value === true) ? ask : other[ask]);
  return about(left, [valuesThat(op, right)], ask, [valuesThat(opposite[op], right)]);
}

/** Two terms beside each other: smaller, equal or larger, as long as both have a value. */
function related(term: TermOf<'compare'>, ask: Ask): Worlds {
  const [left, right] = [keyOf(term.left), keyOf(term.right)];
  if (left === right) {
    const holds = term.op === '==' || term.op === '<=' || term.op === '>=';
    const [yes, no] = [only(...(holds ? ['='] : [])), only(...(holds ? [] : ['=']))];
    return fact(`${left} ~ itself`, neededFields(term), ask, yes, no);
  }
  const op = left < right ? term.op : mirrored[term.op];
  const [low, high] = left < right ? [left, right] : [right, left];
  return fact(`${low} ~ ${high}`, neededFields(term), ask, only(...orders[op]), only(...orders[opposite[op]]));
}

const orders = {
  '==': ['='],
  '!=': ['<', '>'],
  '<': ['<'],
  '<=': ['<', '='],
  '>': ['>'],
  '>=': ['>', '='],
} as const;

/** A term has one of these values, or, where it has not, one of the others. */
function about(subject: Term, wanted: readonly Domain[], ask: Ask, rest?: readonly Domain[]): Worlds {
  const needed = neededFields(subject);
  const field = subject.kind === 'field' && subject.type !== 'money' ? subject.field.path : null;
  const every = everyValue(subject);
  const key = keyOf(subject);
  const named = (domains: readonly Domain[]): readonly Domain[] => domains.map((one) => both(every, one));
  if (ask === 'true' || ask === 'not-false')
    return anyOf(joined(named(wanted)).map((values) => fact(key, needed, ask, values, null, field)));
  const others = rest ?? [wanted.map(without).reduce(both, every)];
  return anyOf(named(others).map((values) => fact(key, needed, ask, null, values, field)));
}

/** Sets of single texts or yes/no are one set. */
function joined(domains: readonly Domain[]): readonly Domain[] {
  const values: (string | boolean)[] = [];
  for (const domain of domains) {
    if (domain.kind !== 'finite' || domain.values === null) return domains;
    values.push(...domain.values);
  }
  return [only(...values)];
}

/** Every value but that of a set of one. */
function without(domain: Domain): Domain {
  switch (domain.kind) {
    case 'whole':
      return { ...domain, from: -(1n << 80n), to: 1n << 80n, holes: new Set([domain.from]) };
    case 'real':
      return { ...domain, from: -Infinity, to: Infinity, holes: new Set([domain.from]) };
    case 'finite':
      return allBut(...(domain.values ?? []));
  }
}

/** Text tests against a constant are demands on the text; others are taken as they are. */
function texts(term: TermOf<'text'>, ask: Ask): Worlds {
  const { name, target, argument } = term;
  if (argument.kind !== 'literal' || typeof argument.value !== 'string') return opaque(term, ask);
  if (target.kind === 'literal') return opaque(term, ask);
  const demand = (wanted: boolean): Domain => demanded({ name, argument: String(argument.value), wanted });
  return about(target, [demand(true)], ask, [demand(false)]);
}

/** A line that meets the condition is there where any or every one does: without one that can, it is never true. */
function quantified(term: TermOf<'quantified'>, ask: Ask): Worlds {
  if (ask === 'true' && worldsOf(term.condition, 'true')?.length === 0) return [];
  return opaque(term, ask);
}

/** A condition that nothing is known of but that it cannot be true and false at once. */
function opaque(term: Term, ask: Ask): Worlds {
  return fact(keyOf(term), neededFields(term), ask, only(true), only(false));
}

/** What makes a term's condition true is in `yes`, what makes it false in `no`; null where it is not asked. */
function fact(
  key: string,
  needed: readonly string[],
  ask: Ask,
  yes: Domain | null,
  no: Domain | null,
  field: string | null = null,
): Worlds {
  const values = ask === 'true' || ask === 'not-false' ? yes : no;
  const absent = ask === 'not-true' || ask === 'not-false';
  const own: World = new Map([[key, { values, absent, field }]]);
  const worlds = absent
    ? [own]
    : [needed.reduce<World | null>((world, path) => world && merge(world, having(path, true)), own)];
  return worlds.flatMap((world) => {
    const settled = world === null ? null : merge(world, anyWorld);
    return settled === null ? [] : [settled];
  });
}
