import { useState, type KeyboardEvent } from 'react';
import { velocityPath, type Feature } from '../../../analysis/model/features.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../theme/icons.tsx';
import { closeFeatures, openFeatures } from '../choose.ts';
import { CatalogueDialog } from './catalogue-dialog.tsx';
import { addFeature, duplicateFeature, hasRoom, removeFeature } from './feature-actions.ts';
import { featuresOf, rulesReading } from './feature-edits.ts';
import { featureName, featureWords } from './feature-words.ts';
import type { FeaturesProps } from './features-desk.tsx';

export interface FeatureListProps extends FeaturesProps {
  /** Place of the chosen one; -1 for none. */
  readonly index: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The features of a set with what they count and who reads them. */
export function FeatureList({ document, info, checked, index, onKeyDown }: FeatureListProps) {
  const [catalogue, setCatalogue] = useState(false);
  const features = featuresOf(document.now);
  const room = hasRoom(document);
  return (
    <section className="rule-list" aria-label={t('features.title')}>
      <header>
        <button type="button" className="menu-item" onClick={closeFeatures}>
          <Icon name="undo" />
          <span className="clip">{t('features.back')}</span>
        </button>
        <h2 className="feature-title">
          {t('features.title')}
          <span className="note">{t('features.count', { count: features.length })}</span>
        </h2>
        <div className="rule-buttons" role="toolbar" aria-label={t('features.actions')}>
          <Button small icon="search" aria-haspopup="dialog" disabled={!room} onClick={() => setCatalogue(true)}>
            {t('features.fromCatalogue')}
          </Button>
          <Button small icon="plus" disabled={!room} onClick={() => addFeature(document, info)}>
            {t('features.new')}
          </Button>
          <Button
            look="quiet"
            small
            icon="copy"
            aria-label={t('features.duplicate')}
            disabled={index < 0 || !room}
            onClick={() => duplicateFeature(document, index)}
          />
          <Button
            look="quiet"
            small
            icon="trash"
            aria-label={t('features.remove')}
            disabled={index < 0}
            onClick={() => removeFeature(document, index)}
          />
        </div>
        <p className="note">{room ? t('features.hint') : t('features.full', { most: features.length })}</p>
      </header>
      {features.length === 0 ? (
        <div className="empty">
          <p>{t('features.none')}</p>
          <p className="note">{t('features.noneHint')}</p>
        </div>
      ) : (
        <ul
          role="listbox"
          tabIndex={0}
          className="scroll"
          aria-label={t('features.list')}
          aria-activedescendant={index < 0 ? undefined : `feature-${index}`}
          onKeyDown={onKeyDown}
        >
          {features.map((feature, at) => (
            <FeatureRow key={at} {...{ document, info, checked, feature, at }} chosen={at === index} />
          ))}
        </ul>
      )}
      {catalogue ? <CatalogueDialog {...{ document, info }} onClose={() => setCatalogue(false)} /> : null}
    </section>
  );
}

interface FeatureRowProps extends FeaturesProps {
  readonly feature: Feature;
  readonly at: number;
  readonly chosen: boolean;
}

function FeatureRow({ document, checked, feature, at, chosen }: FeatureRowProps) {
  const codes = rulesReading(document.now.ruleSet, feature.id).map(({ code }) => code);
  const severities = checked.scope.features?.[at]?.issues.map(({ severity }) => severity) ?? [];
  const problem = severities.includes('error') ? 'error' : (severities[0] ?? null);
  return (
    <li
      id={`feature-${at}`}
      role="option"
      aria-selected={chosen}
      aria-label={featureName(feature)}
      className="feature-row"
      ref={(node) => (chosen ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
      onClick={() => openFeatures(feature.id, true)}
    >
      <span className="feature-name">
        <strong>{featureName(feature)}</strong>
        {problem === null ? null : (
          <span
            className={`rule-problem ${problem}`}
            title={t(problem === 'error' ? 'features.hasError' : 'features.hasWarning')}
          >
            <Icon name={problem === 'error' ? 'warning' : 'info'} size={13} />
          </span>
        )}
      </span>
      <span className="mono feature-path">{velocityPath(feature.id)}</span>
      <span className="feature-what">{featureWords(feature, checked.scope)}</span>
      <span className="note feature-readers">
        {codes.length === 0 ? t('features.unread') : t('features.readBy', { codes: codes.join(', ') })}
      </span>
    </li>
  );
}
