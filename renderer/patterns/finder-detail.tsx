import type { FinderSettings } from '../../analysis/model/finder-limits.ts';
import { fill } from '../../analysis/model/messages/fill.ts';
import { paramTexts, patternMessages } from '../../analysis/model/messages/patterns.ts';
import type { FinderReport, PatternFinding, PatternsReport } from '../../analysis/model/patterns.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, money, moneyShort } from '../i18n/format.ts';
import { language, t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { cellText, columnName, columnOf } from '../i18n/values.ts';
import { HeadedTable } from '../parts/headed-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Period } from '../parts/period.tsx';
import { go, openOrders } from '../state/address.ts';
import { FindingDetail } from './finding-detail.tsx';
import { LimitsForm } from './limits-form.tsx';

interface FinderProps {
  readonly info: ProjectInfo;
  readonly report: PatternsReport;
  readonly finder: FinderReport;
  readonly settings: FinderSettings;
  /** Place of the finding that is looked at. */
  readonly at: number;
}

/** How a finder looks, its findings, and one of them with its facts. */
export function FinderDetail({ info, report, finder, settings, at }: FinderProps) {
  const words = patternMessages(language.get()).finders[finder.id];
  const params = paramTexts(finder.params);
  const chosen = finder.findings[at] ?? finder.findings[0];
  const heads = [
    ...[t('patterns.shared'), t('patterns.orders'), t('patterns.amount'), t('patterns.period')],
    t('patterns.outcomes', { bad: outcomeWord(info.target, 'bad') }),
  ];
  const table = () => [
    [...heads.slice(0, 3), t('patterns.first'), t('patterns.last'), ...heads.slice(4), t('patterns.knownOrders')],
    ...finder.findings.map((one) => [
      ...[sharedText(one, info), one.orders, one.amount, new Date(one.first).toISOString()],
      ...[new Date(one.last).toISOString(), one.states.bad.orders, one.states.bad.orders + one.states.good.orders],
    ]),
  ];
  return (
    <Panel title={words.name} {...(finder.findings.length === 0 ? {} : { table })}>
      <dl className="patterns-how">
        <dt>{t('patterns.method')}</dt>
        <dd>{fill(words.method, params)}</dd>
        <dt>{t('patterns.alike')}</dt>
        <dd>{words.alike}</dd>
      </dl>
      <LimitsForm finder={finder} settings={settings} />
      {chosen === undefined ? (
        <p className="empty">{missingText(finder, info) ?? t('patterns.none')}</p>
      ) : (
        <div className="patterns-found">
          <HeadedTable
            label={t('patterns.findings')}
            heads={heads}
            texts={[0, 3]}
            testId="pattern-findings"
            className="patterns-list"
            tableClass="sticky"
          >
            {finder.findings.map((one, place) => (
              <FindingRow key={place} {...{ info, report, finder, one, place }} chosen={one === chosen} />
            ))}
          </HeadedTable>
          <FindingDetail info={info} report={report} finder={finder} finding={chosen} name={sharedText(chosen, info)} />
        </div>
      )}
    </Panel>
  );
}

/** What a finder needs that is not there; null where it has looked. */
export function missingText({ missing, lacks }: FinderReport, info: ProjectInfo): string | null {
  const needs = [
    ...missing.map((column) => columnName(info, column)),
    ...(lacks === null ? [] : [patternMessages(language.get()).lacks[lacks]]),
  ];
  return needs.length === 0 ? null : t('patterns.missing', { columns: needs.join(t('orders.listMark')) });
}

/** The values that all of its orders have, as the grid writes them. */
const sharedText = ({ shared }: PatternFinding, info: ProjectInfo): string =>
  shared.map(({ column, value }) => cellText(value, columnOf(info, column), info)).join(' / ');

interface RowProps extends Omit<FinderProps, 'at' | 'settings'> {
  readonly one: PatternFinding;
  readonly place: number;
  readonly chosen: boolean;
}

function FindingRow({ info, report, finder, one, place, chosen }: RowProps) {
  const name = sharedText(one, info);
  const { bad, good } = one.states;
  const { filter } = one;
  return (
    <tr className={chosen ? 'chosen' : ''}>
      <th scope="row">
        <button
          type="button"
          className="link clip"
          title={name}
          aria-current={chosen ? 'true' : undefined}
          onClick={() => go({ path: [finder.id, String(place)], replace: true })}
        >
          {name}
        </button>
      </th>
      <td className="num">
        {filter === null ? (
          count(one.orders)
        ) : (
          <button
            type="button"
            className="link"
            aria-label={t('patterns.openOf', { count: count(one.orders), name })}
            onClick={() => openOrders(filter)}
          >
            {count(one.orders)}
          </button>
        )}
      </td>
      <td className="num" title={money(one.amount, report.currency)}>
        {moneyShort(one.amount, report.currency)}
      </td>
      <td>
        <Period of={{ from: one.first, to: one.last }} timezone={report.timezone} />
      </td>
      <td className="num">{t('patterns.badOf', { bad: count(bad.orders), of: count(bad.orders + good.orders) })}</td>
    </tr>
  );
}
