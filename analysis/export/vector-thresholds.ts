import { childrenOf, type CheckedRule, type Span, type Term } from '../expression/index.ts';
import type { VectorValue } from '../model/package.ts';
import { axesOf, type Axis, type Comparison, type Values } from './threshold-axes.ts';
import { answerOf, type RuleAnswer } from './vector-answer.ts';

/** A value that brings a comparison onto its threshold or beside it. */
export interface Edge {
  readonly path: string;
  readonly value: VectorValue;
}

/** A comparison of a rule, by its place in the text, and its edges on a record; none where nothing moves it from there. */
export interface Threshold extends Span {
  readonly edges: readonly Edge[];
  /** What the rule says differs between them. */
  readonly decides: boolean;
}

/** Texts of one comparison that are tried: categories are many, thresholds few. */
const mostTexts = 12;
/** A category that no rule names. */
const unseen = 'ZZ-unseen';

/**
 * Every comparison of a rule with the values that turn it, one field of the record `base` moved alone: the values on both
 * sides of where the one side stops being less than the other, and of where it begins to be greater, found by halving on the
 * plain reference. Numbers and money by one unit, doubles by a millionth, instants by a millisecond, texts by a letter, lines by
 * one; texts that are compared, and one that no rule knows. What is said of each line is varied in `vector-lines.ts`.
 */
export const thresholdsOf = (rule: CheckedRule, base: Values): readonly Threshold[] =>
  comparisonsOf(rule.ast).map(({ from, to, sides }) => {
    const edges = uniqueEdges(sides.flatMap((side) => edgesOf(rule, side, base)));
    const answers = new Set(edges.map(({ path, value }) => answerOf(rule, moved(base, path, value))));
    return { from, to, edges, decides: answers.size > 1 };
  });

const moved = (base: Values, path: string, value: VectorValue): Values => ({
  ...base,
  record: { ...base.record, [path]: value },
});

interface Placed extends Span {
  readonly sides: readonly Comparison[];
}

/** Those that an order as a whole decides. */
function comparisonsOf(term: Term): readonly Placed[] {
  if (term.kind === 'quantified' || term.kind === 'total') return [];
  const below = childrenOf(term).flatMap(comparisonsOf);
  if (term.kind === 'compare') return [{ from: term.from, to: term.to, sides: [term] }, ...below];
  if (term.kind !== 'in') return below;
  const sides = term.list.slice(0, mostTexts).map((literal) => ({
    kind: 'compare' as const,
    type: 'bool' as const,
    op: '==' as const,
    left: term.item,
    right: literal,
    from: term.from,
    to: term.to,
  }));
  return [{ from: term.from, to: term.to, sides }, ...below];
}

function edgesOf(rule: CheckedRule, comparison: Comparison, base: Values): readonly Edge[] {
  const { left, right } = comparison;
  if (left.type === 'string') return [...texts(left, right, base), ...texts(right, left, base)];
  if (left.type === 'bool') return [left, right].flatMap(answers);
  return axesOf(comparison, rule, base).flatMap((axis) => turns(rule, comparison, base, axis));
}

function texts(side: Term, other: Term, base: Values): readonly Edge[] {
  if (side.kind !== 'field') return [];
  const named = textOf(other, base);
  return named === null ? [] : [named, unseen].map((value) => ({ path: side.field.path, value }));
}

function textOf(term: Term, { record }: Values): string | null {
  if (term.kind === 'literal') return String(term.value);
  const own = term.kind === 'field' ? record[term.field.path] : undefined;
  return typeof own === 'string' ? own : null;
}

const answers = (side: Term): readonly Edge[] =>
  side.kind === 'field' ? [true, false].map((value) => ({ path: side.field.path, value })) : [];

/**
 * Where, along the axis, the left side stops being less than the right one, where it begins to be greater, and where neither can
 * be said any more: the nearest of each kind.
 */
function turns(rule: CheckedRule, comparison: Comparison, base: Values, axis: Axis): readonly Edge[] {
  const places = [...new Set(axis.places)].sort((a, b) => a - b);
  const found = (['<', '<='] as const).flatMap((op) => {
    const said = saidAlong({ ...rule, ast: { ...comparison, op } }, base, axis);
    const nearest = new Map<string, readonly [number, number]>();
    places.slice(1).forEach((to, i) => {
      const from = places[i] ?? to;
      const kind = `${said(from)} ${said(to)}`;
      if (said(from) === said(to)) return;
      const known = nearest.get(kind);
      if (known === undefined || distance(axis, from, to) < distance(axis, ...known)) nearest.set(kind, [from, to]);
    });
    return [...nearest.values()].flatMap(([from, to]) => axis.beside(halved(from, to, said, axis.unit)));
  });
  return found.map((place) => ({ path: axis.path, value: axis.valueAt(place) }));
}

function saidAlong(asked: CheckedRule, base: Values, axis: Axis): (place: number) => RuleAnswer {
  const known = new Map<number, RuleAnswer>();
  return (place) => {
    const said = known.get(place) ?? answerOf(asked, moved(base, axis.path, axis.valueAt(place)));
    known.set(place, said);
    return said;
  };
}

const distance = ({ own }: Axis, from: number, to: number): number => Math.max(0, from - own, own - to);

/** Two places a unit apart between which the answer is no longer that of the first. */
function halved(
  from: number,
  to: number,
  said: (place: number) => RuleAnswer,
  unit: Axis['unit'],
): readonly [number, number] {
  let [low, high] = [from, to];
  while (high - low > unit(high)) {
    const middle = low + (high - low) / 2;
    const half = unit(high) === 1 ? Math.floor(middle) : middle;
    if (half === low || half === high) break;
    if (said(half) === said(from)) low = half;
    else high = half;
  }
  return [low, high];
}

function uniqueEdges(edges: readonly Edge[]): readonly Edge[] {
  return [...new Map(edges.map((edge) => [JSON.stringify([edge.path, edge.value]), edge])).values()];
}
