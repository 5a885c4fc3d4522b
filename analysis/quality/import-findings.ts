import type { ImportReport, OutcomesReport, RejectReason } from '../model/import-report.ts';
import type { Finding } from '../model/quality.ts';
import type { Connection } from '../store/connection.ts';
import { listImports, listOutcomeFiles } from '../store/imports.ts';
import { finding, found, type Checked, type Ground } from './ground.ts';

const reused: ReadonlySet<RejectReason> = new Set(['id-duplicate', 'id-in-project']);

/** What the reports of the imports already say: nothing is counted again. */
export async function importFindings(db: Connection, { currency }: Ground): Promise<Checked> {
  const imports = await listImports(db);
  const outcomes = await listOutcomeFiles(db, currency);
  return found(...rejected(imports), ...unreadable(imports), ...unmatched(outcomes));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

function rejected(imports: readonly ImportReport[]): readonly Finding[] {
  const read = sum(imports.map((one) => one.read));
  const groups = imports.flatMap(({ rejects }) => rejects);
  const rows = (of: (reason: RejectReason) => boolean): number =>
    sum(groups.filter(({ reason }) => of(reason)).map((group) => group.rows));
  const [again, others] = [rows((reason) => reused.has(reason)), rows((reason) => !reused.has(reason))];
  return [
    ...(again === 0 ? [] : [finding({ code: 'ids-reused', unit: 'rows', count: again, of: read })]),
    ...(others === 0 ? [] : [finding({ code: 'rows-rejected', unit: 'rows', count: others, of: read })]),
  ];
}

/** Orders taken in without a value that could not be read, by the header it stands under. */
function unreadable(imports: readonly ImportReport[]): readonly Finding[] {
  const byHeader = new Map<string, { rows: number; of: number }>();
  for (const { warnings, accepted } of imports)
    for (const { code, params } of warnings) {
      if (code !== 'value-unreadable') continue;
      const header = String(params['column'] ?? '');
      const before = byHeader.get(header) ?? { rows: 0, of: 0 };
      byHeader.set(header, { rows: before.rows + Number(params['rows'] ?? 0), of: before.of + accepted });
    }
  return [...byHeader].map(([header, { rows, of }]) =>
    finding({ code: 'values-unreadable', unit: 'rows', count: rows, of, params: { header } }),
  );
}

function unmatched(files: readonly OutcomesReport[]): readonly Finding[] {
  const [count, matched] = [sum(files.map((file) => file.unmatched)), sum(files.map((file) => file.matched))];
  if (count === 0) return [];
  return [
    finding({
      code: 'outcomes-unmatched',
      unit: 'outcomes',
      count,
      of: count + matched,
      params: { files: files.length },
    }),
  ];
}
