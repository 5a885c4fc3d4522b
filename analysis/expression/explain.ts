import type { Span } from './issue.ts';
import { listsRoot, type ScopeField } from './scope.ts';
import { childrenOf, type CheckedRule, type ListedTerm, type Term } from './term.ts';

/** Why a rule can still be decided although a field is absent. */
export interface Absorber extends Span {
  /** `or-true`: another alternative can be true; `and-false`: another condition can be false; `has-guard`: has() asks for the field itself; `other-branch`: a ?: can go the other way. */
  readonly code: 'or-true' | 'and-false' | 'has-guard' | 'other-branch';
}

/** What the absence of one field does to the rule. */
export interface FieldExplanation {
  readonly path: string;
  readonly type: ScopeField['type'];
  /** `unevaluable`: always not evaluable; `depends`: on the other fields; `decided`: always true or false. */
  readonly whenAbsent: 'unevaluable' | 'depends' | 'decided';
  /** The clauses that can decide the rule all the same. */
  readonly absorbers: readonly Absorber[];
}

/** A remark about the rule as a whole, as code and parameters. */
export type RuleNote = Span &
  (
    | { readonly code: 'currency'; readonly params: { readonly currency: string } }
    | { readonly code: 'zone-implied' | 'zone-named'; readonly params: { readonly zone: string } }
    | {
        readonly code:
          | ('division-by-zero' | 'out-of-range' | 'negated-absence')
          | ('lines-exists' | 'lines-all' | 'lines-total');
        readonly params: Readonly<Record<string, never>>;
      }
    | { readonly code: 'minor-units'; readonly params: { readonly currency: string; readonly minor: string } }
    | { readonly code: 'unsure'; readonly params: { readonly path: string } }
    | { readonly code: 'snapshot'; readonly params: { readonly path: string; readonly snapshot: string } }
    | ListNote
  );

/** How the rule behaves on absent values, for the editor: structure only, sentences are in the catalogues. */
export interface Explanation {
  readonly fields: readonly FieldExplanation[];
  readonly notes: readonly RuleNote[];
}

/** Reads a checked rule's handling of absent values. */
export function explain(rule: CheckedRule): Explanation {
  return { fields: rule.valued.map((field) => explainField(rule, field)), notes: notesOf(rule) };
}

const T = 1;
const F = 2;
const N = 4;
/** Set of the results a condition can have. */
type Outcomes = number;

function explainField(rule: CheckedRule, field: ScopeField): FieldExplanation {
  const absorbers: Absorber[] = [];
  const outcomes = outcomesOf(rule.ast, field, absorbers);
  const whenAbsent = (outcomes & N) === 0 ? 'decided' : outcomes === N ? 'unevaluable' : 'depends';
  return { path: field.path, type: field.type, whenAbsent, absorbers: whenAbsent === 'unevaluable' ? [] : absorbers };
}

/** Whether a value can be read while the field is absent: 'no', or 'some' when a condition inside decides. */
function readable(term: Term, field: ScopeField, absorbers: Absorber[]): 'yes' | 'some' | 'no' {
  if (term.kind === 'field') return term.field === field ? 'no' : 'yes';
  if (term.kind === 'total' && term.list === field) return 'no';
  if (term.type === 'bool') {
    const outcomes = outcomesOf(term, field, absorbers);
    return outcomes === N ? 'no' : (outcomes & N) === 0 ? 'yes' : 'some';
  }
  if (term.kind === 'conditional') {
    const asked = outcomesOf(term.condition, field, absorbers);
    const branches = [
      ...((asked & T) === 0 ? [] : [readable(term.then, field, absorbers)]),
      ...((asked & F) === 0 ? [] : [readable(term.otherwise, field, absorbers)]),
      ...((asked & N) === 0 ? [] : ['no' as const]),
    ];
    if (branches.every((branch) => branch === 'yes')) return 'yes';
    if (branches.every((branch) => branch === 'no')) return 'no';
    absorbers.push({ code: 'other-branch', from: term.from, to: term.to });
    return 'some';
  }
  const inner = childrenOf(term).map((child) => readable(child, field, absorbers));
  return inner.includes('no') ? 'no' : inner.includes('some') ? 'some' : 'yes';
}

/** Results the condition can have when the field is absent and the others are anything present. */
function outcomesOf(term: Term, field: ScopeField, absorbers: Absorber[]): Outcomes {
  switch (term.kind) {
    case 'has':
      return term.field === field ? F : T | F;
    case 'has-item':
      return T | F;
    // An order with lines has at least one, and each of them may come out as the condition can.
    case 'quantified':
      return term.list === field ? N : outcomesOf(term.condition, field, absorbers);
    case 'literal':
      return term.value === true ? T : F;
    case 'field':
      return term.field === field ? N : T | F;
    case 'not': {
      const inner = outcomesOf(term.operand, field, absorbers);
      return (inner & N) | ((inner & T) === 0 ? 0 : F) | ((inner & F) === 0 ? 0 : T);
    }
    case 'logic':
      return logicOutcomes(term.operands, term.op === 'or' ? T : F, field, absorbers);
    case 'conditional': {
      const asked = outcomesOf(term.condition, field, absorbers);
      const then = outcomesOf(term.then, field, absorbers);
      const otherwise = outcomesOf(term.otherwise, field, absorbers);
      const all = (asked & N) | ((asked & T) === 0 ? 0 : then) | ((asked & F) === 0 ? 0 : otherwise);
      if ((then | otherwise) & N && all !== N) absorbers.push({ code: 'other-branch', from: term.from, to: term.to });
      return all;
    }
    default: {
      const inner = childrenOf(term).map((child) => readable(child, field, absorbers));
      return inner.includes('no') ? N : inner.includes('some') ? T | F | N : T | F;
    }
  }
}

