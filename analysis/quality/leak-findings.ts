import type { ProjectColumn } from '../model/columns.ts';
import { qualityLimits, type Finding, type FindingCode } from '../model/quality.ts';
import { share } from '../model/share.ts';
import type { ColumnGroups, Part } from './column-groups.ts';
import { byFinding, finding, only, skipped, type Checked, type Ground } from './ground.ts';

/** Orders whose outcome is known and matured. */
export interface Known {
  readonly bad: number;
  readonly good: number;
}

const { leakArea, leakBad, leakKnown, leakPrecision, leakRecall } = qualityLimits;

/** Rules may read it, and it is not the order itself: an id, or a time at which some things happened more. */
export const mayLeak = ({ name, knownAt }: ProjectColumn): boolean =>
  knownAt === 'screening' && name !== 'event_id' && name !== 'ordered_at';

const measuredCodes = ['leak-value', 'leak-filled', 'leak-blank'] as const;

/** Columns in rule scope that seem to know how the order ended; the strongest sign of each. */
export function leakFindings(ground: Ground, groups: ReadonlyMap<ProjectColumn, ColumnGroups>, known: Known): Checked {
  const findings = [...groups].flatMap(([column, own]) =>
    mayLeak(column)
      ? [
          telling(ground, column, own, known) ??
            separating(column, own) ??
            speaking(column, own, headersOf(ground, column)) ??
            [],
        ]
      : [],
  );
  const few = known.bad < leakBad ? skipped('few-outcomes', ...measuredCodes).skipped : {};
  const fewer = Math.min(known.bad, known.good) < leakKnown ? skipped('few-outcomes', 'leak-separates').skipped : {};
  return { findings: findings.flat(), skipped: { ...few, ...fewer } };
}

interface Sign {
  readonly code: FindingCode;
  readonly part: Part;
}

/** A value, or whether there is one, that nearly all bad orders have and hardly any good one. */
function telling(ground: Ground, column: ProjectColumn, own: ColumnGroups, known: Known): Finding | undefined {
  const signs: readonly Sign[] = [
    { code: 'leak-filled', part: own.filled },
    { code: 'leak-blank', part: own.blank },
    ...(own.telling === null ? [] : [{ code: 'leak-value' as const, part: own.telling }]),
  ];
  // Where nearly all orders are bad, nearly every value is.
  const usual = share(known.bad, known.bad + known.good) ?? 0;
  const sign = signs.filter(({ part }) => tells(part, known)).toSorted((a, b) => b.part.bad - a.part.bad)[0];
  if (sign === undefined || usual > leakRecall) return undefined;
  const { code, part } = sign;
  const { bad, good } = part;
  const { name } = column;
  return finding({
    code,
    column: name,
    count: part.orders,
    of: ground.info.orders,
    params: {
      bad,
      known: bad + good,
      allBad: known.bad,
      allGood: known.good,
      precision: bad / (bad + good),
      recall: bad / known.bad,
      ...(code === 'leak-value' ? { value: String(part.value ?? '') } : {}),
    },
    filter:
      code === 'leak-value'
        ? byFinding(code, name)
        : only({ kind: code === 'leak-blank' ? 'in' : 'notIn', column: name, values: [null] }),
  });
}

const tells = ({ bad, good }: Part, known: Known): boolean =>
  bad >= leakBad && bad >= leakPrecision * (bad + good) && bad >= leakRecall * known.bad;

/** All values together put nearly every bad order on one side of nearly every good one. */
function separating(column: ProjectColumn, { area, filled, blank }: ColumnGroups): Finding | undefined {
  const ofSet = column.type === 'text' || column.type === 'bool';
  const bad = filled.bad + (ofSet ? blank.bad : 0);
  const good = filled.good + (ofSet ? blank.good : 0);
  if (area === null || Math.min(bad, good) < leakKnown || Math.max(area, 1 - area) < leakArea) return undefined;
  return finding({
    code: 'leak-separates',
    column: column.name,
    count: filled.orders,
    of: filled.orders + blank.orders,
    params: { area: Math.max(area, 1 - area), bad, good },
    filter: only({ kind: 'notIn', column: column.name, values: [null] }),
  });
}

/** What the column was headed in the files it came from. */
const headersOf = ({ headers }: Ground, { name, label }: ProjectColumn): readonly string[] =>
  name.startsWith('custom.') ? [label.ja] : (headers.get(name) ?? []);

/** Words of headers that are written after an order has ended; where and how goods are to be sent is known before. */
const outcomeWords =
  /fraud|charge.?back|dispute|default.?(?:payment|flag|ed)|bad.?debt|overdue|delinquen|write.?off|refund|is.?bad|label|target|outcome|blacklist|cancel|fulfil|shipped|shipment|ship(?:ping)?.?(?:date|time|status|at(?![a-z]))|不正|詐欺|チャージバック|異議|延滞|滞納|督促|貸倒|未払|未入金|未収|回収|返金|返品|審査結果|目視結果|ネガ|ブラック|事故|ラベル|対応状況|入金日|(?:発送|出荷)(?!先|方法|元)|キャンセル/i;

/** Whether a header says by its words that the column is written after an order has ended. */
export const speaksOfOutcome = (header: string): boolean => outcomeWords.test(header);

function speaking(
  { name }: ProjectColumn,
  { filled, blank }: ColumnGroups,
  headers: readonly string[],
): Finding | undefined {
  const header = headers.find(speaksOfOutcome);
  if (header === undefined) return undefined;
  return finding({
    code: 'leak-header',
    column: name,
    count: filled.orders,
    of: filled.orders + blank.orders,
    params: { header },
    filter: only({ kind: 'notIn', column: name, values: [null] }),
  });
}
