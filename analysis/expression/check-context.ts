import { issue, type Issue, type IssueCode, type IssueParams, type Span } from './issue.ts';
import type { ItemField, Scope, ScopeField } from './scope.ts';
import type { Syntax } from './syntax.ts';
import type { Term } from './term.ts';

/** One check of one rule: what it may name, what it has found so far. `term` gives null after reporting an error. */
export interface Context {
  readonly scope: Scope;
  readonly issues: Issue[];
  readonly fields: Set<ScopeField>;
  readonly valued: Set<ScopeField>;
  /** Fields of lines that are named, and whether their value is read. */
  readonly items: Map<ItemField, boolean>;
  /** What the line is called inside a macro; null outside. */
  readonly line: { name: string | null };
  readonly term: (syntax: Syntax) => Term | null;
}

/** Records an issue; gives null so that callers can return it. */
export function report<C extends IssueCode>(context: Context, code: C, params: IssueParams<C>, span: Span): null {
  context.issues.push(issue(code, params, span));
  return null;
}

/** The node's place alone. */
export function spanOf(span: Span): Span {
  return { from: span.from, to: span.to };
}
