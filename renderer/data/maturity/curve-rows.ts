import type { CurvePoint, DelayCurve } from '../../../analysis/model/maturity/delay-curve.ts';
import type { MaturityReport } from '../../../analysis/model/maturity/report.ts';
import type { ChartColumn, Row } from '../../chart/chart.tsx';
import { count, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';

/** Days shown beyond the one on which everything has been reported, so that the flat end is seen. */
const flatPart = 0.1;

/** One row per day of the curve up to its flat end, with the chain ladder's share at its own ages. */
export function curveRows(curve: DelayCurve, ladder: MaturityReport['ladder'], horizon: number): readonly Row[] {
  const whole = curve.points.find(({ share }) => share >= 1)?.age ?? curve.end;
  const last = Math.max(whole * (1 + flatPart), horizon, ladder.at(-1)?.age ?? 0);
  const ladderAt = new Map(ladder.map(({ age, share }) => [age, share]));
  const days = curve.points.filter(({ age }) => age <= last);
  return days.map((point) => ({
    ...point,
    next: point.age + 1,
    ladder: ladderAt.get(point.age) ?? null,
    ...tip(point, ladderAt.get(point.age)),
  }));
}

function tip(point: CurvePoint, ladder: number | undefined): { readonly tip: string } {
  return {
    tip: [
      `${t('maturity.days')}: ${count(point.age)}`,
      `${t('maturity.share')}: ${rate(point.share)}`,
      ...(point.low === null ? [] : [`${t('maturity.shareBand')}: ${bandText(point)}`]),
      ...(ladder === undefined ? [] : [`${t('maturity.ladder')}: ${rate(ladder)}`]),
    ].join('\n'),
  };
}

function bandText({ low, high }: CurvePoint): string {
  return low === null || high === null ? t('common.notMeasured') : `${rate(low)} – ${rate(high)}`;
}

export function curveColumns(): readonly ChartColumn[] {
  const of = (row: Row) => row as unknown as CurvePoint & { readonly ladder: number | null };
  return [
    { title: t('maturity.days'), text: (row) => count(of(row).age), numeric: true },
    { title: t('maturity.share'), text: (row) => rate(of(row).share), numeric: true },
    { title: t('maturity.shareBand'), text: (row) => bandText(of(row)), numeric: true },
    {
      title: t('maturity.ladder'),
      text: (row) => {
        const { ladder } = of(row);
        return ladder === null ? '' : rate(ladder);
      },
      numeric: true,
    },
  ];
}
