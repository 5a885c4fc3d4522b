import { useId, useState, type ReactNode } from 'react';
import type { Issue } from '../../../analysis/expression/index.ts';
import { featureMeasures } from '../../../analysis/expression/index.ts';
import {
  featureAggs,
  featureIdSchema,
  featureSources,
  velocityPath,
  type Feature,
} from '../../../analysis/model/features.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Combobox } from '../../parts/combobox.tsx';
import { issueText } from '../../rule-sets/issue-text.ts';
import type { RuleDocument } from '../../rule-sets/document.ts';
import { Icon } from '../../theme/icons.tsx';
import { choose } from '../choose.ts';
import { copyText } from '../rule-set-actions.ts';
import { changeFeature, renameFeature } from './feature-actions.ts';
import { featuresOf, rulesReading, type FeatureChange } from './feature-edits.ts';
import {
  countedContext,
  issuePlace,
  keyChoices,
  measuredChoices,
  ordersScope,
  type IssuePlace,
} from './feature-fields.ts';
import { FeatureWhere } from './feature-where.tsx';
import { featureName, featureWords, sourceName } from './feature-words.ts';
import type { FeaturesProps } from './features-desk.tsx';
import { KeyChips } from './key-chips.tsx';
import { OutcomeFields } from './outcome-fields.tsx';
import { WindowField } from './window-field.tsx';

export interface FeatureFormProps extends FeaturesProps {
  readonly feature: Feature;
  readonly index: number;
}

