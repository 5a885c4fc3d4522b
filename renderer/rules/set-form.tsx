import type { ReactNode } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { Combobox } from '../parts/combobox.tsx';
import { Panel } from '../parts/panel.tsx';
import { withSet, type RuleDocument } from '../rule-sets/document.ts';
import { edit } from '../rule-sets/documents.ts';
import type { CheckedDraft } from '../rule-sets/problems.ts';
import { ResultChoice } from '../rule-sets/result-choice.tsx';
import { Icon } from '../theme/icons.tsx';
import { ExceptionsEditor } from './exceptions-editor.tsx';
import { PolicyEditor } from './policy-editor.tsx';

export interface SetFormProps {
  readonly document: RuleDocument;
  readonly info: ProjectInfo;
  readonly checked: CheckedDraft;
}

const commonCurrencies = ['JPY', 'USD', 'EUR', 'GBP', 'CNY', 'KRW', 'TWD'];

/** Name, model, currency, zone and default result of the rule set, how it decides, and its exceptions. */
export function SetForm({ document, info, checked }: SetFormProps) {
  const { ruleSet } = document.now;
  const change = (tag: string, to: Parameters<typeof withSet>[1]) =>
    edit(document.id, `set ${tag}`, (draft) => withSet(draft, to));
  const currencies = [...new Set([ruleSet.currency, ...info.currencies.map((c) => c.currency), ...commonCurrencies])];
  const zones = [...new Set([ruleSet.timezone, info.timezone, ...Intl.supportedValuesOf('timeZone')])];
  const problems = checked.problems.filter((problem) => problem.key === null && problem.feature === undefined);
  return (
    <section className="rule-form scroll" tabIndex={0} aria-label={t('rules.settings')}>
      <Panel title={t('rules.settings')}>
        <div className="set-fields">
          <Labelled label={t('set.name')}>
            <input
              className="input"
              value={ruleSet.name}
              maxLength={200}
              onChange={(event) => change('name', { name: event.target.value })}
            />
          </Labelled>
          <Labelled label={t('set.model')}>
            <input
              className="input mono"
              value={ruleSet.modelId}
              maxLength={64}
              spellCheck={false}
              onChange={(event) => change('model', { modelId: event.target.value })}
            />
          </Labelled>
          <div className="field">
            <span className="label" aria-hidden="true">
              {t('set.currency')}
            </span>
            <Combobox
              label={t('set.currency')}
              value={ruleSet.currency}
              choices={currencies.map((value) => ({ value, label: value }))}
              onChoose={(currency) => change('currency', { currency })}
            />
          </div>
          <div className="field">
            <span className="label" aria-hidden="true">
              {t('set.timezone')}
            </span>
            <Combobox
              label={t('set.timezone')}
              value={ruleSet.timezone}
              choices={zones.map((value) => ({ value, label: value }))}
              onChoose={(timezone) => change('timezone', { timezone })}
            />
          </div>
          <div className="field">
            <span className="label" aria-hidden="true">
              {t('set.default')}
            </span>
            <ResultChoice
              label={t('set.default')}
              value={ruleSet.default}
              onChoose={(result) => change('default', { default: result })}
            />
          </div>
        </div>
        <p className="note">{t(ruleSet.policy?.kind === 'scores' ? 'policy.defaultUnused' : 'set.defaultHint')}</p>
        {problems.map((problem) => (
          <p key={problem.text} className={`field-problem ${problem.severity}`}>
            <Icon name={problem.severity === 'error' ? 'warning' : 'info'} size={13} /> {problem.text}
          </p>
        ))}
      </Panel>
      <PolicyEditor document={document} />
      <ExceptionsEditor document={document} info={info} />
    </section>
  );
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <label className="field">
      <span className="label">{label}</span>
      {children}
    </label>
  );
}
