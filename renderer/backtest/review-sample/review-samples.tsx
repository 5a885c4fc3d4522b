import { useState } from 'react';
import type { BacktestResult, RunSummary } from '../../../analysis/model/backtest.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { ReviewSample } from '../../../analysis/model/review-sample.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { verdictStates } from '../../../analysis/model/verdict.ts';
import { count, dateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Callout, FailureCallout } from '../../parts/callout.tsx';
import { Panel } from '../../parts/panel.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';
import { useStore } from '../../state/store.ts';
import { DrawSample } from './draw-sample.tsx';
import { RefusedSheet } from './refused-sheet.tsx';
import { SampleEstimates } from './sample-estimates.tsx';
import { chosenSample, counts, deleteSample, importVerdicts, sampleVersion, takeBack } from './sample-store.ts';
import { WorksheetDialog } from './worksheet-dialog.tsx';
import './review-sample.css';

export interface ReviewSamplesProps {
  readonly run: RunSummary;
  readonly ruleSet: RuleSet;
  readonly result: BacktestResult;
  readonly info: ProjectInfo;
}

/** Review samples of a run's rule set on its orders: drawn, handed out, taken back in, and what they say. */
export function ReviewSamples({ run, ruleSet, result, info }: ReviewSamplesProps) {
  const version = useStore(sampleVersion);
  const chosen = useStore(chosenSample);
  const [drawing, setDrawing] = useState(false);
  const list = useLatest('reviewSample.list', {}, JSON.stringify([version, info.dataVersion]));
  const filter = JSON.stringify(result.filter);
  const own = (list.value ?? []).filter(
    (sample) => sample.hashes.ruleSet === run.ruleSetHash && JSON.stringify(sample.filter) === filter,
  );
  const sample = own.find(({ sampleId }) => sampleId === chosen) ?? own[0];
  return (
    <Panel
      title={t('sample.title')}
      actions={
        <Button small icon="plus" disabled={info.readOnly || result.rows === 0} onClick={() => setDrawing(true)}>
          {t('sample.draw')}
        </Button>
      }
    >
      <div className="stack review-sample" data-testid="review-sample">
        <p className="note">{t('sample.about')}</p>
        {list.failure ? <FailureCallout failure={list.failure} /> : null}
        {sample === undefined && list.value !== null ? <p>{t('sample.none')}</p> : null}
        {own.length > 1 && sample ? <SamplePicker all={own} sample={sample} info={info} /> : null}
        {sample ? (
          <SampleView key={sample.sampleId} sample={sample} result={result} info={info} version={version} />
        ) : null}
      </div>
      {drawing ? <DrawSample ruleSet={ruleSet} filter={result.filter} onClose={() => setDrawing(false)} /> : null}
      <RefusedSheet />
    </Panel>
  );
}

interface SamplePickerProps {
  readonly all: readonly ReviewSample[];
  readonly sample: ReviewSample;
  readonly info: ProjectInfo;
}

function SamplePicker({ all, sample, info }: SamplePickerProps) {
  return (
    <label className="row">
      <span className="label">{t('sample.which')}</span>
      <select
        className="select small"
        value={sample.sampleId}
        onChange={(event) => chosenSample.set(event.target.value)}
      >
        {all.map((one) => (
          <option key={one.sampleId} value={one.sampleId}>
            {t('sample.name', { code: one.code, at: dateTime(one.drawnAt, info.timezone), count: count(one.drawn) })}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SampleViewProps {
  readonly sample: ReviewSample;
  readonly result: BacktestResult;
  readonly info: ProjectInfo;
  readonly version: number;
}

function SampleView({ sample, result, info, version }: SampleViewProps) {
  const [writing, setWriting] = useState(false);
  const { code, design, hashes, drawn, rows } = sample;
  const [allocation = ''] = t(`sample.allocation.${design.allocation}`).split(/[（(]/);
  const facts = {
    at: dateTime(sample.drawnAt, info.timezone),
    rows: count(rows),
    count: count(drawn),
    seed: design.seed,
  };
  const short = (hash: string): string => hash.slice(0, 8);
  return (
    <div className="stack">
      <div className="row wrap">
        <span className="tag mono">{code}</span>
        <span className="note">{t('sample.facts', { ...facts, allocation: allocation.trim() })}</span>
        <span className="grow" />
        <Button small icon="save" onClick={() => setWriting(true)}>
          {t('sample.worksheet')}
        </Button>
        <Button small icon="file" disabled={info.readOnly} onClick={() => importVerdicts(sample.sampleId)}>
          {t('sample.import')}
        </Button>
        <Button
          small
          look="quiet"
          icon="trash"
          aria-label={t('sample.delete')}
          disabled={info.readOnly}
          onClick={() => deleteSample(sample)}
        />
      </div>
      {hashes.data === result.hashes.data ? null : (
        <Callout kind="info">
          <p>{t('sample.otherData')}</p>
        </Callout>
      )}
      <Progress sample={sample} />
      <Files sample={sample} info={info} />
      {drawn > sample.verdicts.missing ? <SampleEstimates sample={sample} info={info} version={version} /> : null}
      <p className="note mono">
        {t('sample.hashes', { ruleSet: short(hashes.ruleSet), data: short(hashes.data), filter: short(hashes.filter) })}
      </p>
      {writing ? <WorksheetDialog sample={sample} onClose={() => setWriting(false)} /> : null}
    </div>
  );
}

/** Every sampled order by what was said of it. */
function Progress({ sample: { sampleId, verdicts, drawn } }: { readonly sample: ReviewSample }) {
  const done = drawn - verdicts.missing;
  return (
    <div className="sample-progress">
      <span className="label">{t('sample.progress')}</span>
      <progress className="progress" aria-label={t('sample.progress')} value={done} max={drawn} />
      <span>{t('sample.progressOf', { done: count(done), count: count(drawn) })}</span>
      {verdictStates.map((state) => (
        <span key={state} className="row">
          <span className="label">{t(`verdict.${state}`)}</span>
          <OrdersButton
            count={verdicts[state]}
            onOpen={() => openOrders({ clauses: [{ kind: 'sampled', sampleId, verdicts: [state] }] })}
          />
        </span>
      ))}
    </div>
  );
}

/** Files of verdicts, each of which can be taken back. */
function Files({ sample: { files }, info }: Pick<SampleViewProps, 'sample' | 'info'>) {
  if (files.length === 0) return null;
  return (
    <details className="sample-files">
      <summary>
        {t('sample.files')} ({count(files.length)})
      </summary>
      <ul>
        {files.map(({ importId, importedAt, fileName, taken, changed, unchanged, blank, undated }) => (
          <li key={importId} className="row wrap">
            <span>
              {t('sample.file', {
                ...{ at: dateTime(importedAt, info.timezone), name: fileName, ...counts(taken) },
                ...{ changed: count(changed), unchanged: count(unchanged), blank: count(blank) },
              })}
              {undated === 0 ? null : (
                <span className="note"> {t('sample.fileUndated', { count: count(undated) })}</span>
              )}
            </span>
            <Button small disabled={info.readOnly} onClick={() => takeBack(importId, fileName)}>
              {t('sample.undo')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
