import type { CliMessages } from './messages.ts';

export const en: CliMessages = {
  help: `Usage:
  shinsa import   --project P.shinsa --history FILE|FOLDER... (--mapping MAP.json | --preset NAME | --saved NAME) [READ] [--outcomes FILE] [--recorded FILE] [--json]
  shinsa import   --project P.shinsa --recorded FILE [READ] [--json]
  shinsa import   --project P.shinsa --preset NAME FILE|FOLDER... [READ] [--json]
  shinsa backtest --project P.shinsa --ruleset RULES.json [--assumptions FILE.json] [--champion RULES.json] [--as-of DATE] [--by day|week|month|weekday|COLUMN] [--split DATE[,DATE]] [--stability month|DATE|MONTH,MONTH] [--thresholds] [--overlap] [--contributions] [--additions] [--json]
  shinsa rules    --project P.shinsa --ruleset RULES.json [--json]
  shinsa export   --project P.shinsa --ruleset RULES.json --out DIR [--zip] [--sign KEY.pem] [--created INSTANT] [--raw-values] [--json]
  shinsa verify   PACKAGE [--signer FINGERPRINT] [--project P.shinsa] [--json]
  shinsa diff     A B [--project P.shinsa] [--json]
  shinsa export-events --project P.shinsa [--package PACKAGE] --out EVENTS.ndjson --unmasked [--json]   (as O-PLUX is sent them; with --package as replay, serve-check and conform read them)
  shinsa replay   --package PACKAGE --events EVENTS.ndjson [--keep-early DAYS] [--json]
  shinsa serve-check --package PACKAGE [--keep-early DAYS] [--unmasked] < EVENTS.ndjson > RESULTS.ndjson
  shinsa conform  --package PACKAGE [--recorded RESULTS] (--events EVENTS.ndjson | --project P.shinsa) [--unmasked] [--json]
  shinsa emulate  --project P.shinsa --rules RULES.json --profile exact|bucketed-hour|bucketed-day|capped|wall-clock|nulls-false|nulls-error
                  [--cap N] [--delay 90s|15m|2h|1d] [--gives OK|REVIEW|HOLD|NG|default] [--unmasked] [--json]
  shinsa features --project P.shinsa --spec FEATURES.json [--json]
  shinsa scorecard --project P.shinsa --spec SCORECARD.json [--as-of DATE] [--orders ID[,ID]] [--json]
  shinsa bnpl preset invoice-14|statement|instalment | bnpl lint CONFIG.json [--project P.shinsa] | bnpl schedule CONFIG.json --arrived DATE --amount N   [--json]
  shinsa compare  --project P.shinsa [--a FILTER.json] [--a-segment NAME] [--a-from DATE] [--a-to DATE] [--b FILTER.json] [--b-segment NAME] [--b-from DATE] [--b-to DATE] [--by COLUMN[,COLUMN]] [--as-of DATE] [--json]
  shinsa quality  --project P.shinsa [--json]
  shinsa patterns --project P.shinsa [--params FILE] [--json]
  shinsa sql      --project P.shinsa "SELECT ..." [--limit ROWS] [--csv] [--json]
  shinsa maturity --project P.shinsa [--target ID] [--unit month|week] [--json]
  shinsa outcomes --project P.shinsa [FILE|FOLDER... [--mapping MAP.json | --preset NAME | --saved NAME] [READ]] [--json]
  shinsa outcomes open    --project P.shinsa [--import ID] [--json]
  shinsa outcomes resolve --project P.shinsa --import ID --line N (--order-id X | --none | --undo) [--json]
  shinsa targets  --project P.shinsa [set TARGET.json] [--json]
  shinsa lines    --project P.shinsa [FILE|FOLDER... [--mapping MAP.json | --preset NAME | --saved NAME] [READ]] [--json]
  shinsa stored   --project P.shinsa [--json]
  shinsa forget   --project P.shinsa (--order-id X | --member X | --email X | --phone X | --all) --reason R [--delete] [--yes] [--json]
  shinsa events   --project P.shinsa [--kind auth|3ds|login|shipment|payment] [FILE|FOLDER... [--mapping MAP.json | --preset NAME | --saved NAME] [READ]] [--json]
  shinsa imports  --project P.shinsa [--json]
  shinsa imports remove --project P.shinsa --import ID [--json]
  shinsa imports rejected|unmatched|orphans --project P.shinsa --import ID --out FILE.csv --unmasked [--json]
  shinsa mappings --project P.shinsa [--json]
  shinsa mappings save|rename|delete|write --project P.shinsa --of orders|outcomes|lines|events --name NAME [MAP.json | --to NAME | --out MAP.json] [--json]
  shinsa demo     --out DIR [--json]
  shinsa link     --project P.shinsa [--hub PERSONS] [--near] [--link-near] [--json]
  shinsa near     --project P.shinsa [--show open|over|accepted|rejected] [--json]
  shinsa near accept|reject|undo --project P.shinsa PAIR... [--json]
  shinsa lists    --project P.shinsa [--json]
  shinsa lists add     --project P.shinsa --name NAME --kind exact|domain|cidr|address|person|phone|email [--purpose negative|positive|mail-disposable|mail-free|network|country|other] [--id ID] [--snapshot DAY] [READ] FILE [--json]
  shinsa lists add     --project P.shinsa --bundled ID [--json]
  shinsa lists refresh --project P.shinsa --id ID [--snapshot DAY] [READ] FILE [--json]
  shinsa lists rename  --project P.shinsa --id ID [--name NAME] [--purpose PURPOSE] [--json]
  shinsa lists delete|restore|entries --project P.shinsa --id ID [--search TEXT] [--json]
  shinsa lists put     --project P.shinsa --id ID VALUE... [--json]
  shinsa lists bundled [--json]
  shinsa findings --project P.shinsa [--html FILE.html] [--lang ja|en] [--json]
  shinsa review-sample draw     --project P.shinsa --ruleset RULES.json (--size N | --half-width POINTS) --out SHEET.xlsx [--allocation equal|proportional|neyman] [--alerted %] [--passed %] [--seed TEXT] [--show-rules] [--json]
  shinsa review-sample import   --project P.shinsa FILE [--json]
  shinsa review-sample estimate --project P.shinsa [--sample CODE] [--json]
  shinsa identity --kind address|person|phone|email|ip|device|cookie|card|agent [--postal 107-0052 | --kana KANA] [--without numerals,variants] [--project P.shinsa] VALUE... [--json]
  shinsa identity --kind KIND --project P.shinsa [--column KEY_COLUMN --without STEP,STEP [--hits N] [--limit MINOR_UNITS]] [--json]
READ: [--encoding utf-8|shift_jis|utf-16le|euc-jp] [--delimiter ,|;|tab] [--sheet NAME], where detection is wrong.
Personal values are masked; --unmasked shows them, --role analyst|consultant|presenter masks as that role does, --mask identity,contact,card,network only those classes, with import, backtest, features, scorecard, compare, quality, patterns, maturity, outcomes, lines, events, imports, mappings, near, targets, link, lists, identity, review-sample, sql and findings.
Results go to standard output, progress to standard error. Exit codes: 0 done, 2 bad input, 1 internal, 130 cancelled.`,
  usage: {
    'command-missing': 'No command given.',
    'command-unknown': 'There is no command "{subject}".',
    'option-unknown': '"{subject}" is not known here.',
    'option-missing': '{subject} is required.',
    'option-value': '{subject} takes exactly one value.',
    'option-choice': 'The value is not one that it can be: {subject}',
    'options-exclude': '{subject}: give only one of them.',
    'value-missing': 'Give at least one value behind "{subject}".',
  },
  phases: {
    reading: 'reading',
    checking: 'checking',
    identity: 'matching spellings',
    sorting: 'sorting',
    writing: 'writing',
    outcomes: 'matching outcomes',
    computing: 'computing',
    features: 'computing features',
    columns: 'reading columns of the orders',
    rules: 'deciding by the rules',
    figures: 'adding up figures',
    replaying: 'replaying the history',
    vectors: 'making the test records',
    proving: 'proving',
    'proving-features': 'running the SQL of features',
    opening: 'opening',
    snapshot: 'copying the data for SQL',
    querying: 'running the query',
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
  recorded:
    'Screening results {file}: {read} rows read, {matched} of an order ({unmatched} of none, {conflicting} contradicting, {others} otherwise rejected); {updated} orders written to, {unchanged} said the same.',
  eventsWritten: '{events} orders written as events: {path}',
  rejected: '  {rows} rejected: {reason}[ (column {column})], first at[ {file},] line {line}',
  linesRead:
    'Order lines {file}: {read} rows, {accepted} taken in of {orders} orders ({replaced} had lines before), {rejected} rejected',
  linesOrphans: '  {orphans} lines name {orders} orders that are not in the project: {ids}',
  upserted:
    '  Against the orders already there: {inserted} new, {updated} updated, {unchanged} unchanged, {conflicting} contradict theirs (rejected).',
  upsertedColumn: '    {column}: filled in {filled} orders, changed in {changed}',
  importedFile: '  {name}: {read} rows, {accepted} orders, {rejected} rejected',
  outcomes:
    'Outcomes[ {file}]: {read} rows, {matched} match an order, {several} fit several, {unmatched} none, {rejected} rejected',
  matchedBy: '  {rows} matched by {by}',
  chargebacks:
    'Chargebacks of {orders} orders: {charged} charged back, {reversed} given back, {remaining} stay ({remainingOrders} orders); of these {shifted} with liability shift ({shiftedOrders} orders), {realised} are the shop\u2019s loss (minor units)',
  unexplained:
    '{unexplainedOrders} of {remainingOrders} orders that stay charged back have a reason nobody knows (targets of card fraud count them as fraud)',
  conflict: '{name}: {orders} orders',
  conflictOrder: '  order {order}: {facts}',
  events: {
    none: 'The project has no events.',
    kind: '{name}: {events} events, {passed} succeeded, {failed} failed; {otherOrders} of orders not in the project, {noOrder} without an order',
    file: '  {file}: {events} events ({name})',
    taken:
      '{file} ({name}): {read} rows read, {accepted} events taken in ({replaced} replaced), {rejected} rejected; {otherOrders} of orders not in the project, {noOrder} without an order',
  },
  states: '{rows} orders: {bad} bad, {good} good, {immature} immature, {blocked} blocked, {excluded} excluded',
  decisions: 'Decisions: OK {OK}, REVIEW {REVIEW}, HOLD {HOLD}, NG {NG}',
  decidedBy: '  {by}: {result} {orders}',
  total: '{alerts} alerts (rate {alertRate}), precision {precision}, {recallName} {recall}',
  rule: '  {code}: {hits} hits, {tp} bad, {fp} good, {unevaluable} not evaluable, {figures}',
  rules: {
    head: '{rules} rules looked at on {orders} orders; {findings} findings.',
    finding: '{subject}: {name}',
    unchecked: 'Not looked at because of errors: {codes}',
  },
  quality: {
    head: '{orders} orders checked; {bad} bad and {good} good ones of known outcome.',
    finding: '{severity}: {name}[ ({column})]: {count} of {of} {unit} ({share})',
    noFinding: 'Nothing was found.',
    clean: 'Looked for and not found: {names}',
    skipped: 'Not looked for: {name} ({reason})',
    columns: 'Columns: filled, of them valid, distinct values, most frequent ones',
    column: '  {column}: {filled} of {of} ({share})[, {valid} valid], {distinct} distinct[, {top}]',
    spread: '    {min} | {q1} | {median} | {q3} | {max}[, {beyond} outliers ({rule})]',
  },
  patterns: {
    head: 'Patterns looked for in {orders} orders from {from} to {to}',
    ground:
      'Target {target} ({horizon} days), as of {asOf}: {bad} {badWord}, {good} {goodWord}, {immature} immature, {blocked} blocked, {excluded} excluded',
    finder:
      '{name}: {found} found, {orders} orders, {amount}; precision {precision} ({bad} {badWord} of {known} known), {recall} of {allBad} {badWord} orders',
    missing: '{name}: not looked for, needs {columns}',
    finding: '  {shared}: {orders} orders, {amount}, {from} to {to}, {bad} {badWord} of {known} known ({facts})',
    more: '  … and {count} more',
    hindsight:
      'Finders look at the whole time at once. What their draft rules would have done is told by a backtest. Their limits were read off these orders, so judge them on later ones.',
  },
  demo: 'The sample shop was imported, backtested and exported.',
  written: 'Written: {path}',
  identity: '{raw} -> {key} ({confidence})',
  identityNone: 'no key',
  linked:
    '{linked} of {orders} orders are linked to {entities} entities (in hindsight); the largest has {largest} orders.',
  linkKind: '  {kind}: links {orders} orders to an earlier one, by {values} values',
  hubs: '{hubs} values shared by more than {persons} persons link nothing:',
  near: 'Near matches: {profiles} profiles, {candidates} pairs compared, {open} to review, {over} of them over the link threshold ({skipped} values too common to look by)',
  nearPair: '  {bits} bits: {one} ({oneOrders}) and {other} ({otherOrders}): {evidence} ‹{pair}›',
  nearMore: '  {rows} more; --json tells all of them',
  hub: '  {kind}: {persons} persons, {orders} orders, first {first}',
  entity: '  {entity}: {orders} orders, {names} names, {bad} bad, {good} good; linked by {links}',
  features: {
    head: 'Feature {id}[ {name}] ({type})',
    filled: '  {filled} of {orders} orders have a value, {distinct} different ones; {min} to {max}, mean {mean}',
    bin: '    {range}: {orders} orders, {bad} bad, {good} good',
    cost: '  {events} events of {keys} keys, at most {most} of one key[, computed in {ms} ms]',
    hindsight: '  With hindsight ({reading}) {differ} orders differ: {higher} higher, {lower} lower',
    unmeasured: '  Hindsight ({reading}) is not measured: a list does not say since when its values stand there',
    atLeastOne: '. At 1 or more: {then} orders, {thenBad} bad; with hindsight {now}, {nowBad} bad',
    ties: 'events of the same instant counted',
    outcomes: 'outcomes known at once',
    lists: 'lists as they are today',
    window: 'the whole history, what came after included',
  },
  maturity: {
    head: 'Label maturity: {target} ({horizon} days), as of {asOf}, {reports} dated reports',
    notMeasured: 'not measured (the outcomes of this target carry no report dates)',
    tooFew: 'no curve from fewer than {fewest} reports',
    age: '  {percent} % reported by day {days}',
    ageBanded: '  {percent} % reported by day {days} (95 % band: {low} to {high})',
    trusted: 'Orders to trust: up to {day} (95 % reported or more)',
    horizon: 'At the days of the target ({horizon}) {percent} % are reported; the curve suggests {days} days',
    curve: 'Maturity by days after the order (by day, Kaplan-Meier in reversed time): {points}',
    ladder: 'Maturity by days after the order (by cohort, chain ladder): {points}',
    at: '{days} d {percent} %',
    cohorts: 'Cumulative rate by cohort (count). * marks what may still grow',
    cohort: 'cohort',
    within: 'in {days} d',
    soFar: '*',
    byTarget: 'By target',
    byPayment: 'By payment method',
    byFamily: 'By reason family',
    group: '  {name}: {ages}; orders to trust up to {day} ({reports} reports)',
    groupOther: '  {name}: {state} ({reports} reports)',
    days: '{percent} % {days} d',
    none: '(blank)',
  },
  targets: {
    one: '{mark} {id}: {name} ({kinds}; {days} days; {origin}; {runs} runs)',
    preset: 'preset',
    changed: 'changed preset',
    own: 'own',
  },
  personal: {
    place: '{path}: {bytes} bytes',
    file: '{name}: {rows} rows held, taken in {at}, from {from} to {to}',
    table: '{table}: {rows} rows',
    column: '  {column}: {pii}, {filled} of {of} filled',
    cards: 'Card numbers: {replaced} cells replaced by a token, {tokens} orders have one',
    deletion: 'Deleted {at}: {what} ({mode}), {orders} orders, file written anew {rewritten}. Reason: {reason}',
    held: 'Held: {orders} orders, {outcomes} outcomes, {lines} order lines, {events} events, {listEntries} list entries, {nearPairs} near matches, {rejects} rejected rows, {identityValues} folded values, {imports} reports of imports, {reviews} orders of review samples, {segments} segments, {queries} SQL queries, {findings} findings',
    named: 'Named in {named} rule sets, targets and runs, which stay as they are: edit them yourself.',
    unsure: 'Nothing was deleted. Add --yes to delete what was counted.',
  },
  warning: 'Note: {text}',
  error: 'Error: {text}',
};
