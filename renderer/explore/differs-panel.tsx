import { useState } from 'react';
import type { Differs, DiffersAsked, Finding } from '../../analysis/model/differs.ts';
import type { Clause } from '../../analysis/model/filter.ts';
import type { LinkedAxis } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { tellingAxes } from '../../analysis/model/tells-persons.ts';
import { count, money, moneyShort, plain, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeText, outcomeWord } from '../i18n/outcome-words.ts';
import { columnName } from '../i18n/values.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { useDimmed } from '../parts/dimmed.ts';
import { Panel } from '../parts/panel.tsx';
import { address, go } from '../state/address.ts';
import { useLatest } from '../state/request.ts';
import { useStore } from '../state/store.ts';
import { withClause } from './bin-filter.ts';
import { binLabel } from './bin-words.ts';
import { draftCondition } from './draft-rule.ts';
import { openDraft } from './open-draft.ts';

/** So many are shown; all of them are in the table that is saved. */
const shownAtOnce = 30;
const shownAxes = 8;

type Between = DiffersAsked['between'];

/** What bad orders, or the filtered ones, have more of than others: every value and every two, what is at stake first. */
export function DiffersPanel({ info }: { readonly info: ProjectInfo }) {
  const { filter } = useStore(address);
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState<Between>('bad');
  const between = filter.clauses.length === 0 ? 'bad' : wanted;
  const axes = tellingAxes(info.columns);
  const asked = { axes, filter, between };
  const found = useLatest(
    'explore.differs',
    open && axes.length > 0 ? asked : null,
    JSON.stringify([info.dataVersion, open, asked]),
  );
  const dimmed = useDimmed(open && !found.fresh);
  const words = sideWords(between, info);
  const table = () => [
    [
      t('differs.what'),
      words.inside,
      t('differs.insideShare'),
      words.outside,
      t('differs.outsideShare'),
      t('differs.lift'),
      t('differs.amount'),
      t('differs.excess'),
      t('differs.q'),
    ],
    ...(found.value?.findings ?? []).map((one) => [
      ...[
        partsText(one, info),
        one.inside,
        one.insideShare,
        one.outside,
        one.outsideShare,
        one.lift,
        one.insideAmount,
        one.excess,
        one.q,
      ],
    ]),
  ];
  return (
    <Panel
      className="differs"
      title={t('differs.title')}
      note={open ? undefined : t('differs.note')}
      {...(found.value === null ? {} : { table })}
      actions={
        <>
          {open && filter.clauses.length > 0 ? (
            <span className="row" role="group" aria-label={t('differs.between')}>
              {(['bad', 'selected'] as const).map((one) => (
                <Button key={one} small look="quiet" aria-pressed={between === one} onClick={() => setWanted(one)}>
                  {one === 'bad' ? outcomeText(info.target, 'differs.bad') : t('differs.selected')}
                </Button>
              ))}
            </span>
          ) : null}
          <Button small aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'differs.close' : 'differs.open')}
          </Button>
        </>
      }
    >
      {!open ? null : found.failure ? (
        <FailureCallout failure={found.failure} />
      ) : found.value === null ? (
        <div className="skeleton chart-skeleton" />
      ) : (
        <div className={dimmed} aria-busy={found.busy}>
          <Found info={info} value={found.value} between={between} />
        </div>
      )}
    </Panel>
  );
}

const sideWords = (between: Between, info: ProjectInfo) =>
  between === 'bad'
    ? { inside: outcomeWord(info.target, 'bad'), outside: outcomeWord(info.target, 'good') }
    : { inside: t('differs.selectedOrders'), outside: t('differs.otherOrders') };

const axisName = (axis: LinkedAxis, info: ProjectInfo): string =>
  axis.kind === 'column'
    ? axis.column === 'ordered_at'
      ? t('explore.byHour')
      : columnName(info, axis.column)
    : t('explore.weekHours');

const partsText = ({ parts }: Finding, info: ProjectInfo): string =>
  parts
    .map(({ axis, bin }) => {
      const column = axis.kind === 'column' ? axis.column : 'ordered_at';
      const type = info.columns.find(({ name }) => name === column)?.type ?? 'text';
      const label =
        bin.kind === 'hour'
          ? t('explore.hours', { from: bin.min ?? 0, to: bin.max ?? 24 })
          : binLabel(bin, { column, type }, info);
      return `${axisName(axis, info)}: ${label}`;
    })
    .join(' × ');

