import { canonicalColumns, type ColumnType } from '../model/columns.ts';
import { eventColumns } from '../model/events.ts';
import { nearFields } from '../model/near.ts';
import { id, join, sql, type Sql } from './sql.ts';

/** Version of the project file's format. A file with a higher one is refused, a lower one is migrated. */
export const formatVersion = 6;

/** DuckDB type of a column: money in minor units and ints as BIGINT, instants as TIMESTAMPTZ. */
export function duckdbType(type: ColumnType): Sql {
  switch (type) {
    case 'text':
      return sql`VARCHAR`;
    case 'money':
    case 'int':
      return sql`BIGINT`;
    case 'timestamp':
      return sql`TIMESTAMPTZ`;
    case 'double':
      return sql`DOUBLE`;
    case 'bool':
      return sql`BOOLEAN`;
  }
}

/** Columns of `orders` that are neither canonical nor custom, with their types. */
export const orderExtras: readonly (readonly [name: string, type: Sql])[] = [
  ['label', sql`BOOLEAN`],
  ['import_id', sql`VARCHAR`],
  ['source_line', sql`BIGINT`],
];

/** `order_rows` before the first import, which makes it anew with the columns its file fills. */
function orderRows(): Sql {
  const columns = [
    sql`seq BIGINT`,
    ...canonicalColumns.map((c) => sql`${id(c.name)} ${duckdbType(c.type)}`),
    ...orderExtras.map(([name, type]) => sql`${id(name)} ${type}`),
  ];
  return sql`CREATE TABLE order_rows (${join(columns, sql`, `)})`;
}

/** Reports of outcomes files; since format 2. */
export const outcomeFiles = sql`CREATE TABLE outcome_files (import_id VARCHAR, imported_at TIMESTAMPTZ, report VARCHAR)`;

/**
 * Distinct values with their keys (名寄せ), by kind, value and what stands beside it ('' for nothing); since format 3. `facts`
 * is what columns are made of besides, as JSON.
 */
export const identityValues = sql`CREATE TABLE identity_values (
  kind VARCHAR, raw VARCHAR, beside VARCHAR, key VARCHAR, confidence VARCHAR, doubts VARCHAR, facts VARCHAR)`;

/** Orders that each kind of value links to an earlier one, by entity; since format 3. */
export const entityLinks = sql`CREATE TABLE entity_links (entity VARCHAR, kind VARCHAR, orders BIGINT)`;

/**
 * What an outcome is joined to its order by, and what decided; since format 3. `told_id` is the order id its file gives,
 * `order_id` the order it belongs to, if any; `candidates` how many orders it may belong to.
 */
export const outcomeKeys: readonly (readonly [name: string, type: Sql])[] = [
  ['told_id', sql`VARCHAR`],
  ['transaction_id', sql`VARCHAR`],
  ['approval_number', sql`VARCHAR`],
  ['purchased_at', sql`TIMESTAMPTZ`],
  ['card_bin', sql`VARCHAR`],
  ['card_last4', sql`VARCHAR`],
  ['card_token', sql`VARCHAR`],
  ['matched_by', sql`VARCHAR`],
  ['candidates', sql`INTEGER`],
  ['decided_at', sql`TIMESTAMPTZ`],
];

/**
 * Pairs of profiles that may be one person (analysis/identity/near), until orders change: a key for each side, its first
 * order and its number of orders; for each field the level, the bits and what rarity adds to them.
 */
export const nearPairs = sql`CREATE TABLE near_pairs (pair VARCHAR, one_seq BIGINT, other_seq BIGINT, one_orders BIGINT,
  other_orders BIGINT, ${join(
    nearFields.map(
      (field) => sql`${id(field)} VARCHAR, ${id(`${field}_bits`)} DOUBLE, ${id(`${field}_rarity`)} DOUBLE`,
    ),
    sql`, `,
  )}, bits DOUBLE, over BOOLEAN)`;

/**
 * What persons said of such pairs, kept whatever happens to orders: 'accepted', 'rejected', or 'undo' of what the
 * entities still show; `applied` where the last linking knew it.
 */
export const nearDecisions = sql`CREATE TABLE near_decisions (
  pair VARCHAR, decision VARCHAR, decided_at TIMESTAMPTZ, applied BOOLEAN)`;

/** Lists with what stands on them; `definition` as listDefinitionSchema has it. */
const lists = sql`CREATE TABLE lists (
  list_id VARCHAR, created_at TIMESTAMPTZ, definition VARCHAR, rejected BIGINT, deleted_at TIMESTAMPTZ)`;

