import { featureTopics } from '../../../analysis/model/feature-catalogue/index.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { named, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Callout } from '../../parts/callout.tsx';
import type { RuleDocument } from '../../rule-sets/document.ts';
import { issueText } from '../../rule-sets/issue-text.ts';
import { matching, shownFeatures, shownName, type ShownFeature } from './catalogue.ts';
import { hasRoom, takeFeature } from './feature-actions.ts';
import { ordersScope } from './feature-fields.ts';
import { FeaturePreviewPanel } from './feature-preview.tsx';
import { BrowseDialog } from '../library/browse-dialog.tsx';

export interface CatalogueDialogProps {
  readonly document: RuleDocument;
  readonly info: ProjectInfo;
  readonly onClose: () => void;
}

/** Ready features to take over: by what they are used against, with what each would say of the orders in view. */
export function CatalogueDialog({ document, info, onClose }: CatalogueDialogProps) {
  const { ruleSet } = document.now;
  const all = shownFeatures(info, ruleSet, ordersScope(info, ruleSet));
  return (
    <BrowseDialog
      of={{
        all,
        kinds: featureTopics,
        kindOf: ({ entry }) => entry.topic,
        kindName: (topic) => t(`features.topic.${topic}`),
        keyOf: ({ entry }) => entry.feature.id,
        matching: (topic, text) => matching(all, topic, text),
      }}
      words={{
        title: t('features.catalogue'),
        search: t('features.search'),
        kinds: t('features.topics'),
        allKinds: t('features.allTopics'),
        list: t('features.catalogueList'),
        none: t('features.noneMatch'),
      }}
      rowClass={({ lacks }) => `catalogue-row ${lacks.length > 0 ? 'lacks' : ''}`}
      row={(shown) => <CatalogueRow shown={shown} />}
      doc={(shown) => <CatalogueDoc key={shown.entry.feature.id} {...{ document, info, shown }} />}
      onClose={onClose}
    />
  );
}

function CatalogueRow({ shown }: { readonly shown: ShownFeature }) {
  return (
    <>
      <span>{shownName(shown)}</span>
      {shown.inSet !== null ? (
        <span className="tag">{t('features.inSet')}</span>
      ) : shown.lacks.length > 0 ? (
        <span className="note">{t('features.lacksShort')}</span>
      ) : null}
    </>
  );
}

interface CatalogueDocProps extends Pick<CatalogueDialogProps, 'document' | 'info'> {
  readonly shown: ShownFeature;
}

function CatalogueDoc({ document, info, shown }: CatalogueDocProps) {
  const { entry, checked, words, lacks, inSet } = shown;
  const { feature, about } = entry;
  const issue = checked.issues.find(({ severity }) => severity === 'error');
  return (
    <section className="library-doc scroll" tabIndex={0} aria-label={shownName(shown)}>
      <header>
        <h3>{shownName(shown)}</h3>
        <span className="mono note">{feature.id}</span>
        <Button
          look="primary"
          small
          icon="plus"
          disabled={issue !== undefined || inSet !== null || !hasRoom(document)}
          onClick={() => takeFeature(document, feature)}
        >
          {t(inSet === null ? 'features.add' : 'features.inSet')}
        </Button>
      </header>
      <p>{named(about)}</p>
      <p className="feature-says">{words}</p>
      {inSet === null ? null : <p className="note">{t('features.inSetAs', { id: inSet })}</p>}
      {issue === undefined ? null : <Callout kind="warn">{t('features.cannot', { issue: issueText(issue) })}</Callout>}
      {lacks.length === 0 ? null : <Callout kind="warn">{t('features.lacks', { fields: lacks.join(' / ') })}</Callout>}
      <FeaturePreviewPanel {...{ info, feature }} ruleSet={document.now.ruleSet} ready={checked.ok} />
    </section>
  );
}
