import { useEffect } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { results, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import { loadRuns, runs } from '../backtest/run-store.ts';
import { count, dateTime } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { runShare } from '../parts/order-share.tsx';
import { Panel } from '../parts/panel.tsx';
import { ResultTag } from '../parts/result-tag.tsx';
import { isChanged, type RuleDocument } from '../rule-sets/document.ts';
import { ruleResults } from '../rule-sets/rule-results.ts';
import { go } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import {
  createRuleSet,
  createStarter,
  deleteRuleSet,
  duplicateRuleSet,
  importRuleSet,
  openDocument,
} from './rule-set-actions.ts';

export interface RuleSetListProps {
  readonly info: ProjectInfo;
  readonly all: readonly RuleDocument[];
  readonly note?: string;
}

export function RuleSetList({ info, all, note }: RuleSetListProps) {
  useEffect(() => attempt(loadRuns), [info.dataVersion]);
  const actions = (
    <>
      <Button small icon="file" onClick={importRuleSet}>
        {t('rules.import')}
      </Button>
      <Button small look="primary" icon="plus" onClick={() => createRuleSet(info)}>
        {t('rules.new')}
      </Button>
    </>
  );
  return (
    <div className="rules-list scroll" tabIndex={0} role="region" aria-label={t('rules.sets')}>
      {note === undefined ? null : <Callout kind="info">{note}</Callout>}
      <Panel title={t('rules.sets')} actions={actions}>
        {all.length === 0 ? <NoRuleSets info={info} /> : <RuleSetTable info={info} all={all} />}
      </Panel>
    </div>
  );
}

function NoRuleSets({ info }: { readonly info: ProjectInfo }) {
  return (
    <div className="empty">
      <p>{t('rules.none')}</p>
      <div className="row">
        <Button look="primary" icon="plus" onClick={() => createRuleSet(info)}>
          {t('rules.new')}
        </Button>
        <Button onClick={() => createStarter(info)}>{t('rules.sample')}</Button>
      </div>
      <p className="note">{t('rules.sampleHint')}</p>
    </div>
  );
}

function RuleSetTable({ info, all }: Pick<RuleSetListProps, 'info' | 'all'>) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('set.name')}</th>
          <th scope="col">{t('set.model')}</th>
          <th scope="col" className="num">
            {t('set.version')}
          </th>
          <th scope="col" className="num">
            {t('set.rules')}
          </th>
          <th scope="col">{t('set.byResult')}</th>
          <th scope="col">{t('set.default')}</th>
          <th scope="col">{t('set.savedAt')}</th>
          <th scope="col">{t('set.lastRun')}</th>
          <th scope="col">
            <span className="hidden-visually">{t('set.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {all.map((document) => (
          <RuleSetRow key={document.id} info={info} document={document} />
        ))}
      </tbody>
    </table>
  );
}

interface ResultCountProps {
  readonly result: ScreeningResult;
  readonly of: number;
}

function ResultCount({ result, of }: ResultCountProps) {
  if (of === 0) return null;
  return (
    <span className="nowrap">
      <ResultTag result={result} /> {count(of)}
    </span>
  );
}

/** The newest run of the rule set as it was saved last. */
function LastRun({ document }: { readonly document: RuleDocument }) {
  const run = useStore(runs)
    ?.filter((one) => one.ruleSetHash === document.saved?.hash)
    .toSorted((a, b) => b.ranAt - a.ranAt)[0];
  if (!run) return <span className="note">{t('set.neverRun')}</span>;
  return (
    <>
      <button type="button" className="link" onClick={() => go({ room: 'backtest', path: [run.runId], params: {} })}>
        {t('set.lastFigures', { precision: runShare(run, 'precision'), recall: runShare(run, 'recall') })}
      </button>
      {run.stale ? <span className="tag warn">{t('backtest.stale')}</span> : null}
      {isChanged(document) ? <span className="tag warn">{t('set.beforeChange')}</span> : null}
    </>
  );
}

function RuleSetRow({ info, document }: { readonly info: ProjectInfo; readonly document: RuleDocument }) {
  const { ruleSet } = document.now;
  const name = ruleSet.name || t('set.unnamed');
  const decided = [...ruleResults(ruleSet).values()].flat();
  return (
    <tr>
      <td className="set-name">
        <button type="button" className="link" onClick={() => openDocument(document.id)}>
          {name}
        </button>
        {isChanged(document) ? <span className="tag warn">{t('rules.unsaved')}</span> : null}
      </td>
      <td className="mono">{ruleSet.modelId}</td>
      <td className="num">{document.saved ? document.saved.version : '–'}</td>
      <td className="num">{count(ruleSet.rules.length)}</td>
      <td>
        <span className="rule-counts">
          {results.map((result) => (
            <ResultCount key={result} result={result} of={decided.filter((one) => one === result).length} />
          ))}
        </span>
      </td>
      <td>
        <ResultTag result={ruleSet.default} />
      </td>
      <td className="nowrap">
        {document.saved ? dateTime(document.saved.savedAt, info.timezone) : t('rules.notSavedYet')}
      </td>
      <td>
        <LastRun document={document} />
      </td>
      <td className="num">
        <Button
          look="quiet"
          small
          icon="copy"
          aria-label={t('rules.duplicateNamed', { name })}
          onClick={() => duplicateRuleSet(document)}
        />
        <Button
          look="quiet"
          small
          icon="trash"
          aria-label={t('rules.deleteNamed', { name })}
          disabled={info.readOnly && document.saved !== null}
          onClick={() => deleteRuleSet(document)}
        />
      </td>
    </tr>
  );
}
