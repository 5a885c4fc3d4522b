import type { CliMessages } from './messages.ts';

export const en: CliMessages = {
  help: `Usage:
  shinsa import   --project P.shinsa --history FILE|FOLDER... (--mapping MAP.json | --preset NAME) [--sheet NAME] [--outcomes FILE] [--json]
  shinsa backtest --project P.shinsa --ruleset RULES.json [--json]
  shinsa export   --project P.shinsa --ruleset RULES.json --out DIR [--json]
  shinsa demo     --out DIR [--json]
  shinsa identity --kind address|person|phone|email|ip [--postal 107-0052] VALUE... [--json]
Results go to standard output, progress to standard error. Exit codes: 0 done, 2 bad input, 1 internal, 130 cancelled.`,
  usage: {
    'command-missing': 'No command given.',
    'command-unknown': 'There is no command "{subject}".',
    'option-unknown': '"{subject}" is not known here.',
    'option-missing': '{subject} is required.',
    'option-value': '{subject} takes exactly one value.',
    'option-choice': '{subject} is not one of those it can be.',
    'options-exclude': '{subject}: give only one of them.',
    'value-missing': 'Give at least one value behind "{subject}".',
  },
  phases: {
    reading: 'reading',
    checking: 'checking',
    sorting: 'sorting',
    writing: 'writing',
    outcomes: 'matching outcomes',
    computing: 'computing',
    proving: 'proving',
    opening: 'opening',
  },
  schemaIssues: {
    'not-json': 'It is not JSON.',
    unrecognized_keys: 'The key is not known.',
    invalid_type: 'The value is missing or of the wrong type.',
    other: 'The value is not allowed.',
  },
  place: { line: 'line {line}', column: 'column {column}', field: 'field {field}' },
  imported:
    '{read} rows read, {accepted} orders taken in, {rejected} rejected[, {lines} further lines of orders] ({seconds} s).',
  rejected: '  {rows} rejected: {reason}[ (column {column})], first at[ {file},] line {line}',
  importedFile: '  {name}: {read} rows, {accepted} orders, {rejected} rejected',
  outcomes: 'Outcomes: {read} rows, {matched} match an order, {unmatched} do not, {rejected} rejected',
  states: '{rows} orders: {bad} bad, {good} good, {immature} immature, {blocked} blocked, {excluded} excluded',
  decisions: 'Decisions: OK {OK}, REVIEW {REVIEW}, HOLD {HOLD}, NG {NG}',
  total: '{alerts} alerts (rate {alertRate}), precision {precision}, recall {recall}',
  rule: '  {code}: {hits} hits, {tp} bad, {fp} good, precision {precision}, recall {recall}, {unevaluable} not evaluable',
  exported: '{vectors} test vectors, {mismatches} mismatches with {evaluator}.',
  demo: 'The sample shop was imported, backtested and exported.',
  written: 'Written: {path}',
  identity: '{raw} -> {key} ({confidence})',
  identityNone: 'no key',
  warning: 'Note: {text}',
  error: 'Error: {text}',
};
