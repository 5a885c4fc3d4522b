/**
 * The closed list of what can be said about a rule's text, with the names of the parameters each text needs.
 * The catalogues of the window and of the command line hold one sentence per code and language.
 */
export const issueParams = {
  // the text itself
  empty: [],
  'too-long': ['limit'],
  'too-deep': ['limit'],
  'too-many-parts': ['limit'],
  'too-complex': [],
  'unexpected-character': ['found'],
  'unexpected-token': ['found'],
  'unexpected-end': [],
  'unterminated-string': [],
  'invalid-escape': ['found'],
  'invalid-number': ['found'],
  'reserved-word': ['found'],
  'single-equals': [],
  'word-operator': ['found', 'use'],
  'unsupported-bytes': [],
  'unsupported-uint': ['found'],
  'unsupported-map': [],
  'unsupported-index': [],
  'unsupported-select': [],
  // names
  'unknown-field': ['path', 'suggestions'],
  'unknown-function': ['name', 'suggestions'],
  'refused-outcome': ['path'],
  'refused-after': ['path'],
  'unsure-field': ['path'],
  'snapshot-field': ['path', 'snapshot'],
  // types
  'not-bool': ['type'],
  'operand-type': ['operator', 'expected', 'found'],
  'types-differ': ['operator', 'left', 'right'],
  'number-mix': ['left', 'right'],
  'null-comparison': [],
  'blank-text': ['path'],
  'string-order': ['operator'],
  'bool-order': ['operator'],
  'double-division': ['operator'],
  'division-by-zero': [],
  'int-range': ['text'],
  'double-range': ['text'],
  'overflow-possible': ['operator'],
  // money
  'money-digits': ['text', 'currency', 'digits'],
  'money-mixed': ['operator', 'type'],
  'money-arithmetic': ['operator', 'left', 'right'],
  'money-ratio': ['currency'],
  // lists
  'list-place': [],
  'list-empty': [],
  'list-item-literal': [],
  'list-item-type': ['expected', 'found'],
  'list-null': [],
  'unknown-list': ['list', 'suggestions'],
  'list-item-field': [],
  'list-field': ['path', 'list', 'match'],
  'list-undated': ['list', 'snapshot'],
  // lines of an order
  'macro-target': ['name'],
  'macro-variable': ['name'],
  'macro-nested': ['name'],
  'macro-place': ['name'],
  'list-value': ['path'],
  'sum-place': [],
  'sum-type': ['found'],
  // time
  'timestamp-format': ['text'],
  'timestamp-range': ['text'],
  'timestamp-difference': [],
  'duration-format': ['text'],
  'duration-place': [],
  'zone-literal': [],
  'zone-unknown': ['zone'],
  // calls
  'argument-count': ['name', 'expected', 'found'],
  'argument-type': ['name', 'expected', 'found'],
  'receiver-type': ['name', 'expected', 'found'],
  'receiver-missing': ['name'],
  'has-argument': [],
  // regular expressions
  'regex-literal': [],
  'regex-syntax': ['found'],
  'regex-unsupported': ['found'],
  'regex-lookaround': [],
  'regex-backreference': [],
  'regex-too-large': [],
  'regex-nested': [],
  // rule sets
  'rule-code-duplicate': ['code'],
  'rule-text-duplicate': ['code', 'other'],
  'rule-ungrouped': ['code'],
  'group-rule-unknown': ['code', 'priority'],
  'group-rule-repeated': ['code', 'priority'],
  'group-priority-shared': ['priority'],
  'ruleset-timezone': ['zone'],
  // features
  'unknown-feature': ['path', 'suggestions'],
  'feature-duplicate': ['feature'],
  'feature-field': ['feature', 'path', 'suggestions'],
  'feature-field-refused': ['feature', 'path'],
  'feature-key-type': ['feature', 'path', 'type'],
  'feature-of-missing': ['feature', 'agg'],
  'feature-of-unused': ['feature', 'agg'],
  'feature-of-type': ['feature', 'path', 'agg', 'type'],
  'feature-option': ['feature', 'option'],
  'feature-where': ['feature', 'at'],
  'feature-where-note': ['feature', 'at'],
  // policies and exceptions of rule sets; exceptions are counted from 1
  'policy-no-groups': [],
  'policy-groups-unused': [],
  'policy-out-of-reach': ['part', 'threshold', 'most'],
  'policy-sum-range': ['part'],
  'rule-unscored': ['code'],
  'exception-field': ['number', 'path'],
  'exception-rule-unknown': ['number', 'code'],
  'exception-period': ['number'],
  'exception-surrogate': ['number'],
} as const satisfies Record<string, readonly string[]>;

export type IssueCode = keyof typeof issueParams;

/** All codes, for the catalogues' completeness tests. */
export const issueCodes = Object.keys(issueParams) as readonly IssueCode[];

const warnings: ReadonlySet<IssueCode> = new Set<IssueCode>([
  'unsure-field',
  'snapshot-field',
  'list-undated',
  'overflow-possible',
  'blank-text',
  'money-ratio',
  'regex-nested',
  'rule-text-duplicate',
  'rule-ungrouped',
  'group-priority-shared',
  'feature-where-note',
  'policy-groups-unused',
  'policy-out-of-reach',
  'rule-unscored',
  'exception-surrogate',
]);

/** UTF-16 offsets in the rule's text, end exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One finding about a rule's text. An `error` keeps the rule from running; a `warning` does not. */
export interface Issue extends Span {
  readonly code: IssueCode;
  readonly params: Readonly<Record<string, string | number>>;
  readonly severity: 'error' | 'warning';
}

export type IssueParams<C extends IssueCode> = Readonly<Record<(typeof issueParams)[C][number], string | number>>;

/** Builds an issue; the parameter names are checked against `issueParams`. */
export function issue<C extends IssueCode>(code: C, params: IssueParams<C>, span: Span): Issue {
  return { code, params, from: span.from, to: span.to, severity: warnings.has(code) ? 'warning' : 'error' };
}

/** Stops the parser at the first syntax error; never leaves this room. */
export class SyntaxStop extends Error {
  readonly issue: Issue;

  constructor(found: Issue) {
    super(found.code);
    this.issue = found;
  }
}
