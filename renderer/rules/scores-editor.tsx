import { useState } from 'react';
import {
  combinations,
  reaches,
  scoreParts,
  type Combination,
  type ScorePart,
  type ScorePolicy,
} from '../../analysis/model/policy.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Panel } from '../parts/panel.tsx';
import { combinationText } from '../rule-sets/combination-text.ts';
import { withSet, type RuleDocument } from '../rule-sets/document.ts';
import { edit } from '../rule-sets/documents.ts';
import { ResultChoice } from '../rule-sets/result-choice.tsx';

export interface ScoresEditorProps {
  readonly document: RuleDocument;
  readonly policy: ScorePolicy;
}

/** Thresholds of the three sums, and the result of every combination of those reached. */
export function ScoresEditor({ document, policy }: ScoresEditorProps) {
  const { rules } = document.now.ruleSet;
  const set = (tag: string, change: (policy: ScorePolicy) => ScorePolicy) =>
    edit(document.id, tag, (draft) =>
      draft.ruleSet.policy?.kind === 'scores' ? withSet(draft, { policy: change(draft.ruleSet.policy) }) : draft,
    );
  const most = (part: ScorePart) => rules.reduce((sum, { scores }) => sum + (scores?.[part] ?? 0), 0);
  return (
    <Panel title={t('scores.title')}>
      <div className="thresholds">
        {scoreParts.map((part) => (
          <Threshold
            key={part}
            part={part}
            value={policy.thresholds[part]}
            most={most(part)}
            onChange={(value) =>
              set(`threshold ${part}`, (own) => ({ ...own, thresholds: { ...own.thresholds, [part]: value } }))
            }
          />
        ))}
      </div>
      <table className="table combinations">
        <caption className="note">{t('scores.combinations')}</caption>
        <thead>
          <tr>
            {scoreParts.map((part) => (
              <th key={part} scope="col">
                {t(`score.${part}`)}
              </th>
            ))}
            <th scope="col">{t('rule.result')}</th>
          </tr>
        </thead>
        <tbody>
          {combinations.map((combination) => (
            <CombinationRow
              key={combination}
              combination={combination}
              policy={policy}
              onChoose={(result) =>
                set(`result ${combination}`, (own) => ({ ...own, results: { ...own.results, [combination]: result } }))
              }
            />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

interface ThresholdProps {
  readonly part: ScorePart;
  readonly value: number;
  /** What all rules together add. */
  readonly most: number;
  readonly onChange: (value: number) => void;
}

function Threshold({ part, value, most, onChange }: ThresholdProps) {
  const [text, setText] = useState<string | null>(null);
  const write = (given: string) => {
    setText(given);
    if (valid(given)) onChange(Number(given));
  };
  return (
    <label className="field">
      <span className="label">{t('scores.threshold', { part: t(`score.${part}`) })}</span>
      <input
        className="input num"
        inputMode="numeric"
        value={text ?? String(value)}
        aria-invalid={text !== null && !valid(text) ? true : undefined}
        onChange={(event) => write(event.target.value)}
        onBlur={() => setText(null)}
      />
      <span className="note">{most === 0 ? t('scores.unused') : t('scores.most', { most: count(most) })}</span>
    </label>
  );
}

const valid = (text: string): boolean => /^[1-9]\d{0,8}$/.test(text.trim());

interface CombinationRowProps {
  readonly combination: Combination;
  readonly policy: ScorePolicy;
  readonly onChoose: (result: ScorePolicy['results'][Combination]) => void;
}

function CombinationRow({ combination, policy, onChoose }: CombinationRowProps) {
  const name = combinationText(combination);
  return (
    <tr>
      {scoreParts.map((part) => (
        <td key={part} className={reaches(combination, part) ? 'reached' : 'note'}>
          {reaches(combination, part) ? (
            <span role="img" aria-label={t('scores.atLeast')} title={t('scores.atLeast')}>
              ●
            </span>
          ) : (
            '–'
          )}
        </td>
      ))}
      <td>
        <ResultChoice label={t('scores.resultOf', { name })} value={policy.results[combination]} onChoose={onChoose} />
      </td>
    </tr>
  );
}
