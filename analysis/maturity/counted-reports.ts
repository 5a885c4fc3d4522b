import { dayOfIso } from '../model/maturity/calendar-day.ts';
import { delayCurve, type DelayCurve } from '../model/maturity/delay-curve.ts';
import { observations, reportsIn, type ReportCount } from '../model/maturity/report-counts.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { Target } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { atOneMoment, ofOneVersion } from '../store/one-version.ts';
import { judge } from '../store/outcome-state.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { readSettings } from '../store/settings.ts';
import { reportCounts } from './report-counts.ts';

/** What was counted for a target up to a day (since 1970-01-01). */
export interface TargetCounts {
  readonly asOfDay: number;
  readonly counts: readonly ReportCount[];
}

/** The counts of every order for the project's own target, and the curve they make. */
export interface OwnReports extends TargetCounts {
  readonly reports: number;
  /** Null when there are too few reports. */
  readonly curve: DelayCurve | null;
}

/** One state of the project; `own` is null where its outcomes have no report dates. */
export interface CountedReports {
  readonly dataVersion: string;
  readonly info: ProjectInfo;
  readonly own: OwnReports | null;
}

/** The reports of a project's own target, kept until its data, target or as-of day are others. */
export class ReportMemory {
  #known: CountedReports | undefined;

  async read(project: ProjectHandle, db: Connection): Promise<CountedReports> {
    const { dataVersion } = await project.info();
    if (this.#known?.dataVersion !== dataVersion) {
      this.#known = await ofOneVersion(project, async () => {
        const info = await project.info();
        const counted = await countsFor(project, db, info.target, false);
        const own = counted === null ? null : withCurve(counted);
        return { info, own, dataVersion: (await project.info()).dataVersion };
      });
    }
    return this.#known;
  }
}

function withCurve({ asOfDay, counts }: TargetCounts): OwnReports {
  const observed = observations(counts, asOfDay);
  const curve = delayCurve(observed, asOfDay, { banded: true });
  return { asOfDay, counts, reports: reportsIn(observed), curve };
}

/** Counts under any target at the project's as-of day; null where its outcomes have no report dates. */
export async function countsFor(
  project: ProjectHandle,
  db: Connection,
  target: Target,
  datedOnly: boolean,
): Promise<TargetCounts | null> {
  const { currency, asOfChosen: asOf } = await project.info();
  const singleCurrency = await project.singleCurrency();
  return atOneMoment(db, async () => {
    const judgement = await judge(db, { ...(await readSettings(db)), asOf, target });
    if (judgement.maturity === 'not measured' || judgement.asOf === null) return null;
    const counts = await reportCounts(db, { judgement, currency, singleCurrency, datedOnly });
    return { asOfDay: dayOfIso(judgement.asOf), counts };
  });
}
