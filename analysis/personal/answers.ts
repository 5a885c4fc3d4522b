import type { CallName, OutputOf } from '../engine-api.ts';
import type { FeaturePreview } from '../model/feature-preview.ts';
import type { ImportReport } from '../model/import-report.ts';
import type { IdentityKind } from '../model/identity.ts';
import type { WithoutReport } from '../model/identity-without.ts';
import type { LinesReport } from '../model/order-lines.ts';
import type { OpenOutcomes } from '../model/outcome-match.ts';
import type { PatternFinding } from '../model/patterns.ts';
import { namesNobody, type Finding } from '../model/quality.ts';
import { hidden } from '../store/redact.ts';
import { refuseMasked, unknownColumn, type Masks } from './masks.ts';
import { conformed, emulated } from './compared.ts';
import {
  columnsOf,
  eventColumn,
  eventColumnsOf,
  lineColumnsOf,
  listColumnsOf,
  outcomeColumnsOf,
  previewed,
} from './previews.ts';
import { frequentValue, pickedKey } from './picked-key.ts';
import { linkedView, maskedBin, profile } from './told-bins.ts';
import { hubKey, nearPair, nearState } from './told-links.ts';
import { savedMappings, toldMapping } from './told-mapping.ts';
import { toldFindings, toldResult } from './told-findings.ts';
import { toldScorecard } from './told-scorecard.ts';
import { toldSegments } from './told-segments.ts';

/**
 * What becomes of an answer where personal values must not be seen. `plain`: it holds none but in conditions on columns,
 * which are masked in every answer. `refused`: it is a file full of them. Every call says which: a new one does not
 * compile before it does.
 */
type Masking<N extends CallName> = 'plain' | 'refused' | ((answer: OutputOf<N>, masks: Masks) => OutputOf<N>);