interface FoundProps {
  readonly info: ProjectInfo;
  readonly value: Differs;
  readonly between: Between;
}

function Found({ info, value, between }: FoundProps) {
  const words = sideWords(between, info);
  const { all, findings, tried, axes } = value;
  if (all.inside === 0 || all.outside === 0) return <p className="note">{t('differs.noSides', words)}</p>;
  const show = (clauses: readonly Clause[], bad: boolean) => {
    const states: Clause[] = bad ? [{ kind: 'state', states: ['bad'] }] : [];
    const next = [...clauses, ...states].reduce((filter, clause) => withClause(filter, clause), address.get().filter);
    go({ filter: next, params: bad ? { view: 'orders' } : {} });
  };
  const draft = (one: Finding, when: string) => {
    const what = partsText(one, info);
    openDraft({ name: t('differs.ruleSet', { what }), what, when }, info);
  };
  return (
    <>
      <p className="note">
        {t('differs.explain', {
          tried: count(tried),
          found: count(findings.length),
          inside: count(all.inside),
          outside: count(all.outside),
          ...names(words),
        })}
      </p>
      <p className="note">
        {t('differs.axes', {
          axes: axes
            .slice(0, shownAxes)
            .map(({ axis, information }) => `${axisName(axis, info)} ${plain(Number(information.toFixed(2)))}`)
            .join(' · '),
        })}
      </p>
      {findings.length === 0 ? (
        <p className="empty">{t('differs.none')}</p>
      ) : (
        <div className="scroll differs-scroll" tabIndex={0} role="region" aria-label={t('differs.title')}>
          <table className="table sticky" data-testid="differs">
            <thead>
              <tr>
                <th scope="col">{t('differs.what')}</th>
                <th scope="col" className="num">
                  {words.inside}
                </th>
                <th scope="col" className="num">
                  {words.outside}
                </th>
                <th scope="col" className="num">
                  {t('differs.lift')}
                </th>
                <th scope="col" className="num">
                  {t('differs.amount')}
                </th>
                <th scope="col" className="num">
                  {t('differs.excess')}
                </th>
                <th scope="col" className="num">
                  {t('differs.q')}
                </th>
                <th scope="col">
                  <span className="hidden-visually">{t('differs.acts')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {findings.slice(0, shownAtOnce).map((one) => {
                const what = partsText(one, info);
                const when = draftCondition(one.clauses, info);
                return (
                  <tr key={what}>
                    <th scope="row">{what}</th>
                    <td className="num">
                      <button type="button" className="link" onClick={() => show(one.clauses, between === 'bad')}>
                        {count(one.inside)}
                      </button>{' '}
                      <span className="muted">{rate(one.insideShare)}</span>
                    </td>
                    <td className="num">
                      {count(one.outside)} <span className="muted">{rate(one.outsideShare)}</span>
                    </td>
                    <td className="num">
                      {one.lift === null
                        ? t('differs.only')
                        : t('differs.times', { lift: plain(Number(one.lift.toFixed(1))) })}
                    </td>
                    <td className="num" title={money(one.insideAmount, info.currency)}>
                      {moneyShort(one.insideAmount, info.currency)}
                    </td>
                    <td className="num" title={money(one.excess, info.currency)}>
                      {moneyShort(one.excess, info.currency)}
                    </td>
                    <td className="num">{one.q < 0.001 ? '< 0.001' : plain(Number(one.q.toFixed(3)))}</td>
                    <td>
                      <span className="row">
                        <Button
                          small
                          look="quiet"
                          onClick={() => show(one.clauses, false)}
                          aria-label={t('differs.filterBy', { what })}
                        >
                          {t('differs.filter')}
                        </Button>
                        {when === null ? null : (
                          <Button
                            small
                            look="quiet"
                            icon="rules"
                            onClick={() => draft(one, when)}
                            aria-label={t('differs.ruleOf', { what })}
                          >
                            {t('differs.rule')}
                          </Button>
                        )}
                      </span>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {findings.length > shownAtOnce ? (
        <p className="note">{t('differs.more', { count: count(findings.length - shownAtOnce) })}</p>
      ) : null}
    </>
  );
}

const names = ({ inside, outside }: { readonly inside: string; readonly outside: string }) => ({
  insideWord: inside,
  outsideWord: outside,
});
