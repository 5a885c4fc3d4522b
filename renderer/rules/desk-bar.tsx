import { useRef, useState } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Combobox } from '../parts/combobox.tsx';
import { Popover } from '../parts/popover.tsx';
import { isChanged, type RuleDocument } from '../rule-sets/document.ts';
import { redo, revert, undo } from '../rule-sets/documents.ts';
import { ProblemList } from '../rule-sets/problem-list.tsx';
import type { CheckedDraft } from '../rule-sets/problems.ts';
import { go } from '../state/address.ts';
import { SaveNote } from './save-note.tsx';
import { deleteRuleSet, duplicateRuleSet, exportRuleSet, openDocument, saveDocument } from './rule-set-actions.ts';

export interface DeskBarProps {
  readonly document: RuleDocument;
  readonly all: readonly RuleDocument[];
  readonly info: ProjectInfo;
  readonly checked: CheckedDraft;
  readonly code: string | undefined;
  readonly onJson: () => void;
  readonly onVersions: () => void;
}

export function DeskBar({ document, all, info, checked, code, onJson, onVersions }: DeskBarProps) {
  const changed = isChanged(document);
  const choices = all.map(({ id, now, saved }) => ({
    value: id,
    label: now.ruleSet.name || t('set.unnamed'),
    hint: [now.ruleSet.modelId, saved ? `v${saved.version}` : t('rules.unsaved')].join(' · '),
  }));
  return (
    <div className="desk-bar">
      <Button look="quiet" small onClick={() => go({ path: [] })}>
        {t('rules.all')}
      </Button>
      <div className="desk-name">
        <Combobox label={t('rules.set')} value={document.id} choices={choices} onChoose={openDocument} />
      </div>
      {document.saved ? (
        <Button look="quiet" small title={t('versions.open')} onClick={onVersions}>
          {`v${document.saved.version}`}
        </Button>
      ) : (
        <span className="tag">{t('rules.notSavedYet')}</span>
      )}
      {changed && document.saved ? <span className="tag warn">{t('rules.unsaved')}</span> : null}
      <ProblemButton document={document} checked={checked} />
      <span className="grow" />
      <Button
        look="quiet"
        icon="undo"
        aria-label={t('rules.undoEdit')}
        disabled={document.past.length === 0}
        onClick={() => undo(document.id)}
      />
      <Button
        look="quiet"
        icon="undo"
        className="mirrored"
        aria-label={t('rules.redoEdit')}
        disabled={document.future.length === 0}
        onClick={() => redo(document.id)}
      />
      <MoreMenu {...{ document, info, checked, onJson, onVersions }} />
      <Button icon="backtest" onClick={() => go({ room: 'backtest', params: { set: document.id } })}>
        {t('rules.backtest')}
      </Button>
      <Button
        look="primary"
        icon="save"
        disabled={!changed || !checked.canSave || info.readOnly}
        onClick={() => saveDocument(document.id, code)}
      >
        {t('common.save')}
      </Button>
      <SaveNote
        disabled={!changed || !checked.canSave || info.readOnly}
        onSave={(note) => saveDocument(document.id, code, note)}
      />
    </div>
  );
}

function ProblemButton({ document, checked }: Pick<DeskBarProps, 'document' | 'checked'>) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const errors = checked.problems.filter((problem) => problem.severity === 'error').length;
  const warnings = checked.problems.length - errors;
  if (checked.problems.length === 0) return <span className="note">{t('rules.noProblems')}</span>;
  return (
    <>
      <span ref={anchor}>
        <Button
          small
          icon={errors > 0 ? 'warning' : 'info'}
          className={errors > 0 ? 'problem' : ''}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {errors > 0 ? t('rules.errors', { count: errors }) : t('rules.warnings', { count: warnings })}
        </Button>
      </span>
      {open ? (
        <Popover anchor={anchor} onClose={() => setOpen(false)} label={t('rules.problems')}>
          <ProblemList documentId={document.id} problems={checked.problems} />
        </Popover>
      ) : null}
    </>
  );
}

function MoreMenu({ document, info, checked, onJson, onVersions }: Omit<DeskBarProps, 'all' | 'code'>) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const items: readonly (readonly [string, boolean, () => void])[] = [
    [t('rules.duplicate'), true, () => duplicateRuleSet(document)],
    [t('versions.open'), document.saved !== null, onVersions],
    [t('rules.json'), true, onJson],
    [t('rules.exportJson'), checked.canSave, () => exportRuleSet(document.now.ruleSet)],
    [t('rules.package'), checked.canRun, () => go({ room: 'export', params: { set: document.id } })],
    [t('rules.revert'), document.saved !== null && isChanged(document), () => revert(document.id)],
    [t('rules.delete'), !(info.readOnly && document.saved !== null), () => deleteRuleSet(document)],
  ];
  return (
    <>
      <span ref={anchor}>
        <Button
          look="quiet"
          icon="down"
          aria-label={t('rules.more')}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
      </span>
      {open ? (
        <Popover anchor={anchor} onClose={() => setOpen(false)} label={t('rules.more')}>
          {items.map(([label, enabled, run]) => (
            <button
              key={label}
              type="button"
              className="menu-item"
              disabled={!enabled}
              onClick={() => {
                setOpen(false);
                run();
              }}
            >
              {label}
            </button>
          ))}
        </Popover>
      ) : null}
    </>
  );
}
