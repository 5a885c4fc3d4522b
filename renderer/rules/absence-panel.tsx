import type { ReactNode } from 'react';
import {
  explain,
  itemsField,
  itemsPath,
  type CheckedRule,
  type FieldExplanation,
  type RuleNote,
} from '../../analysis/expression/index.ts';
import type { Feature } from '../../analysis/model/features.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { Rule } from '../../analysis/model/ruleset.ts';
import { minorPerMajor, money } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { Panel } from '../parts/panel.tsx';
import { readName } from '../rule-sets/read-name.ts';

export interface AbsencePanelProps {
  /** What stands above it. */
  readonly lead: ReactNode;
  readonly rule: Rule | null;
  readonly checked: CheckedRule | null;
  readonly info: ProjectInfo;
  /** Of the rule's set. */
  readonly features: readonly Feature[];
}

/** What absent values do to the rule, and what else is to be known about it, in words. */
export function AbsencePanel({ lead, rule, checked, info, features }: AbsencePanelProps) {
  const told = checked ? explain(checked) : null;
  const notes = told?.notes.filter(saysSomething) ?? [];
  return (
    <aside className="absence scroll" tabIndex={0} aria-label={t('absence.title')}>
      {lead}
      <Panel title={t('absence.title')}>
        {rule && told ? (
          <Fields rule={rule} fields={told.fields} info={info} features={features} />
        ) : (
          <p className="note">{t(rule ? 'absence.waits' : 'absence.noRule')}</p>
        )}
      </Panel>
      {rule && notes.length > 0 ? (
        <Panel title={t('notes.title')}>
          <Notes rule={rule} notes={notes} />
        </Panel>
      ) : null}
      <Panel title={t('language.title')}>
        <ul className="notes">
          <li>{t('language.fires')}</li>
          <li>{t('language.complete')}</li>
          <li>{t('language.keys')}</li>
        </ul>
      </Panel>
    </aside>
  );
}

/** Where a currency has no smaller unit, an amount in it is the same number. */
function saysSomething(note: RuleNote): boolean {
  return note.code !== 'minor-units' || minorPerMajor(note.params.currency) > 1;
}

interface FieldsProps {
  readonly rule: Rule;
  readonly fields: readonly FieldExplanation[];
  readonly info: ProjectInfo;
  readonly features: readonly Feature[];
}

function Fields({ rule, fields, info, features }: FieldsProps) {
  if (fields.length === 0) return <p className="note">{t('absence.none')}</p>;
  return (
    <ul className="absence-fields">
      {fields.map((field) => {
        const [ja = field.path, en = ja] = itemsField.labels ?? [];
        const name = field.path === itemsPath ? named({ ja, en }) : readName(field.path, info, features);
        return (
          <li key={field.path}>
            <p>
              <code>{field.path}</code> <span className={`tag absent-${field.whenAbsent}`}>{name}</span>
            </p>
            <p>{t(`absence.${field.whenAbsent}`, { name })}</p>
            <ul className="notes">
              {field.absorbers.map((absorber) => (
                <li key={`${absorber.code}${absorber.from}`}>
                  {t(`absorber.${absorber.code}`)} <code>{excerpt(rule.when, absorber.from, absorber.to)}</code>
                </li>
              ))}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}

const longest = 70;

function excerpt(text: string, from: number, to: number): string {
  const part = text.slice(from, to).replace(/\s+/g, ' ');
  return part.length > longest ? `${part.slice(0, longest)}…` : part;
}

function Notes({ rule, notes }: { readonly rule: Rule; readonly notes: readonly RuleNote[] }) {
  const lines = new Map(notes.map((note) => [noteText(rule, note), note]));
  return (
    <ul className="notes">
      {[...lines.keys()].map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function noteText(rule: Rule, note: RuleNote): string {
  const part = excerpt(rule.when, note.from, note.to);
  switch (note.code) {
    case 'minor-units':
      return t('note.minorUnits', {
        text: part,
        amount: money(Number(note.params.minor), note.params.currency),
        minor: note.params.minor,
      });
    case 'currency':
      return t('note.currency', { currency: note.params.currency });
    case 'zone-implied':
      return t('note.zoneImplied', { zone: note.params.zone });
    case 'zone-named':
      return t('note.zoneNamed', { zone: note.params.zone });
    case 'unsure':
      return t('note.unsure', { path: note.params.path });
    case 'snapshot':
      return t('note.snapshot', note.params);
    case 'list-as-of':
      return t('note.listAsOf', { list: note.params.list });
    case 'list-undated':
      return t('note.listUndated', note.params);
    case 'division-by-zero':
      return t('note.divisionByZero', { text: part });
    case 'out-of-range':
      return t('note.outOfRange', { text: part });
    case 'negated-absence':
      return t('note.negatedAbsence', { text: part });
    case 'lines-exists':
      return t('note.linesExists', { text: part });
    case 'lines-all':
      return t('note.linesAll', { text: part });
    case 'lines-total':
      return t('note.linesTotal', { text: part });
  }
}
