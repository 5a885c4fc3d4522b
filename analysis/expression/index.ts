export type { Cause } from './cause.ts';
export { check } from './check.ts';
export { currencyDigits, minorUnits } from './currency.ts';
export { issueCodes, issueParams, type Issue, type IssueCode, type Span } from './issue.ts';
export { parse, type Parsed } from './parser.ts';
export { currencyPath, scopeOf, type FieldType, type Scope, type ScopeField } from './scope.ts';
export { duckdbCauses, duckdbPredicate, type DuckdbOptions } from './sql/duckdb.ts';
export type { SqlPredicate } from './sql/predicate.ts';
export { limits, type Syntax } from './syntax.ts';
export {
  childrenOf,
  intLimit,
  textTests,
  timeParts,
  timeRange,
  type TermOf,
  type Checked,
  type CheckedRule,
  type Literal,
  type Term,
  type TextTest,
  type TimePart,
} from './term.ts';
export { isZone } from './zone.ts';
