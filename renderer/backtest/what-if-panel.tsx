import { useEffect, useRef } from 'react';
import { policyOf } from '../../analysis/expression/index.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import type { Assumptions } from '../../analysis/model/results/assumptions.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { useDimmed } from '../parts/dimmed.ts';
import { Kept } from '../parts/kept.tsx';
import { Panel } from '../parts/panel.tsx';
import { WindowedRows, type WindowedRow } from '../parts/windowed-rows.tsx';
import { addDocument } from '../rule-sets/documents.ts';
import { go } from '../state/address.ts';
import type { Latest } from '../state/request.ts';
import { attempt } from '../state/toasts.ts';
import { startRun } from './run-store.ts';
import { asItRan, askedBy, canMove, changesIn, tried, type WhatIf } from './what-if.ts';
import { groupedRows, lineOf } from './what-if-grouped.tsx';
import { RuleRow, type ChangeProps, type ChangeTrial, type Followed } from './what-if-rows.tsx';

export interface WhatIfPanelProps {
  readonly ruleSet: RuleSet;
  readonly whatIf: WhatIf;
  readonly onChange: ChangeTrial;
  /** Takes the last step back, and does it again; null where there is none. */
  readonly steps: { readonly undo: (() => void) | null; readonly redo: (() => void) | null };
  readonly onClose: () => void;
  /** The figures of the set as it is tried, and the set that they are of. */
  readonly answer: Latest<{ readonly result: BacktestResult }, { readonly ruleSet: RuleSet }>;
  /** What a run that is kept assumes. */
  readonly assumptions: Assumptions;
}

/** Of a line with a choice in it, in pixels. */
const lineHeight = 31;

