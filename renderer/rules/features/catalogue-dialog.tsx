import { useState, type KeyboardEvent } from 'react';
import { featureTopics, type FeatureTopic } from '../../../analysis/model/feature-catalogue/index.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { count } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Callout } from '../../parts/callout.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import type { RuleDocument } from '../../rule-sets/document.ts';
import { issueText } from '../../rule-sets/issue-text.ts';
import { matching, shownFeatures, shownName, type ShownFeature } from './catalogue.ts';
import { hasRoom, takeFeature } from './feature-actions.ts';
import { ordersScope } from './feature-fields.ts';
import { FeaturePreviewPanel } from './feature-preview.tsx';
import '../library/library.css';

export interface CatalogueDialogProps {
  readonly document: RuleDocument;
  readonly info: ProjectInfo;
  readonly onClose: () => void;
}

/** Ready features to take over: by what they are used against, with what each would say of the orders in view. */
export function CatalogueDialog({ document, info, onClose }: CatalogueDialogProps) {
  const [topic, setTopic] = useState<FeatureTopic | null>(null);
  const [text, setText] = useState('');
  const [id, setId] = useState<string | null>(null);
  const { ruleSet } = document.now;
  const all = shownFeatures(info, ruleSet, ordersScope(info, ruleSet));
  const found = matching(all, topic, text);
  const chosen = found.find(({ entry }) => entry.feature.id === id) ?? found[0] ?? null;
  return (
    <Dialog
      wide
      title={t('features.catalogue')}
      onClose={onClose}
      buttons={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      <div className="library">
        <div className="library-side">
          <input
            className="input"
            type="search"
            aria-label={t('features.search')}
            placeholder={t('features.search')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <select
            className="select"
            aria-label={t('features.topics')}
            value={topic ?? ''}
            onChange={(event) => setTopic(featureTopics.find((one) => one === event.target.value) ?? null)}
          >
            <option value="">{`${t('features.allTopics')} (${count(all.length)})`}</option>
            {featureTopics.map((one) => (
              <option key={one} value={one}>
                {`${t(`features.topic.${one}`)} (${count(all.filter(({ entry }) => entry.topic === one).length)})`}
              </option>
            ))}
          </select>
          <CatalogueList {...{ found, chosen }} onChoose={setId} />
        </div>
        {chosen === null ? (
          <p className="note">{t('features.noneMatch')}</p>
        ) : (
          <CatalogueDoc key={chosen.entry.feature.id} {...{ document, info }} shown={chosen} />
        )}
      </div>
    </Dialog>
  );
}

interface CatalogueListProps {
  readonly found: readonly ShownFeature[];
  readonly chosen: ShownFeature | null;
  readonly onChoose: (id: string) => void;
}

const rowId = ({ entry }: ShownFeature): string => `catalogue-${entry.feature.id}`;

function CatalogueList({ found, chosen, onChoose }: CatalogueListProps) {
  const at = chosen === null ? -1 : found.indexOf(chosen);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = by === 0 ? undefined : found[Math.max(0, Math.min(found.length - 1, at + by))];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.entry.feature.id);
  };
  return (
    <ul
      className="library-list scroll"
      role="listbox"
      tabIndex={0}
      aria-label={t('features.catalogueList')}
      aria-activedescendant={chosen === null ? undefined : rowId(chosen)}
      onKeyDown={onKeyDown}
    >
      {found.map((shown, index) => (
        <CatalogueRow
          key={shown.entry.feature.id}
          shown={shown}
          head={shown.entry.topic !== found[index - 1]?.entry.topic}
          chosen={shown === chosen}
          onChoose={onChoose}
        />
      ))}
    </ul>
  );
}

interface CatalogueRowProps {
  readonly shown: ShownFeature;
  /** It is the first of its topic. */
  readonly head: boolean;
  readonly chosen: boolean;
  readonly onChoose: (id: string) => void;
}

function CatalogueRow({ shown, head, chosen, onChoose }: CatalogueRowProps) {
  const { entry, inSet, lacks } = shown;
  return (
    <>
      {head ? (
        <li role="presentation" className="library-type">
          {t(`features.topic.${entry.topic}`)}
        </li>
      ) : null}
      <li
        id={rowId(shown)}
        role="option"
        aria-selected={chosen}
        className={`catalogue-row ${lacks.length > 0 ? 'lacks' : ''}`}
        ref={(node) => (chosen ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
        onClick={() => onChoose(entry.feature.id)}
      >
        <span>{shownName(shown)}</span>
        {inSet !== null ? (
          <span className="tag">{t('features.inSet')}</span>
        ) : lacks.length > 0 ? (
          <span className="note">{t('features.lacksShort')}</span>
        ) : null}
      </li>
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