const masking: { readonly [N in CallName]: Masking<N> } = {
  'project.info': (info) => ({ ...info, masked: true }),
  'project.update': (info) => ({ ...info, masked: true }),
  'targets.list': 'plain',
  'targets.save': 'plain',
  'targets.delete': 'plain',
  'targets.preview': 'plain',
  'import.preview': ({ earlier, ...seen }, masks) => ({
    ...previewed(seen, columnsOf(seen.proposal), masks),
    earlier: earlier === null ? null : { ...earlier, mapping: toldMapping(earlier.mapping, masks) },
  }),
  'import.previewOutcomes': (seen, masks) => previewed(seen, outcomeColumnsOf(seen), masks),
  'import.run': importReport,
  'import.tryRun': ({ kind, report }, masks) => ({ kind, report: importReport(report, masks) }),
  'import.outcomes': 'plain',
  'import.list': (reports, masks) => reports.map((report) => importReport(report, masks)),
  'import.outcomeFiles': 'plain',
  'import.remove': 'plain',
  'import.openOutcomes': openOutcomes,
  'import.resolveOutcome': 'plain',
  'import.readTimes': 'plain',
  'import.previewLines': (seen, masks) => previewed(seen, lineColumnsOf(seen), masks),
  'import.lines': lineFile,
  'import.previewRecorded': (seen, masks) => previewed(seen, outcomeColumnsOf(seen), masks),
  'import.recorded': importReport,
  'import.lineFiles': (reports, masks) => reports.map((report) => lineFile(report, masks)),
  'import.orphanLines': 'refused',
  'import.previewEvents': (seen, masks) => previewed(seen, eventColumnsOf(seen), masks),
  'import.events': withoutCells,
  'import.eventFiles': (overview) => ({ ...overview, files: overview.files.map(withoutCells) }),
  'import.keys': 'plain',
  // Headers of files; of values only those that a label or lines of goods are told by.
  'mappings.list': savedMappings,
  'mappings.save': savedMappings,
  'mappings.rename': savedMappings,
  'mappings.delete': savedMappings,
  'mappings.writeFile': 'plain',
  'mappings.readFile': 'plain',
  'import.unmatched': 'refused',
  'import.rejects': 'refused',
  'import.rejectedRows': ({ total, rows }) => ({
    total,
    rows: rows.map((row) => ({ ...row, value: row.value === null ? null : hidden, cells: [hidden] })),
  }),
  // What was typed, folded: whoever asks knows it. Of what is stored it only counts.
  'identity.key': 'plain',
  'identity.keyOf': pickedKey,
  'identity.values': (values, masks) => values.map((one) => frequentValue(one, masks)),
  // Its rows are streamed, see `maskedBatch`.
  'identity.clusters': 'plain',
  'identity.without': withoutReport,
  'identity.related': (ties, { mask }) => ties.map((tie) => ({ ...tie, value: String(mask(tie.column, tie.value)) })),
  'identity.graph': (graph, { mask }) => ({
    ...graph,
    orders: graph.orders.map((one) => ({ ...one, orderId: String(mask('event_id', one.orderId)) })),
    keys: graph.keys.map((one) => ({ ...one, value: String(mask(one.column, one.value)) })),
  }),
  'identity.coverage': 'plain',
  'identity.link': (report, masks) => ({ ...report, hubs: report.hubs.map((hub) => hubKey(hub, masks)) }),
  'identity.links': (report, masks) =>
    report === null ? null : { ...report, hubs: report.hubs.map((hub) => hubKey(hub, masks)) },
  'identity.entities': (entities, { mask }) =>
    entities.map((one) => ({ ...one, entity: String(mask('entity_id', one.entity)) })),
  'personal.stored': 'plain',
  'personal.held': 'plain',
  'personal.forget': 'plain',
  'personal.clear': 'plain',
  'identity.findNear': nearState,
  'identity.near': (state, masks) => (state === null ? null : nearState(state, masks)),
  'identity.nearPairs': (pairs, masks) => ({ ...pairs, rows: pairs.rows.map((pair) => nearPair(pair, masks)) }),
  'identity.decideNear': 'plain',
  'lists.list': 'plain',
  'lists.bundled': 'plain',
  'lists.matches': 'plain',
  // Values that tell of persons are masked by whoever asks; what somebody wrote beside them may be of persons too.
  'lists.entries': (answer) => ({
    ...answer,
    entries: answer.entries.map(({ value, note, ...entry }) => ({
      ...entry,
      value: blotted(value),
      note: note === null ? null : hidden,
    })),
  }),
  // Values of persons, and what stands beside them; when they were listed says nothing of a person.
  'lists.preview': (seen, masks) => previewed(seen, listColumnsOf(seen), masks),
  'lists.add': withoutCells,
  'lists.addEntries': withoutCells,
  'lists.refresh': withoutCells,
  'lists.addBundled': withoutCells,
  'lists.put': withoutCells,
  'lists.rename': 'plain',
  'lists.delete': 'plain',
  'lists.restore': 'plain',
  'outcomes.report': (report, { mask }) => ({
    ...report,
    conflicts: report.conflicts.map((one) => ({ ...one, orderId: String(mask('event_id', one.orderId)) })),
  }),
  'explore.overview': 'plain',
  'explore.column': profile,
  'explore.linked': (answer, masks) => ({ ...answer, views: answer.views.map((view) => linkedView(view, masks)) }),
  'explore.linkedIndex': 'plain',
  'explore.differs': (answer, masks) => ({
    ...answer,
    findings: answer.findings.map((one) => ({
      ...one,
      parts: one.parts.map(({ axis, bin }) => ({ axis, bin: maskedBin(axis, bin, masks) })),
    })),
  }),
  'explore.compare': (answer, masks) => ({ ...answer, views: answer.views.map((view) => linkedView(view, masks)) }),
  'patterns.find': (report, masks) => ({
    ...report,
    finders: report.finders.map((one) => ({ ...one, findings: one.findings.map((found) => pattern(found, masks)) })),
  }),
  'quality.report': (report, masks) => ({
    ...report,
    findings: report.findings.map((finding) => maskedFinding(finding, masks)),
    columns: report.columns.map((column) => ({
      ...column,
      spread: masks.masked(column.column) ? null : column.spread,
      top: column.top.map(({ value, orders }) => ({ value: masks.mask(column.column, value) ?? '', orders })),
    })),
  }),
  'maturity.report': 'plain',
  'maturity.adjusted': 'plain',
  'orders.open': 'plain',
  // Its rows are streamed, see `maskedBatch`.
  'orders.page': 'plain',
  'orders.detail': (detail, { mask }) => ({
    ...detail,
    order: Object.fromEntries(Object.entries(detail.order).map(([name, value]) => [name, mask(name, value)])),
    lines: detail.lines.map((line) => ({ ...line, name: mask(unknownColumn, line.name) as typeof line.name })),
    events: detail.events.map((event) => ({
      ...event,
      texts: event.texts.map((one) => ({ ...one, text: String(mask(eventColumn(one.column), one.text)) })),
    })),
  }),
  // It is written masked, see `incoming`.
  'orders.exportCsv': 'plain',
  'rules.impact': 'plain',
  'features.preview': featurePreview,
  'rules.why': 'plain',
  // Codes, paths, counts and times.
  'features.cost': 'plain',
  'rules.findings': 'plain',
  // A rule is what a person wrote and saves again: its text is left as it is.
  'segments.list': toldSegments,
  'segments.save': toldSegments,
  'segments.delete': toldSegments,
  'segments.restore': toldSegments,
  'findings.list': toldFindings,
  'findings.add': ({ findingId, entries }, masks) => ({ findingId, entries: toldFindings(entries, masks) }),
  'findings.arrange': toldFindings,
  'findings.result': toldResult,
  // It is written masked, see `incoming`.
  'findings.writeFile': 'plain',
  'ruleSets.list': 'plain',
  'ruleSets.save': 'plain',
  'ruleSets.versions': 'plain',
  'ruleSets.version': 'plain',
  'ruleSets.note': 'plain',
  'ruleSets.delete': 'plain',
  'ruleSets.restore': 'plain',
  'ruleSets.writeFile': 'plain',
  'ruleSets.readFile': 'plain',
  'backtest.run': 'plain',
  'backtest.runs': 'plain',
  'backtest.open': 'plain',
  'reviewSample.plan': 'plain',
  'reviewSample.draw': 'plain',
  'reviewSample.list': 'plain',
  // It is written masked, see `incoming`.
  'reviewSample.worksheet': 'plain',
  'reviewSample.import': (reading) =>
    reading.kind === 'taken'
      ? reading
      : {
          ...reading,
          issues: reading.issues.map((issue) => ({ ...issue, value: issue.value === null ? null : hidden })),
        },
  'reviewSample.undo': 'plain',
  'reviewSample.delete': 'plain',
  'reviewSample.restore': 'plain',
  'reviewSample.estimate': 'plain',
  'scorecard.build': toldScorecard,
  'backtest.assume': 'plain',
  'backtest.breakdown': 'plain',
  'backtest.byRule': 'plain',
  'backtest.contributions': 'plain',
  'backtest.stoppedAlone': 'plain',
  'backtest.retiredTogether': 'plain',
  'backtest.additions': 'plain',
  'backtest.personReview': 'plain',
  'backtest.linked': 'plain',
  'backtest.repeat': 'plain',
  'backtest.matured': 'plain',
  'backtest.hits': 'plain',
  // Named by whoever marked them, as rule sets are.
  'backtest.markers': 'plain',
  'backtest.mark': 'plain',
  'backtest.thresholds': 'plain',
  // Persons in its vectors are surrogates.
  // The snapshot that is asked holds masks only, and what somebody wrote who saw more is left out where it is told.
  'sql.tables': 'plain',
  'sql.run': 'plain',
  'sql.views': 'plain',
  'sql.checkViews': 'plain',
  'sql.saveView': 'plain',
  'sql.deleteView': 'plain',
  'sql.restoreView': 'plain',
  'sql.history': 'plain',
  'sql.clearHistory': 'plain',
  'export.package': 'plain',
  'export.result': 'plain',
  // Addresses and phones stand in events as they are.
  'export.events': 'refused',
  'export.runtimeEvents': 'refused',
  'export.zip': 'plain',
  'export.readPackage': 'plain',
  'export.takeIn': 'plain',
  'export.signers': 'plain',
  'export.keepSigner': 'plain',
  'export.conform': conformed,
  'export.emulate': emulated,
};