/** Rules on and off, in another order, in other groups or with other results: every figure follows at once. */
export function WhatIfPanel({ ruleSet, whatIf, onChange, steps, onClose, answer, assumptions }: WhatIfPanelProps) {
  const changes = changesIn(ruleSet, whatIf);
  const result = answer.value?.result ?? null;
  const trial = tried(ruleSet, whatIf);
  const dimmed = useDimmed(!answer.fresh);
  const answered = answer.asked?.ruleSet ?? trial;
  const policy = policyOf(ruleSet);
  const asked = askedBy(ruleSet, whatIf);
  const added = new Map(result?.contributions?.map((one) => [one.code, one]));
  const shown = useRef({ ruleSet: answered, result });
  shown.current = { ruleSet: answered, result };
  const table = useRef<HTMLDivElement>(null);
  const followed = useRef<string | null>(null);
  const follow: Followed = {
    start: (code) => {
      followed.current = code;
    },
    ends: (code) => {
      if (followed.current !== code) return false;
      followed.current = null;
      return true;
    },
  };
  const change: ChangeProps = { ruleSet, whatIf, onChange, follow };
  const adds = {
    added,
    currency: result?.currency ?? null,
    answered: () => (shown.current.result === null ? null : { ...shown.current, result: shown.current.result }),
  };
  // A group stands on all groups.
  const rows =
    policy === 'groups'
      ? groupedRows(change, adds)
      : asked.map(({ key, result: own }, place): WindowedRow => {
          const movable = [canMove(ruleSet, asked, place, -1), canMove(ruleSet, asked, place, 1)] as const;
          const stands = () => [
            whatIf.off.has(key),
            whatIf.texts.get(key),
            JSON.stringify(added.get(key)),
            adds.currency,
          ];
          return {
            key,
            draw: () => (
              <Kept key={key} of={[ruleSet, onChange, own, ...movable, ...stands()]}>
                {() => <RuleRow {...change} {...adds} {...{ own, movable }} asked={key} />}
              </Kept>
            ),
          };
        });
  const reveal = () => {
    const code = followed.current;
    return code === null ? null : lineOf(rows, code);
  };
  // The button that opened the panel is gone, and the panel may stand below what is on screen.
  useEffect(() => {
    table.current?.focus({ preventScroll: true });
    table.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const contributions = () => [
    [
      t('rule.code'),
      ...[t('whatIf.first'), t('whatIf.unique')].flatMap((of) =>
        [t('impact.hits'), t('state.bad'), t('state.good')].map((head) => `${of}: ${head}`),
      ),
    ],
    ...(result?.contributions ?? []).map(({ code, first, unique }) => [
      code,
      ...[first, unique].flatMap(({ hits, tp, fp }) => [hits, tp, fp]),
    ]),
  ];
  const keep = () => {
    const made = addDocument({ ...trial, name: t('whatIf.name', { name: ruleSet.name }) });
    go({ room: 'rules', path: [made.id] });
  };
  return (
    <Panel
      title={t('whatIf.title')}
      table={contributions}
      actions={
        <>
          <span className={`tag ${changes > 0 ? 'warn' : ''}`}>{t('whatIf.changes', { count: count(changes) })}</span>
          <StepButtons {...steps} />
          <Button small disabled={changes === 0} onClick={() => onChange(() => asItRan)}>
            {t('whatIf.reset')}
          </Button>
          <Button small disabled={changes === 0} icon="rules" onClick={keep}>
            {t('whatIf.keep')}
          </Button>
          <Button
            small
            disabled={changes === 0 || result === null || !answer.fresh}
            onClick={() => result && attempt(() => startRun(trial, result.filter, assumptions))}
          >
            {t('whatIf.run')}
          </Button>
          <Button small look="quiet" icon="close" aria-label={t('common.close')} onClick={onClose} />
        </>
      }
    >
      {answer.failure ? <FailureCallout failure={answer.failure} /> : null}
      <div ref={table} className="scroll what-if-scroll" tabIndex={0} role="region" aria-label={t('whatIf.table')}>
        <table className={`table what-if ${dimmed}`} aria-busy={answer.busy} data-testid="what-if">
          <thead>
            <tr>
              <th rowSpan={2}>{t('whatIf.use')}</th>
              <th rowSpan={2}>{t('rule.code')}</th>
              <th rowSpan={2}>{t(policy === 'scores' ? 'rule.scores' : 'rule.result')}</th>
              <th rowSpan={2}>{t('whatIf.order')}</th>
              <th scope="colgroup" colSpan={4} className="added">
                {t('whatIf.first')}
              </th>
              <th scope="colgroup" colSpan={4} className="added">
                {t('whatIf.unique')}
              </th>
            </tr>
            <tr>
              <Heads result={result} />
              <Heads result={result} />
            </tr>
          </thead>
          <WindowedRows {...{ rows, reveal }} frame={table} columns={12} height={lineHeight} />
        </table>
      </div>
      <p className="note">
        {t(policy === 'groups' ? 'whatIf.noteOfGroups' : 'whatIf.note')} {t(orderTexts[policy])} {t('whatIf.explain')}
      </p>
    </Panel>
  );
}

function StepButtons({ undo, redo }: WhatIfPanelProps['steps']) {
  const one = (label: string, run: (() => void) | null, className = '') => (
    <Button
      {...{ className, small: true, look: 'quiet', icon: 'undo', disabled: run === null }}
      aria-label={label}
      onClick={() => run?.()}
    />
  );
  return (
    <>
      {one(t('rules.undoEdit'), undo)}
      {one(t('rules.redoEdit'), redo, 'mirrored')}
    </>
  );
}

const orderTexts = {
  classes: 'whatIf.orderOfClasses',
  groups: 'whatIf.orderOfGroups',
  scores: 'whatIf.orderOfScores',
} as const;

function Heads({ result }: { readonly result: BacktestResult | null }) {
  const word = (state: OutcomeState) => (result === null ? t(`state.${state}`) : outcomeWord(result.target, state));
  return (
    <>
      <th scope="col" className="num added">
        {t('impact.hits')}
      </th>
      <th scope="col" className="num">
        {word('bad')}
      </th>
      <th scope="col" className="num">
        {word('good')}
      </th>
      <th scope="col" className="num">
        {t('metric.caught')}
      </th>
    </>
  );
}