/** One feature to be changed: what is counted, of whom, over how long, and how. */
export function FeatureForm({ document, info, checked, feature, index }: FeatureFormProps) {
  const { agg, by, on = 'orders', ties = 'strict', includeCurrent = false, names } = feature;
  const orders = ordersScope(info, document.now.ruleSet);
  const counted = countedContext(feature, orders, info);
  const issues = checked.scope.features?.[index]?.issues ?? [];
  const at = (place: IssuePlace): readonly Issue[] => issues.filter((issue) => issuePlace(issue, feature) === place);
  const change = (tag: string, to: FeatureChange) => changeFeature(document, index, tag, to);
  const rename = (to: { readonly ja?: string; readonly en?: string }) => {
    const next = { ja: '', en: '', ...names, ...to };
    change('names', { names: next.ja === '' && next.en === '' ? undefined : next });
  };
  return (
    <section className="rule-form scroll" tabIndex={0} aria-label={t('features.of', { name: featureName(feature) })}>
      <p className="feature-says" data-testid="feature-words">
        {featureWords(feature, orders)}
      </p>
      <IdField {...{ document, feature, index }} />
      <div className="set-fields feature-fields">
        <Labelled label={t('features.nameJa')}>
          <input
            className="input"
            lang="ja"
            maxLength={200}
            value={names?.ja ?? ''}
            onChange={(event) => rename({ ja: event.target.value })}
          />
        </Labelled>
        <Labelled label={t('features.nameEn')}>
          <input
            className="input"
            lang="en"
            maxLength={200}
            value={names?.en ?? ''}
            onChange={(event) => rename({ en: event.target.value })}
          />
        </Labelled>
        <Labelled label={t('features.agg')}>
          <select
            className="select"
            value={agg}
            onChange={(event) => change('agg', { agg: featureAggs.find((one) => one === event.target.value) ?? agg })}
          >
            {featureAggs.map((one) => (
              <option key={one} value={one}>
                {t(`features.agg.${one}`)}
              </option>
            ))}
          </select>
        </Labelled>
        {featureMeasures[agg] === undefined ? null : (
          <div className="field">
            <span className="label" aria-hidden="true">
              {t('features.field')}
            </span>
            <Combobox
              label={t('features.field')}
              placeholder={feature.of ?? t('features.fieldChoose')}
              invalid={at('of').length > 0}
              value={feature.of ?? null}
              choices={measuredChoices(agg, counted)}
              onChoose={(of) => change('of', { of })}
            />
          </div>
        )}
        {agg === 'known_bad' ? null : (
          <Labelled label={t('features.source')}>
            <select
              className="select"
              value={on}
              onChange={(event) => {
                const source = featureSources.find((one) => one === event.target.value);
                change('on', { on: source === 'orders' ? undefined : source });
              }}
            >
              {featureSources.map((source) => (
                <option key={source} value={source}>
                  {sourceName(source)}
                </option>
              ))}
            </select>
          </Labelled>
        )}
        <WindowField key={feature.id} window={feature.window} onChange={(window) => change('window', { window })} />
      </div>
      <Problems issues={at('of')} />
      <div className="field">
        <span className="label" aria-hidden="true">
          {t('features.keys')}
        </span>
        <KeyChips
          keys={by}
          choices={keyChoices(orders, counted, info)}
          scope={orders}
          onChange={(keys) => change('by', { by: keys })}
        />
        <Problems issues={at('keys')} />
        <p className="note">{t('features.keysHint')}</p>
      </div>
      <FeatureWhere
        key={on}
        text={feature.where ?? ''}
        onChange={(where) => change('where', { where: where === '' ? undefined : where })}
        issues={at('where')}
        context={counted}
      />
      {agg === 'known_bad' ? (
        <OutcomeFields outcome={feature.outcome} onChange={(outcome) => change('outcome', { outcome })} />
      ) : on === 'orders' ? (
        <div className="row wrap feature-options">
          <Labelled label={t('features.ties')}>
            <select
              className="select"
              value={ties}
              onChange={(event) =>
                change('ties', { ties: event.target.value === 'sequenced' ? 'sequenced' : undefined })
              }
            >
              <option value="strict">{t('features.ties.strict')}</option>
              <option value="sequenced">{t('features.ties.sequenced')}</option>
            </select>
          </Labelled>
          <label className="row">
            <input
              type="checkbox"
              checked={includeCurrent}
              onChange={(event) => change('current', { includeCurrent: event.target.checked ? true : undefined })}
            />
            <span>{t('features.includeCurrent')}</span>
          </label>
        </div>
      ) : null}
      <Problems issues={at('options')} />
      <Readers {...{ document, feature }} />
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

function Problems({ issues }: { readonly issues: readonly Issue[] }) {
  return issues.map((issue, index) => (
    <p key={index} className={`field-problem ${issue.severity}`}>
      <Icon name={issue.severity === 'error' ? 'warning' : 'info'} size={13} /> {issueText(issue)}
    </p>
  ));
}

/** The id is written as a whole: rules follow it, and half a name must not become another feature's. */
function IdField({ document, feature: { id }, index }: Pick<FeatureFormProps, 'document' | 'feature' | 'index'>) {
  const [text, setText] = useState(id);
  const [before, setBefore] = useState(id);
  if (before !== id) {
    setBefore(id);
    setText(id);
  }
  const hint = useId();
  const others = featuresOf(document.now).filter((_, at) => at !== index);
  const taken = others.some((other) => other.id === text);
  const valid = featureIdSchema.safeParse(text).success;
  const take = () => {
    if (valid && !taken && text !== id) renameFeature(document, index, text);
  };
  return (
    <div className="field">
      <div className="row">
        <label className="field grow">
          <span className="label">{t('features.id')}</span>
          <input
            className="input mono"
            value={text}
            maxLength={60}
            spellCheck={false}
            aria-invalid={valid && !taken ? undefined : true}
            aria-describedby={hint}
            onChange={(event) => setText(event.target.value)}
            onBlur={take}
            onKeyDown={(event) => (event.key === 'Enter' ? take() : undefined)}
          />
        </label>
        <Button
          className="feature-copy"
          icon="copy"
          aria-label={t('features.copyPath')}
          onClick={() => copyText(velocityPath(id))}
        />
      </div>
      {valid && !taken ? (
        <p className="note" id={hint}>
          {t('features.idHint')}
        </p>
      ) : (
        <p className="field-problem error" id={hint}>
          {t(valid ? 'features.idTaken' : 'features.idInvalid')}
        </p>
      )}
    </div>
  );
}

/** The rules that read a feature, each a door to it. */
function Readers({ document, feature }: { readonly document: RuleDocument; readonly feature: Feature }) {
  const { ruleSet, keys } = document.now;
  const rules = rulesReading(ruleSet, feature.id);
  if (rules.length === 0) return <p className="note">{t('features.unread')}</p>;
  const [before = '', after = ''] = t('features.readBy', { codes: '\n' }).split('\n');
  return (
    <p className="note">
      {before}
      {rules.map(({ code }, at) => (
        <span key={at}>
          {at === 0 ? '' : ', '}
          <button
            type="button"
            className="link mono"
            onClick={() => choose(document, keys[ruleSet.rules.findIndex((rule) => rule.code === code)] ?? null)}
          >
            {code}
          </button>
        </span>
      ))}
      {after}
    </p>
  );
}