/** Whether a call answers with a file that would hold personal values. */
export const isRefused = (name: CallName): boolean => masking[name] === 'refused';

/** The answer without personal values; conditions in it are masked by the caller. */
export function maskedAnswer<N extends CallName>(name: N, answer: OutputOf<N>, masks: Masks): OutputOf<N> {
  const how: Masking<N> = masking[name];
  if (how === 'refused') return refuseMasked();
  return how === 'plain' ? answer : how(answer, masks);
}

/** What a finding says of values: of its column, or of the postal code of one; placeholders that name nobody stay readable. */
function maskedFinding(finding: Finding, { mask }: Masks): Finding {
  const { code, column, params } = finding;
  if (column === null || (code === 'placeholder-values' && namesNobody(column))) return finding;
  const masked = (name: 'value' | 'zip'): Finding['params'] =>
    params[name] === undefined ? {} : { [name]: String(mask(column, params[name])) };
  return { ...finding, params: { ...params, ...masked('value'), ...masked('zip') } };
}

/** What the orders of a finding share; its filter is masked as every condition is, and its draft rule names no person. */
const pattern = (found: PatternFinding, { mask }: Masks): PatternFinding => ({
  ...found,
  shared: found.shared.map(({ column, value }) => ({ column, value: String(mask(column, value)) })),
});

