import type { Clause, Filter } from '../../analysis/model/filter.ts';
import { clauseSubject } from '../state/address.ts';

function sameSubject(a: Clause, b: Clause): boolean {
  return clauseSubject(a) === clauseSubject(b);
}

/** The filter narrowed to the clause; what it said about the same subject is replaced. */
export function withClause(filter: Filter, clause: Clause): Filter {
  return { clauses: [...filter.clauses.filter((other) => !sameSubject(other, clause)), clause] };
}

/** A view does not filter itself: what the other charts and chips say, without this subject. */
export function withoutSubject(filter: Filter, subjects: readonly string[]): Filter {
  const clauses = filter.clauses.filter((clause) => !subjects.includes(clauseSubject(clause)));
  return clauses.length === filter.clauses.length ? filter : { clauses };
}

/** A click on a bar: chooses it, lets it go when it was the choice, or with `add` widens the choice by it. */
export function picked(filter: Filter, clause: Clause, add: boolean): Filter {
  const before = filter.clauses.find((other) => sameSubject(other, clause));
  if (before && JSON.stringify(before) === JSON.stringify(clause))
    return withoutSubject(filter, [clauseSubject(clause)]);
  const joined = add && before ? joinedClauses(before, clause) : clause;
  return joined === null ? withoutSubject(filter, [clauseSubject(clause)]) : withClause(filter, joined);
}

/** Both choices as one clause; for ranges the span from the lower to the higher. Null when nothing is left. */
function joinedClauses(a: Clause, b: Clause): Clause | null {
  if (a.kind === 'in' && b.kind === 'in') {
    const contained = b.values.every((value) => a.values.includes(value));
    const values = contained
      ? a.values.filter((value) => !b.values.includes(value))
      : [...new Set([...a.values, ...b.values])];
    return values.length === 0 ? null : { ...a, values };
  }
  if (a.kind === 'range' && b.kind === 'range') return { ...a, min: lower(a.min, b.min), max: higher(a.max, b.max) };
  if (a.kind === 'weekHours' && b.kind === 'weekHours') {
    const contained = b.cells.every((cell) => a.cells.includes(cell));
    const cells = contained
      ? a.cells.filter((cell) => !b.cells.includes(cell))
      : [...new Set([...a.cells, ...b.cells])];
    return cells.length === 0 ? null : { ...a, cells };
  }
  if (a.kind === 'deliveryDistance' && b.kind === 'deliveryDistance') {
    const contained = b.classes.every((one) => a.classes.includes(one));
    const classes = contained
      ? a.classes.filter((one) => !b.classes.includes(one))
      : [...new Set([...a.classes, ...b.classes])];
    return classes.length === 0 ? null : { ...a, classes };
  }
  if (a.kind === 'hour' && b.kind === 'hour') {
    return { kind: 'hour', from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
  }
  if (a.kind === 'time' && b.kind === 'time') {
    const from = a.from === null || b.from === null ? null : a.from < b.from ? a.from : b.from;
    const to = a.to === null || b.to === null ? null : a.to > b.to ? a.to : b.to;
    return { ...a, from, to };
  }
  if (a.kind === 'state' && b.kind === 'state')
    return { kind: 'state', states: [...new Set([...a.states, ...b.states])] };
  return b;
}

const lower = (a: number | null, b: number | null) => (a === null || b === null ? null : Math.min(a, b));
const higher = (a: number | null, b: number | null) => (a === null || b === null ? null : Math.max(a, b));

/** Whether the filter speaks of the bar's subject, and if so whether it keeps the bar. */
export function isChosen(filter: Filter, clause: Clause): boolean | null {
  const said = filter.clauses.find((other) => sameSubject(other, clause));
  if (!said) return null;
  if (said.kind === 'in' && clause.kind === 'in') return clause.values.every((value) => said.values.includes(value));
  if (said.kind === 'range' && clause.kind === 'range') {
    return within(said.min, clause.min, -Infinity) && within(clause.max, said.max, Infinity);
  }
  if (said.kind === 'time' && clause.kind === 'time') {
    return (said.from ?? '') <= (clause.from ?? '') && (clause.to ?? '~') <= (said.to ?? '~');
  }
  if (said.kind === 'weekHours' && clause.kind === 'weekHours')
    return clause.cells.every((cell) => said.cells.includes(cell));
  if (said.kind === 'deliveryDistance' && clause.kind === 'deliveryDistance')
    return clause.classes.every((one) => said.classes.includes(one));
  if (said.kind === 'hour' && clause.kind === 'hour') return said.from <= clause.from && clause.to <= said.to;
  return JSON.stringify(said) === JSON.stringify(clause);
}

const within = (a: number | null, b: number | null, open: number) => (a ?? open) <= (b ?? open);
