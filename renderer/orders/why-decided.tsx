import { useEffect } from 'react';
import type { OrderDecision } from '../../analysis/model/decision.ts';
import { scoreParts } from '../../analysis/model/policy.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { count } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { ResultTag } from '../parts/result-tag.tsx';
import { byText } from '../rule-sets/decided-by-text.ts';
import { loadDocuments, useDocuments } from '../rule-sets/documents.ts';
import { ScoreTags } from '../rule-sets/score-tags.tsx';
import { useLatest } from '../state/request.ts';
import { createStore, useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';

/** The rule set that orders are decided by on screen; stays chosen from one order to the next. */
const chosenSet = createStore<string>('');

/** What a rule set says of this order, and why. */
export function WhyDecided({ info, seq }: { readonly info: ProjectInfo; readonly seq: number }) {
  const all = useDocuments();
  const picked = useStore(chosenSet);
  useEffect(() => attempt(loadDocuments), [info.projectId]);
  const chosen = picked === '' && all?.length === 1 ? (all[0]?.id ?? '') : picked;
  const ruleSet = all?.find(({ id }) => id === chosen)?.now.ruleSet;
  if (all === null || all.length === 0) return null;
  return (
    <section>
      <h3>{t('why.title')}</h3>
      <label className="field">
        <span className="note">{t('why.hint')}</span>
        <select className="select" value={chosen} onChange={({ target }) => chosenSet.set(target.value)}>
          <option value="">{t('rules.set')}</option>
          {all.map(({ id, now }) => (
            <option key={id} value={id}>
              {now.ruleSet.name || t('set.unnamed')}
            </option>
          ))}
        </select>
      </label>
      {ruleSet === undefined ? null : <Why {...{ info, seq, ruleSet }} />}
    </section>
  );
}

interface WhyProps {
  readonly info: ProjectInfo;
  readonly seq: number;
  readonly ruleSet: RuleSet;
}

function Why({ info, seq, ruleSet }: WhyProps) {
  const key = `${info.dataVersion} ${seq} ${JSON.stringify(ruleSet)}`;
  const { value, failure, fresh } = useLatest('rules.why', { seq, ruleSet }, key);
  if (failure) return <FailureCallout failure={failure} />;
  if (value === null) return <div className="skeleton" />;
  return (
    <div className={`why ${fresh ? '' : 'old-figures'}`} data-testid="why">
      <p>
        <ResultTag result={value.result} /> <span className="note">{t('why.by')}</span>{' '}
        <span>{byText(value.byText, ruleSet)}</span>
      </p>
      <Sums value={value} ruleSet={ruleSet} />
      <h4>{t('why.fired')}</h4>
      {value.fired.length === 0 ? <p className="note">{t('why.noneFired')}</p> : null}
      <ul>
        {value.fired.map((code) => (
          <FiredRule key={code} code={code} ruleSet={ruleSet} snoozed={value.snoozed.includes(code)} />
        ))}
      </ul>
      {value.unevaluable.length === 0 ? null : (
        <p className="note">{t('why.unevaluable', { codes: value.unevaluable.join(t('orders.listMark')) })}</p>
      )}
    </div>
  );
}

function Sums({ value: { by }, ruleSet: { policy } }: { readonly value: OrderDecision; readonly ruleSet: RuleSet }) {
  if (by.kind !== 'scores' || policy?.kind !== 'scores') return null;
  return (
    <ul className="note">
      {scoreParts.map((part) => (
        <li key={part}>
          {t('why.sum', {
            part: t(`score.${part}`),
            sum: count(by.sums[part]),
            threshold: count(policy.thresholds[part]),
          })}
        </li>
      ))}
    </ul>
  );
}

interface FiredRuleProps {
  readonly code: string;
  readonly ruleSet: RuleSet;
  readonly snoozed: boolean;
}

function FiredRule({ code, ruleSet, snoozed }: FiredRuleProps) {
  const rule = ruleSet.rules.find((one) => one.code === code);
  const scored = ruleSet.policy?.kind === 'scores';
  return (
    <li>
      <span className="mono">{code}</span> {snoozed ? <span className="tag warn">{t('why.snoozed')}</span> : null}{' '}
      {scored ? <ScoreTags scores={rule?.scores} /> : null}{' '}
      <span className="note">{rule === undefined ? '' : named(rule.description)}</span>
    </li>
  );
}