/** What was shortened to its first letters has none of them; the domain of a mail address stays. */
const blotted = (value: string): string => value.replace(/^[^@]*•[^@]*/, hidden);

/** A report without the cells of the rows it rejected. */
function withoutCells<T extends { readonly rejectSample: readonly { readonly cells: string }[] }>(report: T): T {
  return { ...report, rejectSample: report.rejectSample.map((row) => ({ ...row, cells: hidden })) };
}

/** The order that a rejected row contradicts is named by the mask of its id. */
function importReport(report: ImportReport, masks: Masks): ImportReport {
  const { mask } = masks;
  const { rejectSample, source, ...others } = withoutCells(report);
  const rest =
    source === undefined ? others : { ...others, source: { ...source, mapping: toldMapping(source.mapping, masks) } };
  const named = rejectSample.map(({ order, ...row }) =>
    order === undefined ? row : { ...row, order: { ...order, orderId: String(mask('event_id', order.orderId)) } },
  );
  return { ...rest, rejectSample: named };
}

function lineFile(report: LinesReport, { mask }: Masks): LinesReport {
  return { ...report, orphanSample: report.orphanSample.map((orderId) => String(mask('event_id', orderId))) };
}

function openOutcomes(open: OpenOutcomes, { mask, masked }: Masks): OpenOutcomes {
  const text = (column: string, value: string | null): string | null =>
    value === null ? null : String(mask(column, value));
  const keys = <T extends { transactionId: string | null; approvalNumber: string | null; card: string | null }>(
    one: T,
  ): T => ({
    ...one,
    transactionId: text('transaction_id', one.transactionId),
    approvalNumber: text('approval_number', one.approvalNumber),
    card: masked('card_last4') ? (one.card?.replace(/[0-9]{1,4}$/, hidden) ?? null) : one.card,
  });
  return {
    ...open,
    rows: open.rows.map((row) => ({
      ...keys(row),
      orderId: text('event_id', row.orderId),
      decided: row.decided === null ? null : { ...row.decided, orderId: text('event_id', row.decided.orderId) },
      candidates: row.candidates.map((one) => ({ ...keys(one), orderId: String(mask('event_id', one.orderId)) })),
    })),
  };
}

/** The column whose masks a value of the kind gets. */
const columnOfKind: Readonly<Record<IdentityKind, string>> = {
  address: 'buyer_address',
  person: 'buyer_name',
  phone: 'phone',
  email: 'email',
  ip: 'ip_address',
  device: 'device_id',
  cookie: 'cookie_id',
  card: 'card_bin',
  agent: 'user_agent',
};

/** Orders behind its figures are conditions, and masked with all others. */
function withoutReport(report: WithoutReport, { mask }: Masks): WithoutReport {
  const key = (value: string): string => String(mask(report.column, value));
  const written = (value: string): string => String(mask(columnOfKind[report.kind], value));
  return {
    ...report,
    apart: {
      ...report.apart,
      examples: report.apart.examples.map((one) => ({
        ...one,
        key: key(one.key),
        values: one.values.map((value) => ({ ...value, written: written(value.written), then: key(value.then) })),
      })),
    },
  };
}

function featurePreview(preview: FeaturePreview, { mask, masked }: Masks): FeaturePreview {
  const highest = preview.highest.map((one) => ({ ...one, orderId: String(mask('event_id', one.orderId)) }));
  const { agg, of } = preview.feature;
  const hides = of?.startsWith('custom.') === true && agg !== 'count_distinct' && masked(of);
  if (!hides) return { ...preview, highest };
  return {
    ...preview,
    ...{ min: null, max: null, mean: null, distribution: [] },
    highest: highest.map((one) => ({ ...one, value: null })),
  };
}
