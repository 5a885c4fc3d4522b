import { featureColumnMeaning } from '../model/features.ts';
import type { BinDocument } from '../model/scorecard/bins.ts';
import type { ScorecardReport, ScoredBin, ScoredVariable } from '../model/scorecard/report.ts';
import { scorecardSpecSchema } from '../model/scorecard/spec.ts';
import { looksMasked } from '../model/personal-roles.ts';
import { refuseMasked, type Masks } from './masks.ts';

/** Categories and values of segments are masked by their column; cuts of a masked column are left out, and with them its document. The specification is the asker's own. */
export function toldScorecard(report: ScorecardReport, masks: Masks): ScorecardReport {
  return {
    ...report,
    variables: report.variables.map((one) => toldVariable(one, masks)),
    segments: report.segments.map((one) => ({
      ...one,
      values: one.values.map((value) => ({ ...value, value: maskedText(one.column, value.value, masks) })),
    })),
  };
}

const maskedText = (column: string, value: string | null, { mask }: Masks): string | null =>
  value === null ? null : String(mask(column, value));

function toldVariable(one: ScoredVariable, masks: Masks): ScoredVariable {
  const { column } = one;
  // What a feature counts or adds up is a number of no one person's column.
  if (featureColumnMeaning(column) !== null || !masks.masked(column)) return one;
  return {
    ...one,
    bins: one.bins === null ? null : toldDocument(one.bins, column, masks),
    table: one.table.map((bin): ScoredBin => {
      const { from: _from, to: _to, ...rest } = bin;
      const { values } = bin;
      return values === undefined
        ? rest
        : { ...rest, values: values.map((value) => String(masks.mask(column, value))) };
    }),
  };
}

function toldDocument({ start, operations }: BinDocument, column: string, { mask }: Masks): BinDocument | null {
  const masked = (values: readonly string[]): string[] => values.map((value) => String(mask(column, value)));
  // Bins without their cuts would read as one bin of everything.
  if (start.kind === 'numeric') return null;
  return {
    start: { ...start, groups: start.groups.map(masked) },
    operations: operations.map((one) => (one.do === 'separate' ? { ...one, values: masked(one.values) } : one)),
  };
}

/** A specification whose bins name masks is refused: they are no values, and no order would be in them. */
export function refuseMaskedBins(given: unknown): void {
  const { data } = scorecardSpecSchema.safeParse(given);
  const named = (data?.variables ?? []).flatMap(({ bins }) =>
    bins === undefined
      ? []
      : [
          ...(bins.start.kind === 'categories' ? bins.start.groups.flat() : []),
          ...bins.operations.flatMap((one) => (one.do === 'separate' ? one.values : [])),
        ],
  );
  if (named.some(looksMasked)) refuseMasked();
}
