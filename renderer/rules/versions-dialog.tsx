import { useEffect, useState } from 'react';
import type { RuleSetVersion } from '../../analysis/model/ruleset.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, dateTime } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { draftOf, isChanged, type RuleDocument } from '../rule-sets/document.ts';
import { edit } from '../rule-sets/documents.ts';
import { call } from '../state/jobs.ts';
import { useLatest } from '../state/request.ts';
import { attempt, showDone } from '../state/toasts.ts';
import { CompareVersions } from './compare-versions.tsx';

export interface VersionsDialogProps {
  readonly document: RuleDocument;
  readonly info: ProjectInfo;
  readonly onClose: () => void;
}

/** Every saved version with its note, and what changed between any two, the one being edited included. */
export function VersionsDialog({ document, info, onClose }: VersionsDialogProps) {
  const { saved } = document;
  const ruleSetId = saved?.ruleSetId ?? '';
  const [noted, setNoted] = useState(0);
  const input = saved === null ? null : { ruleSetId };
  const { value, failure } = useLatest('ruleSets.versions', input, `${ruleSetId} ${saved?.version ?? 0} ${noted}`);
  const restore = (version: number) =>
    attempt(async () => {
      const { ruleSet } = await call('ruleSets.version', { ruleSetId, version });
      edit(document.id, 'restore', () => draftOf(ruleSet));
      showDone(t('versions.restored', { version }));
      onClose();
    });
  return (
    <Dialog
      title={t('versions.title')}
      onClose={onClose}
      buttons={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      {failure ? <FailureCallout failure={failure} /> : null}
      {saved === null ? <p className="note">{t('versions.none')}</p> : null}
      {value === null ? null : (
        <div className="versions">
          <div className="versions-list scroll" tabIndex={0} role="region" aria-label={t('versions.title')}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('set.version')}</th>
                  <th scope="col">{t('set.savedAt')}</th>
                  <th scope="col" className="num">
                    {t('set.rules')}
                  </th>
                  <th scope="col">{t('versions.note')}</th>
                  <th scope="col">
                    <span className="hidden-visually">{t('set.actions')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {value.map((version) => (
                  <VersionRow
                    key={version.version}
                    version={version}
                    info={info}
                    current={version.version === saved?.version && !isChanged(document)}
                    onRestore={() => restore(version.version)}
                    onNoted={() => setNoted(noted + 1)}
                  />
                ))}
              </tbody>
            </table>
          </div>
          <CompareVersions document={document} versions={value} />
        </div>
      )}
    </Dialog>
  );
}

interface VersionRowProps {
  readonly version: RuleSetVersion;
  readonly info: ProjectInfo;
  /** It is what stands in the editor. */
  readonly current: boolean;
  readonly onRestore: () => void;
  readonly onNoted: () => void;
}

function VersionRow({ version, info, current, onRestore, onNoted }: VersionRowProps) {
  const [text, setText] = useState(version.note ?? '');
  useEffect(() => setText(version.note ?? ''), [version.note]);
  const keep = () => {
    if (text.trim() === (version.note ?? '')) return;
    const { ruleSetId, version: number } = version;
    attempt(async () => {
      await call('ruleSets.note', { ruleSetId, version: number, note: text });
      onNoted();
    });
  };
  return (
    <tr>
      <th scope="row">{t('versions.number', { version: version.version })}</th>
      <td className="nowrap">{dateTime(version.savedAt, info.timezone)}</td>
      <td className="num">{count(version.rules)}</td>
      <td className="version-note">
        <input
          className="input"
          aria-label={t('versions.noteOf', { version: version.version })}
          value={text}
          maxLength={500}
          placeholder={t('versions.noNote')}
          disabled={info.readOnly}
          onChange={(event) => setText(event.target.value)}
          onBlur={keep}
        />
      </td>
      <td className="num">
        {current ? (
          <span className="tag">{t('versions.current')}</span>
        ) : (
          <Button small icon="undo" onClick={onRestore}>
            {t('versions.restore')}
          </Button>
        )}
      </td>
    </tr>
  );
}