/** Spans of time in which a value was on a list: from after `added_at` (NULL: always) to before `removed_at`. */
const listEntries = sql`CREATE TABLE list_entries (
  list_id VARCHAR, value VARCHAR, key VARCHAR, added_at TIMESTAMPTZ, removed_at TIMESTAMPTZ, note VARCHAR)`;

/** Targets a person made or changed, by id (JSON); one with the id of a preset stands in its place. */
export const ownTargets = sql`CREATE TABLE targets (target_id VARCHAR, saved_at TIMESTAMPTZ, target VARCHAR)`;

/**
 * The lines of orders, of orders that may not be there yet too; since format 4. `line` counts from 1 within an order;
 * money in minor units of `currency`, the order's where it was known.
 */
export const orderLines = sql`CREATE TABLE order_lines (
  order_id VARCHAR, line INTEGER, sku VARCHAR, name VARCHAR, category VARCHAR, unit_price BIGINT, quantity BIGINT,
  amount BIGINT, currency VARCHAR, import_id VARCHAR, source_line BIGINT)`;

/** Reports of files of order lines; since format 4. */
export const lineFiles = sql`CREATE TABLE line_files (import_id VARCHAR, imported_at TIMESTAMPTZ, report VARCHAR)`;

/** What was deleted of personal data, when and why; `rewritten` once the file was written anew without it. */
export const deletions = sql`CREATE TABLE deletions (
  deletion_id VARCHAR, deleted_at TIMESTAMPTZ, what VARCHAR, mode VARCHAR, subject_hash VARCHAR, held VARCHAR,
  reason VARCHAR, app_version VARCHAR, rewritten BOOLEAN)`;

/**
 * What an outcome says beyond its kind; since format 4. `days_past_due` of an overdue bill, `due_at` of any, `detail` as its file writes it
 * (settlement code, category of a black registration, status of a reversal), `repeats` where another list tells the same.
 */
export const outcomeDetails: readonly (readonly [name: string, type: Sql])[] = [
  ['days_past_due', sql`INTEGER`],
  ['due_at', sql`TIMESTAMPTZ`],
  ['detail', sql`VARCHAR`],
  ['repeats', sql`BOOLEAN`],
];

/** Keys of 名寄せ that events have, as orders do. */
export const eventKeyColumns = ['email_key', 'phone_key', 'ip_key'] as const;

/**
 * Dated events of every kind; since format 4. `ident` names one within its kind, see the importer; `passed` tells
 * attempts that succeeded from those that did not, NULL where nobody can tell. `order_id` is as its file gives it, whether
 * the project has that order or not.
 */
export const events = sql`CREATE TABLE events (kind VARCHAR, ident VARCHAR, ${join(
  eventColumns.map((column) => sql`${id(column.name)} ${duckdbType(column.type)}`),
  sql`, `,
)}, passed BOOLEAN, ${join(
  eventKeyColumns.map((name) => sql`${id(name)} VARCHAR`),
  sql`, `,
)}, import_id VARCHAR, source_line BIGINT)`;

/** Reports of files of events; since format 4. */
export const eventFiles = sql`CREATE TABLE event_files (import_id VARCHAR, imported_at TIMESTAMPTZ, report VARCHAR)`;

/**
 * What files of orders did with orders or say of them (`fileSays`), but for those they brought, and `same` where one says of a
 * recorded result what stood there already; since format 4.
 * `column_name` is a column of orders, or of the file where a warning names it.
 */
export const importOrders = sql`CREATE TABLE import_orders (
  import_id VARCHAR, order_id VARCHAR, says VARCHAR, column_name VARCHAR)`;

/** Review samples: how each was drawn, and of what (`ReviewDrawn` as JSON). */
const reviewSamples = sql`CREATE TABLE review_samples (
  sample_id VARCHAR, drawn_at TIMESTAMPTZ, sample VARCHAR, deleted_at TIMESTAMPTZ)`;

/**
 * Their orders in the order of the worksheet: `inclusion` is the probability with which each was drawn, `hits` the codes of the
 * rules (JSON) that hit it then. The order id goes where the person it is of is deleted; the row stays, for it counts.
 */
const reviewItems = sql`CREATE TABLE review_items (
  sample_id VARCHAR, row_key VARCHAR, position INTEGER, order_id VARCHAR, stratum INTEGER, inclusion DOUBLE, hits VARCHAR)`;

/** Files of verdicts on samples, with their reports. */
const reviewFiles = sql`CREATE TABLE review_files (
  import_id VARCHAR, sample_id VARCHAR, imported_at TIMESTAMPTZ, report VARCHAR)`;

