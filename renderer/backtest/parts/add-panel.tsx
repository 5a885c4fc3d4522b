import { useState } from 'react';
import type { ChosenGain } from '../../../analysis/model/results/addition-study.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { ResultTag } from '../../parts/result-tag.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { SplitPicker, useSplit } from '../split/split-picker.tsx';
import type { ViewProps } from '../views.tsx';
import {
  additionRows,
  additionsPicture,
  changesOf,
  openHits,
  partTitle,
  sourceText,
  useTried,
  type Shown,
  type Tried,
} from './additions.ts';
import { ChangedYen } from './changed-yen.tsx';
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
  const { told, failure, busy } = useTried(props, split, wanted);
  const shown =
    told === null || told.found.length === 0 ? null : { ...props, ...told, found: told.found.slice(0, mostTold) };
  return (
    <ResultPanel
      title={t('parts.add')}
      note={t('parts.addNote')}
      table={shown === null ? undefined : () => additionRows(shown)}
      pictures={shown === null ? [] : [additionsPicture(shown)]}
      actions={
        wanted ? undefined : (
          <Button small onClick={() => setWantedFor(key)}>
            {t('parts.look')}
          </Button>
        )
      }
      above={
        <>
          <SplitPicker key={runId} runId={runId} period={result.period} />
          {failure === null ? null : <FailureCallout failure={failure} />}
          {busy ? (
            <p className="note" aria-busy="true">
              {t('parts.looking')}
            </p>
          ) : null}
          {told === null ? null : <TriedNote {...told} />}
        </>
      }
    >
      {shown === null ? null : <AdditionsTable {...shown} />}
    </ResultPanel>
  );
}

function TriedNote({ all, found }: Tried) {
  const [value] = all;
  if (value === undefined) return null;
  return (
    <>
      <p className="note" data-testid="tried">
        {all.length === 1
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
    </>
  );
}

function AdditionsTable(shown: Shown) {
  const { found, parts, all } = shown;
  return (
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
            {parts.map((part, at) => {
              const period = part.name === 'whole' ? null : (all[at]?.period ?? null);
              return (
                <th key={part.name} scope="col" className="num">
                  {partTitle(part)}
                  {period === null ? null : <div className="note">{`${period.from} – ${period.to}`}</div>}
                </th>
              );
            })}
            <th scope="col" className="num">
              {t('parts.alerts')}
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map((gain) => (
            <Candidate key={gain.addition.rule.code} gain={gain} shown={shown} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CandidateProps {
  readonly gain: ChosenGain;
  readonly shown: Shown;
}

function Candidate({ gain, shown }: CandidateProps) {
  const { addition, change, measurable, offered } = gain;
  const { rule, hits } = addition;
  return (
    <tr>
      <th scope="row" className="mono" title={rule.when}>
        {rule.code}
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
      <td className="nowrap">{sourceText(addition)}</td>
      <td>
        <ResultTag result={rule.result} />
      </td>
      <td className="num">
        <OrdersButton count={hits} onOpen={() => openHits(shown, addition)} />
      </td>
      {shown.parts.map((part, at) => (
        <ChangeCell key={part.name} {...{ gain, shown, at }} />
      ))}
      <td className="num">{change.alerts > 0 ? `+${count(change.alerts)}` : count(change.alerts)}</td>
    </tr>
  );
}

/** What a rule changes on one part, with its interval and what the orders blocked in history may make of it. */
function ChangeCell({ gain, shown, at }: CandidateProps & { readonly at: number }) {
  const { change = null, told = false } = changesOf(gain)[at] ?? {};
  const { parts, all, weights, result, given } = shown;
  const [part, own] = [parts[at], weights[at]];
  if (change === null || part === undefined || own === undefined)
    return <td className="num">{t('common.notMeasured')}</td>;
  const write = writing(result.currency);
  const { code } = gain.addition.rule;
  const tally = all[at]?.additions.find(({ rule }) => rule.code === code)?.added ?? null;
  return (
    <td className="num">
      {told ? (
        <ChangedYen
          {...{ tally, result, given }}
          weights={own}
          name={t('parts.ofRule', { code, what: partTitle(part) })}
          text={write(change.net)}
        />
      ) : (
        t('common.notMeasured')
      )}
      {told ? <div className="note">{intervalText(change.interval, write)}</div> : null}
      {change.band === null ? null : (
        <div className="note">{`${t('parts.band')}: ${intervalText(change.band, write)}`}</div>
      )}
    </td>
  );
}
