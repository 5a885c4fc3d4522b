import { date } from '../i18n/format.ts';

export interface PeriodProps {
  readonly of: { readonly from: number; readonly to: number };
  readonly timezone: string;
}

/** Two days that break, where they must, between them and not inside. */
export function Period({ of, timezone }: PeriodProps) {
  return (
    <>
      <span className="nowrap">{date(of.from, timezone)} –</span>{' '}
      <span className="nowrap">{date(of.to, timezone)}</span>
    </>
  );
}
