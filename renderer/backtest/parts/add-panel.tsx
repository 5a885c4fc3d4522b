import { useState } from 'react';
import { additionAsks, chosenGains, type ChosenGain } from '../../../analysis/model/results/addition-study.ts';
import type { Addition, Additions, ContributionsAsk } from '../../../analysis/model/results/contribution.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { additionWeights, gains, type Change } from '../../../analysis/model/results/rule-worth.ts';
import type { Split, SplitPartName } from '../../../analysis/model/results/split.ts';
import { count, minorPerMajor } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ResultTag } from '../../parts/result-tag.tsx';
import { ordersOf, OrdersButton, ruleClause } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { useLatest, type Latest } from '../../state/request.ts';
import { SplitPicker, useSplit } from '../split/split-picker.tsx';
import type { ViewProps } from '../views.tsx';
import { intervalText, writing } from './worth.ts';

/** Candidates that are told of. */
const mostTold = 30;

/** 追加すると得なルール: what rules that are not at work would add, tried when asked. */
export function AddPanel(props: ViewProps) {
  const { result, open: run } = props;
  const { runId } = run.run;
  const split = useSplit(runId);
  const key = JSON.stringify(split);
  const [wantedFor, setWantedFor] = useState<string | null>(null);
  const wanted = wantedFor === key;
  return (
    <Panel
      title={t('parts.add')}
      note={t('parts.addNote')}
      actions={
        wanted ? undefined : (
          <Button small onClick={() => setWantedFor(key)}>
            {t('parts.look')}
          </Button>
        )
      }
    >
      <SplitPicker key={runId} runId={runId} period={result.period} />
      {wanted ? <Candidates key={key} {...props} split={split} /> : null}
    </Panel>
  );
}

