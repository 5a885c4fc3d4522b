import { useState } from 'react';
import type { RuleSet, RuleSetVersion } from '../../analysis/model/ruleset.ts';
import { t } from '../i18n/index.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { diffRuleSets } from '../rule-sets/diff.ts';
import { isChanged, type RuleDocument } from '../rule-sets/document.ts';
import { useLatest } from '../state/request.ts';
import { VersionDiff } from './version-diff.tsx';

export interface CompareVersionsProps {
  readonly document: RuleDocument;
  readonly versions: readonly RuleSetVersion[];
}

/** A saved version by its number; 0 is the one being edited. */
type Chosen = number;
const draft = 0;

export function CompareVersions({ document, versions }: CompareVersionsProps) {
  const [newest = draft, before = newest] = versions.map(({ version }) => version);
  const changed = isChanged(document);
  const [from, setFrom] = useState<Chosen>(changed ? newest : before);
  const [to, setTo] = useState<Chosen>(changed ? draft : newest);
  const one = useVersion(document, from);
  const other = useVersion(document, to);
  const failure = one.failure ?? other.failure;
  return (
    <section className="compare" aria-label={t('versions.compare')}>
      <div className="row">
        <VersionChoice label={t('versions.from')} value={from} versions={versions} onChoose={setFrom} />
        <span aria-hidden="true">→</span>
        <VersionChoice label={t('versions.to')} value={to} versions={versions} onChoose={setTo} />
      </div>
      {failure ? <FailureCallout failure={failure} /> : null}
      <div className="version-diff scroll" tabIndex={0} role="region" aria-label={t('versions.changes')}>
        {one.ruleSet === null || other.ruleSet === null ? (
          <div className="skeleton tall" />
        ) : (
          <VersionDiff diff={diffRuleSets(one.ruleSet, other.ruleSet)} timezone={other.ruleSet.timezone} />
        )}
      </div>
    </section>
  );
}

function useVersion(document: RuleDocument, version: Chosen) {
  const ruleSetId = document.saved?.ruleSetId ?? '';
  const input = version === draft ? null : { ruleSetId, version };
  const { value, failure } = useLatest('ruleSets.version', input, `${ruleSetId} ${version}`);
  const read: RuleSet | null = value?.version === version ? value.ruleSet : null;
  return { ruleSet: version === draft ? document.now.ruleSet : read, failure };
}

interface VersionChoiceProps {
  readonly label: string;
  readonly value: Chosen;
  readonly versions: readonly RuleSetVersion[];
  readonly onChoose: (version: Chosen) => void;
}

function VersionChoice({ label, value, versions, onChoose }: VersionChoiceProps) {
  return (
    <label className="row">
      <span className="label">{label}</span>
      <select className="select" value={value} onChange={(event) => onChoose(Number(event.target.value))}>
        <option value={draft}>{t('versions.draft')}</option>
        {versions.map(({ version, note }) => (
          <option key={version} value={version}>
            {note === null ? t('versions.number', { version }) : `${t('versions.number', { version })} ${note}`}
          </option>
        ))}
      </select>
    </label>
  );
}