function logicOutcomes(
  operands: readonly Term[],
  deciding: Outcomes,
  field: ScopeField,
  absorbers: Absorber[],
): Outcomes {
  const inner = operands.map((operand) => outcomesOf(operand, field, absorbers));
  const neutral = deciding === T ? F : T;
  const unknown = inner.some((outcomes) => (outcomes & N) !== 0);
  if (unknown) {
    operands.forEach((operand, index) => {
      const outcomes = inner[index] ?? N;
      if ((outcomes & deciding) === 0) return;
      const code =
        asksFor(operand, field) && outcomes === deciding ? 'has-guard' : deciding === T ? 'or-true' : 'and-false';
      absorbers.push({ code, from: operand.from, to: operand.to });
    });
  }
  if (inner.some((outcomes) => outcomes === deciding)) return deciding;
  const decided = inner.some((outcomes) => (outcomes & deciding) !== 0) ? deciding : 0;
  const settled = inner.every((outcomes) => (outcomes & neutral) !== 0) ? neutral : 0;
  return decided | settled | (unknown ? N : 0);
}

function asksFor(term: Term, field: ScopeField): boolean {
  return term.kind === 'has' ? term.field === field : childrenOf(term).some((child) => asksFor(child, field));
}

/** A text that orders must have in a field for this part of the rule to be true. */
export interface ComparedText {
  readonly field: ScopeField;
  readonly value: string;
}

/** The texts a rule compares fields with by `==` or `in`, each once, in order of appearance; what it denies is none. */
export function comparedTexts(rule: CheckedRule): readonly ComparedText[] {
  const found = new Map<string, ComparedText>();
  const note = (item: Term, other: Term): void => {
    if (item.kind !== 'field' || other.kind !== 'literal' || other.type !== 'string') return;
    found.set(JSON.stringify([item.field.column, other.value]), { field: item.field, value: other.value });
  };
  const walk = (term: Term): void => {
    if (term.kind === 'compare' && term.op === '==') {
      note(term.left, term.right);
      note(term.right, term.left);
    }
    if (term.kind === 'in') for (const one of term.list) note(term.item, one);
    if (term.kind !== 'not') for (const child of childrenOf(term)) walk(child);
  };
  walk(rule.ast);
  return [...found.values()];
}

function notesOf(rule: CheckedRule): RuleNote[] {
  const notes: RuleNote[] = [];
  const walk = (term: Term): void => {
    noteOf(rule, term, notes);
    for (const child of childrenOf(term)) walk(child);
  };
  walk(rule.ast);
  return notes;
}

function readsLine(term: Term): boolean {
  return term.kind === 'item' || childrenOf(term).some(readsLine);
}

function noteOf(rule: CheckedRule, term: Term, notes: RuleNote[]): void {
  const span = { from: term.from, to: term.to };
  if (term.kind === 'literal' && term.type === 'money') {
    notes.push({ code: 'minor-units', params: { currency: rule.currency, minor: term.value.toString() }, ...span });
  }
  if ((term.kind === 'field' || term.kind === 'item') && term.type === 'money' && rule.currencyField !== null) {
    notes.push({ code: 'currency', params: { currency: rule.currency }, ...span });
  }
  if (term.kind === 'field' && term.field.unsure === true)
    notes.push({ code: 'unsure', params: { path: term.field.path }, ...span });
  if (term.kind === 'field' && term.field.snapshotAt !== undefined)
    notes.push({ code: 'snapshot', params: { path: term.field.path, snapshot: term.field.snapshotAt }, ...span });
  if (term.kind === 'listed') notes.push({ ...listNote(term), ...span });
  if (term.kind === 'quantified' && readsLine(term.condition))
    notes.push({ code: term.name === 'all' ? 'lines-all' : 'lines-exists', params: {}, ...span });
  if (term.kind === 'total' && childrenOf(term).some(readsLine))
    notes.push({ code: 'lines-total', params: {}, ...span });
  if (term.kind === 'part')
    notes.push({ code: term.zoneImplied ? 'zone-implied' : 'zone-named', params: { zone: term.zone }, ...span });
  if (term.kind === 'not' && term.operand.kind !== 'has') notes.push({ code: 'negated-absence', params: {}, ...span });
  if (term.kind === 'ratio' && term.right.kind !== 'literal')
    notes.push({ code: 'division-by-zero', params: {}, ...span });
  if (term.kind !== 'arithmetic') return;
  if (term.op !== '/' && term.op !== '%') notes.push({ code: 'out-of-range', params: {}, ...span });
  else if (term.right.kind !== 'literal') notes.push({ code: 'division-by-zero', params: {}, ...span });
}

function listNote({ list: { id, snapshotAt } }: ListedTerm): ListNote {
  const list = `${listsRoot}.${id}`;
  return snapshotAt === undefined
    ? { code: 'list-as-of', params: { list } }
    : { code: 'list-undated', params: { list, snapshot: snapshotAt } };
}

type ListNote =
  | { readonly code: 'list-as-of'; readonly params: { readonly list: string } }
  | { readonly code: 'list-undated'; readonly params: { readonly list: string; readonly snapshot: string } };
