import { useEffect, type KeyboardEvent } from 'react';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { t } from '../../i18n/index.ts';
import { Split, SplitHandle, SplitPart } from '../../parts/panels.tsx';
import type { RuleDocument } from '../../rule-sets/document.ts';
import type { CheckedDraft } from '../../rule-sets/problems.ts';
import { openFeatures } from '../choose.ts';
import { duplicateFeature, removeFeature } from './feature-actions.ts';
import { featuresOf } from './feature-edits.ts';
import { FeatureForm } from './feature-form.tsx';
import { FeatureList } from './feature-list.tsx';
import { FeaturePreviewPanel } from './feature-preview.tsx';
import './features.css';

export interface FeaturesProps {
  readonly document: RuleDocument;
  readonly info: ProjectInfo;
  readonly checked: CheckedDraft;
}

/** The features of a rule set: its list, the chosen one, and what it says of the orders in view. */
export function FeaturesDesk({ document, info, checked, wanted }: FeaturesProps & { readonly wanted: string }) {
  const features = featuresOf(document.now);
  const named = features.findIndex(({ id }) => id === wanted);
  const index = named < 0 && features.length > 0 ? 0 : named;
  const feature = features[index];
  useEffect(() => {
    if (feature !== undefined && feature.id !== wanted) openFeatures(feature.id, true);
  }, [feature?.id, wanted]);
  const onKeyDown = (event: KeyboardEvent) => onListKey(event, document, index);
  const result = checked.scope.features?.[index];
  return (
    <Split id="features" direction="horizontal" className="desk-parts">
      <SplitPart defaultSize={27} minSize={20} order={1} id="features-list">
        <FeatureList {...{ document, info, checked, index }} onKeyDown={onKeyDown} />
      </SplitPart>
      <SplitHandle />
      <SplitPart defaultSize={35} minSize={26} order={2} id="features-form">
        {feature === undefined ? (
          <p className="empty">{t('features.choose')}</p>
        ) : (
          <FeatureForm key={index} {...{ document, info, checked, feature, index }} />
        )}
      </SplitPart>
      <SplitHandle />
      <SplitPart defaultSize={38} minSize={26} order={3} id="features-preview">
        {feature === undefined ? null : (
          <section className="feature-side scroll" tabIndex={0} aria-label={t('features.side')}>
            <FeaturePreviewPanel
              key={feature.id}
              {...{ info, feature }}
              ruleSet={document.now.ruleSet}
              ready={result?.ok === true}
            />
          </section>
        )}
      </SplitPart>
    </Split>
  );
}

function onListKey(event: KeyboardEvent, document: RuleDocument, index: number): void {
  const features = featuresOf(document.now);
  const to = (at: number) => {
    const next = features[Math.max(0, Math.min(features.length - 1, at))];
    if (next !== undefined) openFeatures(next.id, true);
  };
  if (event.key === 'ArrowDown') to(index + 1);
  else if (event.key === 'ArrowUp') to(index - 1);
  else if (event.key === 'Home') to(0);
  else if (event.key === 'End') to(features.length - 1);
  else if (event.key === 'Delete') removeFeature(document, index);
  else if (event.key === 'd' && (event.ctrlKey || event.metaKey)) duplicateFeature(document, index);
  else return;
  event.preventDefault();
}
