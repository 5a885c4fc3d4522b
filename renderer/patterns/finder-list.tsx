import type { FinderId, FinderReport, PatternsReport } from '../../analysis/model/patterns.ts';
import { patternMessages } from '../../analysis/model/messages/patterns.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, money, moneyShort } from '../i18n/format.ts';
import { language, named, t } from '../i18n/index.ts';
import { HeadedTable } from '../parts/headed-table.tsx';
import { shareText } from '../parts/order-share.tsx';
import { Panel } from '../parts/panel.tsx';
import { go } from '../state/address.ts';
import { missingText } from './finder-detail.tsx';
import { isMoved } from './limits.ts';

interface ListProps {
  readonly info: ProjectInfo;
  readonly report: PatternsReport;
  readonly chosen: FinderId;
}

/** Every finder with what it found; what it lacks where it could not look. */
export function FinderList({ info, report, chosen }: ListProps) {
  const words = patternMessages(language.get()).finders;
  const heads = [
    ...[t('patterns.finder'), t('patterns.found'), t('patterns.orders'), t('patterns.amount')],
    ...[t('patterns.precision'), t('patterns.recall')],
  ];
  const table = () => [
    heads,
    ...report.finders.map((one) => [
      ...[words[one.id].name, one.found, one.orders, one.amount, precisionText(one), recallText(one, report)],
    ]),
  ];
  return (
    <Panel
      title={t('patterns.finders')}
      note={t('patterns.byTarget', { target: named(info.target.name) })}
      table={table}
    >
      <HeadedTable label={t('patterns.finders')} heads={heads} testId="finders">
        {report.finders.map((one) => (
          <tr key={one.id} className={one.id === chosen ? 'chosen' : ''}>
            <th scope="row">
              <button
                type="button"
                className="link"
                aria-current={one.id === chosen ? 'true' : undefined}
                onClick={() => go({ path: [one.id] })}
              >
                {words[one.id].name}
              </button>
              {isMoved(one.id, one.params) ? <span className="tag">{t('patterns.moved')}</span> : null}
            </th>
            {missingText(one, info) !== null ? (
              <td colSpan={heads.length - 1} className="muted">
                {missingText(one, info)}
              </td>
            ) : (
              <Figures finder={one} report={report} />
            )}
          </tr>
        ))}
      </HeadedTable>
    </Panel>
  );
}

function Figures({ finder, report }: { readonly finder: FinderReport; readonly report: PatternsReport }) {
  const { found, orders, amount } = finder;
  return (
    <>
      <td className="num">{count(found)}</td>
      <td className="num">{count(orders)}</td>
      <td className="num" title={money(amount, report.currency)}>
        {moneyShort(amount, report.currency)}
      </td>
      <td className="num">{precisionText(finder)}</td>
      <td className="num">{recallText(finder, report)}</td>
    </>
  );
}

/** The share with what it is a share of; without known outcomes only that. */
export function withCounts(part: number, whole: number): string {
  const value = shareText({ part, whole }) ?? t('common.notMeasured');
  return whole === 0 ? value : t('patterns.share', { value, part: count(part), whole: count(whole) });
}

function precisionText({ states: { bad, good }, orders }: FinderReport): string {
  return orders === 0 ? '–' : withCounts(bad.orders, bad.orders + good.orders);
}

const recallText = ({ states, orders }: FinderReport, report: PatternsReport): string =>
  orders === 0 ? '–' : withCounts(states.bad.orders, report.states.bad.orders);
