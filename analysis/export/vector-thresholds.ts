import { childrenOf, itemsPath, type CheckedRule, type ScopeField, type Span, type Term } from '../expression/index.ts';
import type { VectorLines, VectorValue } from '../model/package.ts';
import { axesOf, type Axis, type Comparison, type Values } from './threshold-axes.ts';
import { answerOf, type RuleAnswer } from './vector-answer.ts';

/** A value that brings a comparison onto its threshold or beside it. */
export interface Edge {
  readonly path: string;
  readonly value: VectorValue;
}

/** A comparison of a rule, by its place in the text, and its edges on a record. */
export interface Threshold extends Span {
  readonly edges: readonly Edge[];
  /** They stand on all sides of it: below and not, above and not; of texts, as written and otherwise. */
  readonly reached: boolean;
  /** What the rule says differs between them. */
  readonly decides: boolean;
}

type Found = Pick<Threshold, 'edges' | 'reached'>;

/** Values of one comparison with many of them (`in`) that are tried. */
const mostValues = 12;
/** A category that no rule names. */
const unseen = 'ZZ-unseen';

/**
 * Every comparison of a rule with the values that turn it, one field of the record `base` moved alone: the values on both
 * sides of where the one side stops being less than the other, and of where it begins to be greater, found by halving on the
 * plain reference. Numbers and money by one unit, doubles by a billionth of themselves, instants by a millisecond, texts by a
 * letter, lines by one; texts that are compared, and one that no rule knows. What is asked of each line is turned on the first.
 */
export const thresholdsOf = (rule: CheckedRule, base: Values): readonly Threshold[] =>
  comparisonsOf(rule.ast, null).map(({ from, to, sides, list }) => {
    const found = sides.map((side) =>
      list === null ? edgesOf(rule, side, base) : onFirstLine(rule, side, list, base),
    );
    const edges = uniqueEdges(found.flatMap((one) => one.edges));
    const answers = new Set(edges.map(({ path, value }) => answerOf(rule, moved(base, path, value))));
    return { from, to, edges, reached: found.every(({ reached }) => reached), decides: answers.size > 1 };
  });

/** The texts of a rule's comparisons, as they stand in `text`, which the rule was checked of. */
export const comparisonsIn = (rule: CheckedRule, text: string): ReadonlySet<string> =>
  new Set(comparisonsOf(rule.ast, null).map(({ from, to }) => text.slice(from, to)));

const moved = (base: Values, path: string, value: VectorValue): Values => ({
  ...base,
  record: { ...base.record, [path]: value },
});

interface Placed extends Span {
  readonly sides: readonly Comparison[];
  /** The lines that it is asked of one by one; null where it is asked of the order. */
  readonly list: ScopeField | null;
}

function comparisonsOf(term: Term, list: ScopeField | null): readonly Placed[] {
  const inside = term.kind === 'quantified' || term.kind === 'total' ? term.list : list;
  const below = childrenOf(term).flatMap((child) => comparisonsOf(child, inside));
  if (term.kind === 'compare') return [{ from: term.from, to: term.to, sides: [term], list }, ...below];
  if (term.kind !== 'in') return below;
  const sides = term.list.slice(0, mostValues).map((literal) => ({
    ...{ kind: 'compare' as const, type: 'bool' as const, op: '==' as const },
    ...{ left: term.item, right: literal, from: term.from, to: term.to },
  }));
  return [{ from: term.from, to: term.to, sides, list }, ...below];
}

/** Asked of the first line as if it were alone; the others stay behind it. */
function onFirstLine(rule: CheckedRule, comparison: Comparison, list: ScopeField, base: Values): Found {
  const lines = base.record[itemsPath];
  const [first, ...others] = Array.isArray(lines) ? lines : [];
  if (first === undefined) return nothing;
  const { from, to } = comparison;
  const asked = (condition: Comparison): Term => ({
    kind: 'quantified',
    type: 'bool',
    name: 'exists',
    list,
    condition,
    from,
    to,
  });
  const { edges, reached } = edgesOf(rule, comparison, moved(base, itemsPath, [first]), asked);
  const whole = ({ path, value }: Edge): Edge =>
    path === itemsPath && Array.isArray(value) ? { path, value: [...value, ...others] } : { path, value };
  return { edges: edges.map(whole), reached };
}

const nothing: Found = { edges: [], reached: false };

/** `asked`: what says the answer of the comparison, whichever its sign. */
function edgesOf(
  rule: CheckedRule,
  comparison: Comparison,
  base: Values,
  asked: (comparison: Comparison) => Term = (own) => own,
): Found {
  const { left, right } = comparison;
  if (left.type === 'string') return told([...texts(left, right, base), ...texts(right, left, base)]);
  if (left.type === 'bool') return told([left, right].flatMap((side) => truths(side)));
  const found = axesOf(comparison, rule, base).map((axis) => {
    const places = (op: '<' | '<='): readonly number[] =>
      turns(saidAlong({ ...rule, ast: asked({ ...comparison, op }) }, base, axis), axis);
    const [below, above] = [places('<'), places('<=')];
    const edges = [...below, ...above].map((place) => ({ path: axis.path, value: axis.valueAt(place) }));
    return { edges, reached: below.length > 0 && above.length > 0 };
  });
  return { edges: found.flatMap(({ edges }) => edges), reached: found.some(({ reached }) => reached) };
}

const told = (edges: readonly Edge[]): Found => ({ edges, reached: edges.length > 0 });

function texts(side: Term, other: Term, base: Values): readonly Edge[] {
  const named = textOf(other, base);
  if (named === null) return [];
  if (side.kind === 'field') return [named, unseen].map((value) => ({ path: side.field.path, value }));
  const [first] = linesOf(base);
  if (side.kind !== 'item' || first === undefined) return [];
  return [named, unseen].map((value) => ({ path: itemsPath, value: [{ ...first, [side.field.name]: value }] }));
}

const linesOf = ({ record }: Values): VectorLines => {
  const lines = record[itemsPath];
  return Array.isArray(lines) ? lines : [];
};

function textOf(term: Term, base: Values): string | null {
  if (term.kind === 'literal') return String(term.value);
  const own =
    term.kind === 'field'
      ? base.record[term.field.path]
      : term.kind === 'item'
        ? linesOf(base)[0]?.[term.field.name]
        : undefined;
  return typeof own === 'string' ? own : null;
}

const truths = (side: Term): readonly Edge[] =>
  side.kind === 'field' ? [true, false].map((value) => ({ path: side.field.path, value })) : [];

/** Where, along the axis, the answer becomes another: the nearest place of each kind, on both sides. */
function turns(said: (place: number) => RuleAnswer, axis: Axis): readonly number[] {
  const places = [...new Set(axis.places)].sort((a, b) => a - b);
  const nearest = new Map<string, readonly [number, number]>();
  places.slice(1).forEach((to, i) => {
    const from = places[i] ?? to;
    const kind = `${said(from)} ${said(to)}`;
    if (said(from) === said(to)) return;
    const known = nearest.get(kind);
    if (known === undefined || distance(axis, from, to) < distance(axis, ...known)) nearest.set(kind, [from, to]);
  });
  return [...nearest.values()].flatMap(([from, to]) => halved(from, to, said, axis.unit));
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
