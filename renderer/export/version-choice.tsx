import { useId } from 'react';
import { t } from '../i18n/index.ts';
import type { RuleDocument } from '../rule-sets/document.ts';
import { hasChoice, type MadeOf, type Wanted } from './taken.ts';

interface VersionChoiceProps {
  readonly document: RuleDocument;
  readonly value: Wanted;
  readonly onChoose: (wanted: Wanted) => void;
}

/** The saved version or the draft, where they differ. */
export function VersionChoice({ document, value, onChoose }: VersionChoiceProps) {
  const name = useId();
  if (document.saved === null || !hasChoice(document)) return null;
  const { version } = document.saved;
  return (
    <fieldset className="choices" data-testid="version-choice">
      <legend>{t('export.take')}</legend>
      <label className="row">
        <input type="radio" name={name} checked={value === 'saved'} onChange={() => onChoose('saved')} />
        {t('export.takeSaved', { version })}
      </label>
      <label className="row">
        <input type="radio" name={name} checked={value === 'draft'} onChange={() => onChoose('draft')} />
        {t('export.takeDraft')}
      </label>
    </fieldset>
  );
}

/** Which of both something was made of. */
export function madeOfText({ kind, version }: MadeOf): string {
  if (version === null) return t('export.ofUnsaved');
  return t(kind === 'version' ? 'export.ofVersion' : 'export.ofDraft', { version });
}