/** What each file says of its rows; the last file that says something of a row stands, in `outcomes` too. */
const reviewVerdicts = sql`CREATE TABLE review_verdicts (
  import_id VARCHAR, sample_id VARCHAR, row_key VARCHAR, verdict VARCHAR, reviewed_at DATE, reviewer VARCHAR,
  comment VARCHAR, source_line BIGINT)`;

/** Sums by group of entities, decision, outcome state and measure of a run (`packedSums`); since format 4. */
export const runTallies = sql`CREATE TABLE run_tallies (run_id VARCHAR, groups VARCHAR)`;

/** Mappings of a kind of file that a person kept under a name, with the header line of the file each was made for (both JSON); since format 4. */
export const savedMappings = sql`CREATE TABLE saved_mappings (
  kind VARCHAR, name VARCHAR, saved_at TIMESTAMPTZ, mapping VARCHAR, headers VARCHAR)`;

/** Filters that a person named (`filter` as JSON); since format 5. */
const segments = sql`CREATE TABLE segments (
  segment_id VARCHAR, name VARCHAR, note VARCHAR, filter VARCHAR, saved_at TIMESTAMPTZ, deleted_at TIMESTAMPTZ)`;

/**
 * Queries of the SQL console saved by name, and those that were run, without what they answered; since format 6. `masked`: the
 * classes of personal data (JSON) that whoever wrote them did not see.
 */
const sqlViews = sql`CREATE TABLE sql_views (
  view_id VARCHAR, name VARCHAR, query VARCHAR, masked VARCHAR, saved_at TIMESTAMPTZ, deleted_at TIMESTAMPTZ)`;
const sqlHistory = sql`CREATE TABLE sql_history (
  query_id VARCHAR, ran_at TIMESTAMPTZ, query VARCHAR, masked VARCHAR, ms BIGINT, row_count BIGINT, ended VARCHAR)`;

/**
 * Entries of the findings page in their order; since format 6. `entry`, `result` and `quoted` as keptFindingSchema,
 * keptResultSchema (NULL of a note) and quotedSchema have them.
 */
const findings = sql`CREATE TABLE findings (
  finding_id VARCHAR, position INTEGER, title VARCHAR, note VARCHAR, entry VARCHAR, result VARCHAR, quoted VARCHAR,
  pinned_at TIMESTAMPTZ, deleted_at TIMESTAMPTZ)`;

/** Tables that came with format 4. */
export const tablesOf4: readonly Sql[] = [
  nearPairs,
  nearDecisions,
  lists,
  listEntries,
  ownTargets,
  orderLines,
  lineFiles,
  deletions,
  events,
  eventFiles,
  importOrders,
  reviewSamples,
  reviewItems,
  reviewFiles,
  reviewVerdicts,
  runTallies,
  savedMappings,
];

/** Tables that came with format 5. */
export const tablesOf5: readonly Sql[] = [segments];

/** Tables that came with format 6. */
export const tablesOf6: readonly Sql[] = [sqlViews, sqlHistory, findings];

/** The tables of a new project besides `shinsa_meta`; over `order_rows` stands the view `orders`. */
export function projectTables(): readonly Sql[] {
  return [
    orderRows(),
    sql`CREATE TABLE outcomes (
      order_id VARCHAR, kind VARCHAR, reported_at TIMESTAMPTZ, amount BIGINT, currency VARCHAR, reason VARCHAR,
      family VARCHAR, source VARCHAR, source_line BIGINT, ${join(
        [...outcomeKeys, ...outcomeDetails].map(([name, type]) => sql`${id(name)} ${type}`),
        sql`, `,
      )})`,
    sql`CREATE TABLE custom_columns (
      id VARCHAR, label VARCHAR, type VARCHAR, known_at_screening VARCHAR, position INTEGER)`,
    sql`CREATE TABLE imports (import_id VARCHAR, imported_at TIMESTAMPTZ, report VARCHAR)`,
    outcomeFiles,
    identityValues,
    entityLinks,
    sql`CREATE TABLE rejects (
      import_id VARCHAR, source_line BIGINT, reason VARCHAR, column_name VARCHAR, cells VARCHAR)`,
    sql`CREATE TABLE rule_sets (
      rule_set_id VARCHAR, version INTEGER, saved_at TIMESTAMPTZ, rule_set VARCHAR, deleted_at TIMESTAMPTZ,
      note VARCHAR)`,
    sql`CREATE TABLE runs (
      run_id VARCHAR, ran_at TIMESTAMPTZ, data_version VARCHAR, rule_set VARCHAR, result VARCHAR)`,
    sql`CREATE TABLE settings (key VARCHAR, value VARCHAR)`,
    ...tablesOf4,
    ...tablesOf5,
    ...tablesOf6,
  ];
}