function Candidates({ split, ...props }: ViewProps & { readonly split: Split | null }) {
  const { result, figures, ruleSet } = props;
  const { currency } = result;
  const { failure, busy, parts } = useAdditions(props, split);
  const [training = null, ...heldOut] = parts.map(({ additions }) => additions);
  const value = parts.every(({ additions }) => additions !== null) ? training : null;
  const write = writing(currency);
  const { assumptions } = figures;
  const given = { assumptions, target: result.target, perMajor: minorPerMajor(currency) };
  const found: readonly ChosenGain[] =
    value === null
      ? []
      : heldOut.length === 0
        ? gains(value.additions, additionWeights(value, given)).map((gain) => ({ ...gain, heldOut: [] }))
        : chosenGains(
            value,
            heldOut.flatMap((one) => one ?? []),
            given,
          );
  const open = ({ rule, features }: Addition) => {
    const own = { ...ruleSet, features: [...(ruleSet.features ?? []), ...features] };
    openOrders(ordersOf(parts[0]?.filter ?? result.filter, ruleClause(rule, own, 'true')));
  };
  return (
    <>
      {failure === null ? null : <FailureCallout failure={failure} />}
      {!busy ? null : (
        <p className="note" aria-busy="true">
          {t('parts.looking')}
        </p>
      )}
      {value === null ? null : (
        <>
          <p className="note" data-testid="tried">
            {heldOut.length === 0
              ? t('parts.tried', { tried: count(value.tried), found: count(value.additions.length) })
              : t('parts.triedOnTraining', {
                  ...{ tried: count(value.tried), found: count(found.length), until: value.asOf ?? '–' },
                  ...{ from: value.period?.from ?? '–', to: value.period?.to ?? '–' },
                })}{' '}
            {t('parts.left', {
              ...{ unchecked: count(value.left.unchecked), same: count(value.left.same) },
              clash: count(value.left.clash),
            })}
          </p>
          {found.some(({ offered }) => offered) ? null : (
            <p>{t(value.cohort === 0 ? 'parts.unmeasured' : 'parts.noGain')}</p>
          )}
          <div className="scroll" tabIndex={0} role="region" aria-label={t('parts.add')}>
            <table className="table sticky" data-testid="additions">
              <thead>
                <tr>
                  <th scope="col">{t('rule.code')}</th>
                  <th scope="col">{t('parts.source')}</th>
                  <th scope="col">{t('rule.result')}</th>
                  <th scope="col" className="num">
                    {t('parts.hits')}
                  </th>
                  {parts.map(({ name, additions }) => (
                    <th key={name} scope="col" className="num">
                      {name === 'whole' ? t('parts.gain') : `${t(`split.${name}`)}: ${t('parts.gain')}`}
                      {name === 'whole' || additions === null || additions.period === null ? null : (
                        <div className="note">{`${additions.period.from} – ${additions.period.to}`}</div>
                      )}
                    </th>
                  ))}
                  <th scope="col" className="num">
                    {t('parts.alerts')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {found.slice(0, mostTold).map(({ addition, change, measurable, offered, heldOut: others }) => (
                  <tr key={addition.rule.code}>
                    <th scope="row" className="mono" title={addition.rule.when}>
                      {addition.rule.code}
                      {offered ? (
                        <div>
                          <span className="tag">{t('parts.offered')}</span>
                        </div>
                      ) : null}
                      {measurable === 'measured' ? null : (
                        <div>
                          <span className="tag warn">{t(`parts.${measurable}`)}</span>
                        </div>
                      )}
                    </th>
                    <td className="nowrap">
                      {t(
                        `parts.source.${addition.source.kind}`,
                        addition.source.kind === 'ruleSet' ? { name: addition.source.name } : {},
                      )}
                    </td>
                    <td>
                      <ResultTag result={addition.rule.result} />
                    </td>
                    <td className="num">
                      <OrdersButton count={addition.hits} onOpen={() => open(addition)} />
                    </td>
                    {[change, ...others].map((one, at) => (
                      <ChangeCell
                        key={parts[at]?.name}
                        change={one}
                        told={at > 0 || measurable === 'measured'}
                        write={write}
                      />
                    ))}
                    <td className="num">{change.alerts > 0 ? `+${count(change.alerts)}` : count(change.alerts)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}

interface ChangeCellProps {
  readonly change: Change | null;
  /** Whether the net can be told; the band is shown all the same. */
  readonly told: boolean;
  readonly write: (value: number) => string;
}

/** What a rule changes, with its interval and what the orders blocked in history may make of it. */
function ChangeCell({ change, told, write }: ChangeCellProps) {
  if (change === null) return <td className="num">{t('common.notMeasured')}</td>;
  return (
    <td className="num">
      {told ? write(change.net) : t('common.notMeasured')}
      {told ? <div className="note">{intervalText(change.interval, write)}</div> : null}
      {change.band === null ? null : (
        <div className="note">{`${t('parts.band')}: ${intervalText(change.band, write)}`}</div>
      )}
    </td>
  );
}

interface AskedPart {
  readonly name: SplitPartName | 'whole';
  readonly ask: ContributionsAsk;
}

/** Candidates on all orders, or on every part of a split. */
function useAdditions({ ruleSet, result, info }: ViewProps, split: Split | null) {
  const { filter, asOf: known } = result;
  const judged = asRun(result);
  const { timezone, dataVersion } = info;
  const asked: readonly AskedPart[] =
    split === null
      ? [{ name: 'whole', ask: { ruleSet, filter, judged } }]
      : additionAsks({ ruleSet, filter, judged, split, timezone, known }).map(({ part, ask }) => ({
          name: part.name,
          ask,
        }));
  const [first, second, third] = asked;
  const answers = [useAsked(first, dataVersion), useAsked(second, dataVersion), useAsked(third, dataVersion)];
  return {
    parts: asked.map(({ name, ask: { filter: own } }, at) => ({
      ...{ name, filter: own },
      additions: answers[at]?.fresh === true ? answers[at].value : null,
    })),
    failure: answers.find((one) => one.failure !== null)?.failure ?? null,
    busy: asked.some((_, at) => answers[at]?.busy === true),
  };
}

function useAsked(part: AskedPart | undefined, dataVersion: string): Latest<Additions> {
  const input = part?.ask ?? null;
  return useLatest('backtest.additions', input, JSON.stringify([input, dataVersion]));
}
