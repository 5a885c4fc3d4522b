import { useState } from 'react';
import {
  conformParts,
  type CauseCount,
  type ConformCause,
  type ConformDifference,
  type ConformReport,
  type ToldScreening,
} from '../../analysis/model/conform.ts';
import { results, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import { count, dateTime, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Figure } from '../parts/figure.tsx';
import { HeadedTable } from '../parts/headed-table.tsx';
import { useProject } from '../state/project.ts';
import { FieldRows, OpenedCount } from './replay-state.tsx';

export function ConformResult({ report }: { readonly report: ConformReport }) {
  const { agreeing, differing, matched, recorded, replayed, repeated, contradicting, unscreened } = report;
  const [shown, setShown] = useState<ConformCause | null>(null);
  const first = report.causes.find(({ cause }) => cause === shown)?.first ?? null;
  return (
    <div className="stack">
      <div className="figures" data-testid="conform-figures">
        <Figure
          label={t('conform.agreeing')}
          value={count(agreeing)}
          denominator={t('conform.ofMatched', { matched: count(matched), share: shareOf(agreeing, matched) })}
        />
        <Figure
          label={t('conform.differing')}
          value={count(differing)}
          tone={differing > 0 ? 'bad' : 'plain'}
          denominator={t('conform.ofMatched', { matched: count(matched), share: shareOf(differing, matched) })}
        />
        <Figure
          label={t('conform.onlyRecorded')}
          value={count(report.onlyRecorded)}
          denominator={t('conform.ofRecorded', { recorded: count(recorded) })}
        />
        <Figure
          label={t('conform.onlyReplayed')}
          value={count(report.onlyReplayed)}
          denominator={t('conform.ofReplayed', { replayed: count(replayed) })}
        />
      </div>
      {repeated + contradicting + unscreened > 0 ? (
        <p className="note">
          {t('conform.notes', {
            unscreened: count(unscreened),
            repeated: count(repeated),
            contradicting: count(contradicting),
          })}
        </p>
      ) : null}
      <Lacking report={report} />
      <Crossed report={report} />
      <Parts report={report} />
      {differing === 0 ? (
        <p>{t('conform.none')}</p>
      ) : (
        <table className="table" aria-label={t('conform.causes')} data-testid="conform-causes">
          <thead>
            <tr>
              <th scope="col">{t('conform.cause')}</th>
              <th scope="col">{t('conform.test')}</th>
              <th scope="col" className="num">
                {t('conform.orders')}
              </th>
              <th scope="col">{t('conform.rules')}</th>
              <th scope="col" aria-label={t('conform.showFirst')} />
            </tr>
          </thead>
          <tbody>
            {report.causes.map((one) => (
              <CauseRow
                key={one.cause}
                of={one}
                open={shown === one.cause}
                onToggle={() => setShown(shown === one.cause ? null : one.cause)}
              />
            ))}
          </tbody>
        </table>
      )}
      {first === null || shown === null ? null : <FirstOrder cause={shown} first={first} />}
    </div>
  );
}

/** What the package and the orders lack to decide as production does. */
function Lacking({ report: { standIns, unreproduced } }: { readonly report: ConformReport }) {
  return (
    <>
      {standIns.exceptions === 0 ? null : (
        <p className="note">{t('conform.standInExceptions', { count: count(standIns.exceptions) })}</p>
      )}
      {standIns.lists.length === 0 ? null : (
        <p className="note">{t('conform.standInLists', { lists: standIns.lists.join(t('orders.listMark')) })}</p>
      )}
      {unreproduced.length === 0 ? null : (
        <details>
          <summary>{`${t('conform.unreproduced')} (${count(unreproduced.length)})`}</summary>
          <table className="table" aria-label={t('conform.unreproduced')}>
            <thead>
              <tr>
                <th scope="col">{t('conform.rule')}</th>
                <th scope="col">{t('conform.inputs')}</th>
              </tr>
            </thead>
            <tbody>
              {unreproduced.map(({ code, inputs }) => (
                <tr key={code}>
                  <td className="mono">{code}</td>
                  <td className="mono">{inputs.join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </>
  );
}

const shareOf = (orders: number, matched: number): string =>
  matched === 0 ? t('common.none') : rate(orders / matched);

/** Orders by the recorded and the replayed result; nothing where no record tells one. */
function Crossed({ report: { crossed } }: { readonly report: ConformReport }) {
  if (crossed.length === 0) return null;
  const orders = (recorded: ScreeningResult, replayed: ScreeningResult): number =>
    crossed.find((one) => one.recorded === recorded && one.replayed === replayed)?.orders ?? 0;
  return (
    <HeadedTable
      label={t('conform.crossed')}
      heads={[t('conform.crossed'), ...results.map((replayed) => t('conform.replayedAs', { result: replayed }))]}
      testId="conform-crossed"
    >
      {results.map((recorded) => (
        <tr key={recorded}>
          <th scope="row">{recorded}</th>
          {results.map((replayed) => (
            <td key={replayed} className="num">
              {recorded === replayed ? count(orders(recorded, replayed)) : <b>{count(orders(recorded, replayed))}</b>}
            </td>
          ))}
        </tr>
      ))}
    </HeadedTable>
  );
}

function Parts({ report }: { readonly report: ConformReport }) {
  return (
    <table className="table" aria-label={t('conform.parts')}>
      <thead>
        <tr>
          <th scope="col">{t('conform.part')}</th>
          <th scope="col" className="num">
            {t('conform.told')}
          </th>
          <th scope="col" className="num">
            {t('conform.differing')}
          </th>
        </tr>
      </thead>
      <tbody>
        {conformParts.map((part) => {
          const { told, differing } = report.parts[part];
          return (
            <tr key={part}>
              <td>{t(`conform.part.${part}`)}</td>
              <td className="num">{count(told)}</td>
              <td className="num">{told === 0 ? t('common.none') : count(differing)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Rules that are named in a row. */
const mostRules = 5;

function CauseRow(props: { readonly of: CauseCount; readonly open: boolean; readonly onToggle: () => void }) {
  const { cause, orders, orderIds, rules, first } = props.of;
  const named = rules.slice(0, mostRules).map(({ code, recorded, replayed }) => `${code} ${recorded}/${replayed}`);
  return (
    <tr>
      <td>{t(`conform.cause.${cause}`)}</td>
      <td className="note">{t(`conform.cause.${cause}Test`)}</td>
      <td className="num">
        <OpenedCount orders={orders} ids={orderIds} />
      </td>
      <td className="mono">{[...named, ...(rules.length > mostRules ? ['…'] : [])].join(t('orders.listMark'))}</td>
      <td>
        {first === null ? null : (
          <button type="button" className="link" aria-expanded={props.open} onClick={props.onToggle}>
            {t(props.open ? 'conform.hideFirst' : 'conform.showFirst')}
          </button>
        )}
      </td>
    </tr>
  );
}

function FirstOrder({ cause, first }: { readonly cause: ConformCause; readonly first: ConformDifference }) {
  const zone = useProject()?.timezone ?? 'UTC';
  const { recorded, replayed, rules, fields } = first;
  const title = t('conform.firstOf', {
    cause: t(`conform.cause.${cause}`),
    place: count(first.place),
    at: dateTime(Date.parse(first.at), zone),
  });
  const word = (fired: boolean) => t(fired ? 'conform.fired' : 'conform.notFired');
  return (
    <div className="stack" data-testid="conform-first">
      <h3>{title}</h3>
      <table className="table" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{t('conform.fieldOf')}</th>
            <th scope="col">{t('conform.recordedSide')}</th>
            <th scope="col">{t('conform.replayedSide')}</th>
          </tr>
        </thead>
        <tbody>
          {(['result', 'score', 'group'] as const).map((part) => (
            <tr key={part}>
              <th scope="row">{t(`conform.part.${part}`)}</th>
              <td>{sideText(recorded, part)}</td>
              <td>{sideText(replayed, part)}</td>
            </tr>
          ))}
          {rules.map(({ code, fired, cause: own, detail }) => (
            <tr key={code}>
              <th scope="row" className="mono">
                {code}
              </th>
              <td>{word(fired === 'recorded')}</td>
              <td>
                {word(fired === 'replayed')}{' '}
                <span className="note">{[t(`conform.cause.${own}`), ...detail].join(' · ')}</span>
              </td>
            </tr>
          ))}
          <FieldRows fields={fields} />
        </tbody>
      </table>
      <p className="note">{t('conform.masked')}</p>
    </div>
  );
}

function sideText(side: ToldScreening, part: 'result' | 'score' | 'group'): string {
  const value = side[part];
  if (value === null || value === '') return t('common.none');
  return typeof value === 'string' ? value : `ok ${value.ok} · ng ${value.ng} · hold ${value.hold}`;
}
