import { isMasked, orderColumnsOf, type Pii } from '../model/columns.ts';
import { eventColumns } from '../model/events.ts';
import { nearFields } from '../model/near.ts';
import { lineColumns } from '../model/order-lines.ts';

/** What a table of the project file holds. */
interface Contents {
  /** Its columns with their class of personal data. Texts of JSON have the class of the worst they may quote. */
  readonly columns: Readonly<Record<string, Pii>>;
  /** The column that says which file brought a row. */
  readonly file?: string;
  /** What stays when all data of the client is deleted. */
  readonly stays?: true;
}

const of = (pii: Pii, ...names: readonly string[]): Readonly<Record<string, Pii>> =>
  Object.fromEntries(names.map((name) => [name, pii]));
const plain = (...names: readonly string[]) => of('none', ...names);
const identity = (...names: readonly string[]) => of('identity', ...names);
const classes = (columns: readonly { readonly name: string; readonly pii: Pii }[]): Readonly<Record<string, Pii>> =>
  Object.fromEntries(columns.map(({ name, pii }) => [name, pii]));

/**
 * Every table of the project file with every column: what is stored is told by it, and what it does not say `stays` goes
 * with all data of the client. A test compares it with the tables of a new project.
 */
export const contents: Readonly<Record<string, Contents>> = {
  shinsa_meta: { columns: plain('format_version', 'project_id', 'created_at', 'card_key', 'app_version'), stays: true },
  order_rows: {
    columns: { ...classes(orderColumnsOf), ...plain('seq', 'label', 'import_id', 'source_line') },
    file: 'import_id',
  },
  outcomes: {
    columns: {
      ...identity('order_id', 'told_id', 'transaction_id', 'approval_number'),
      ...of('card', 'card_bin', 'card_last4', 'card_token'),
      ...plain('kind', 'reported_at', 'amount', 'currency', 'reason', 'family', 'source', 'source_line'),
      ...plain(
        'purchased_at',
        'matched_by',
        'candidates',
        'decided_at',
        'days_past_due',
        'due_at',
        'detail',
        'repeats',
      ),
    },
    file: 'source',
  },
  order_lines: {
    columns: {
      ...identity('order_id'),
      ...classes(lineColumns),
      ...plain('line', 'currency', 'import_id', 'source_line'),
    },
    file: 'import_id',
  },
  events: {
    columns: {
      ...classes(eventColumns),
      // Made of the event's id, or of whatever names whose event it is.
      ...identity('ident'),
      ...of('contact', 'email_key', 'phone_key'),
      ...of('network', 'ip_key'),
      ...plain('kind', 'passed', 'import_id', 'source_line'),
    },
    file: 'import_id',
  },
  rejects: {
    columns: { ...identity('cells'), ...plain('import_id', 'source_line', 'reason', 'column_name') },
    file: 'import_id',
  },
  import_orders: {
    columns: { ...identity('order_id'), ...plain('import_id', 'says', 'column_name') },
    file: 'import_id',
  },
  identity_values: {
    columns: { ...of('contact', 'raw', 'beside', 'key', 'facts'), ...plain('kind', 'confidence', 'doubts') },
  },
  entity_links: { columns: { ...identity('entity'), ...plain('kind', 'orders') } },
  near_pairs: {
    columns: {
      // Hashes of what both sides say.
      ...identity('pair'),
      ...plain('one_seq', 'other_seq', 'one_orders', 'other_orders', 'bits', 'over'),
      ...plain(...nearFields.flatMap((field) => [field, `${field}_bits`, `${field}_rarity`])),
    },
  },
  near_decisions: { columns: { ...identity('pair'), ...plain('decision', 'decided_at', 'applied') } },
  imports: { columns: { ...plain('import_id', 'imported_at'), ...identity('report') }, file: 'import_id' },
  outcome_files: { columns: plain('import_id', 'imported_at', 'report'), file: 'import_id' },
  line_files: { columns: plain('import_id', 'imported_at', 'report'), file: 'import_id' },
  event_files: { columns: { ...plain('import_id', 'imported_at'), ...identity('report') }, file: 'import_id' },
  // The client's own lists go, see `forgetLists`.
  lists: { columns: plain('list_id', 'created_at', 'definition', 'rejected', 'deleted_at'), stays: true },
  list_entries: {
    columns: { ...identity('value', 'key', 'note'), ...plain('list_id', 'added_at', 'removed_at') },
    file: 'list_id',
    stays: true,
  },
  runs: { columns: { ...plain('run_id', 'ran_at', 'data_version'), ...identity('rule_set', 'result') } },
  run_tallies: { columns: plain('run_id', 'groups') },
  rule_sets: {
    columns: { ...plain('rule_set_id', 'version', 'saved_at', 'deleted_at'), ...identity('rule_set', 'note') },
    stays: true,
  },
  // Headers and codes of a file, not what stands in it.
  saved_mappings: { columns: plain('kind', 'name', 'saved_at', 'mapping', 'headers'), stays: true },
  // What is filtered by names persons, as the values of any column do.
  segments: { columns: { ...plain('segment_id', 'saved_at', 'deleted_at'), ...identity('name', 'note', 'filter') } },
  // A query names persons by the values it asks for; what it is called is as it was written.
  sql_views: { columns: { ...plain('view_id', 'masked', 'saved_at', 'deleted_at'), ...identity('name', 'query') } },
  sql_history: {
    columns: { ...plain('query_id', 'ran_at', 'masked', 'ms', 'row_count', 'ended'), ...identity('query') },
  },
  // Results as they were on screen, with the filter they stand on.
  findings: {
    columns: {
      ...plain('finding_id', 'position', 'pinned_at', 'deleted_at'),
      ...identity('title', 'note', 'entry', 'result', 'quoted'),
    },
  },
  targets: { columns: { ...plain('target_id', 'saved_at'), ...identity('target') }, stays: true },
  // Reports of linking name orders.
  settings: { columns: { ...plain('key'), ...identity('value') }, stays: true },
  // Rule sets and filters name persons by their exceptions and conditions.
  review_samples: { columns: { ...plain('sample_id', 'drawn_at', 'deleted_at'), ...identity('sample') } },
  review_items: {
    columns: { ...identity('order_id'), ...plain('sample_id', 'row_key', 'position', 'stratum', 'inclusion', 'hits') },
  },
  review_files: { columns: plain('import_id', 'sample_id', 'imported_at', 'report'), file: 'import_id' },
  review_verdicts: {
    columns: {
      ...identity('reviewer', 'comment'),
      ...plain('import_id', 'sample_id', 'row_key', 'verdict', 'reviewed_at', 'source_line'),
    },
    file: 'import_id',
  },
  custom_columns: { columns: plain('id', 'label', 'type', 'known_at_screening', 'position'), stays: true },
  deletions: {
    columns: {
      ...plain('deletion_id', 'deleted_at', 'what', 'mode', 'held', 'reason', 'app_version', 'rewritten'),
      ...identity('subject_hash'),
    },
    stays: true,
  },
};

/** Rules are what a person wrote and saves again: their text is left as it is. */
const asWritten: ReadonlySet<string> = new Set([
  'rule_sets.rule_set',
  'rule_sets.note',
  'runs.rule_set',
  'segments.name',
  'sql_views.name',
  'findings.note',
]);

/** The class of a column, and whether its values are masked; what nobody has said may be a person's. */
export function classOf(table: string, column: string): { readonly pii: Pii; readonly masked: boolean } {
  const pii = contents[table]?.columns[column] ?? 'identity';
  return { pii, masked: isMasked({ name: column, pii }) && !asWritten.has(`${table}.${column}`) };
}
