import type { ReactNode } from 'react';
import { canonicalJson } from '../../analysis/model/canonical-json.ts';
import { velocityPath, type Feature } from '../../analysis/model/features.ts';
import { groupName } from '../../analysis/model/group-name.ts';
import { combinations, scoreParts, type RuleSetException } from '../../analysis/model/policy.ts';
import type { Rule } from '../../analysis/model/ruleset.ts';
import { named, t, type TextKey } from '../i18n/index.ts';
import { combinationText } from '../rule-sets/combination-text.ts';
import type { DiffPiece, FieldChange, RuleSetDiff } from '../rule-sets/diff.ts';
import { wallTime } from '../../analysis/model/wall-time.ts';

export interface VersionDiffProps {
  readonly diff: RuleSetDiff;
  /** In which the times of exceptions are written. */
  readonly timezone: string;
}

/** What changed, in words: removed struck out, added underlined, each marked by a sign as well as a colour. */
export function VersionDiff({ diff, timezone }: VersionDiffProps) {
  const { settings, policy, rules, groups, exceptions, features } = diff;
  if (diff.same) return <p className="note pad">{t('versions.same')}</p>;
  const told = (exception: RuleSetException) => exceptionText(exception, timezone);
  return (
    <>
      <Part title={t('versions.settings')}>{settings.map(changeRow)}</Part>
      <Part title={t('policy.title')}>{policy.map(changeRow)}</Part>
      <Part title={t('rules.list')}>
        {rules.reordered ? <li className="note">{t('versions.reordered')}</li> : null}
        {rules.added.map((rule) => (
          <Whole key={`+${rule.code}`} kind="added" text={ruleText(rule)} />
        ))}
        {rules.removed.map((rule) => (
          <Whole key={`-${rule.code}`} kind="removed" text={ruleText(rule)} />
        ))}
        {rules.changed.map(({ code, changes }) => (
          <li key={code}>
            <strong className="mono">{code}</strong>
            <ul>{changes.map(changeRow)}</ul>
          </li>
        ))}
      </Part>
      <Part title={t('groups.title')}>
        {groups.added.map((group, at) => (
          <Whole key={`+${at}`} kind="added" text={`${groupName(group)}: ${listed(group.rules)}`} />
        ))}
        {groups.removed.map((group, at) => (
          <Whole key={`-${at}`} kind="removed" text={`${groupName(group)}: ${listed(group.rules)}`} />
        ))}
        {groups.changed.map(({ name, added, removed }, at) => (
          <li key={`~${at}`}>
            <strong>{name}</strong>
            <ul>
              {added.length === 0 ? null : <Whole kind="added" text={listed(added)} />}
              {removed.length === 0 ? null : <Whole kind="removed" text={listed(removed)} />}
            </ul>
          </li>
        ))}
      </Part>
      <Part title={t('features.title')}>
        {features.added.map((feature) => (
          <Whole key={`+${feature.id}`} kind="added" text={featureText(feature)} />
        ))}
        {features.removed.map((feature) => (
          <Whole key={`-${feature.id}`} kind="removed" text={featureText(feature)} />
        ))}
      </Part>
      <Part title={t('exceptions.title')}>
        {exceptions.added.map((exception, at) => (
          <Whole key={`+${at}`} kind="added" text={told(exception)} />
        ))}
        {exceptions.removed.map((exception, at) => (
          <Whole key={`-${at}`} kind="removed" text={told(exception)} />
        ))}
      </Part>
    </>
  );
}

/** As the file says it: every part of it decides what it counts. */
const featureText = ({ id, ...says }: Feature): string => `${velocityPath(id)}: ${canonicalJson(says)}`;

function Part({ title, children }: { readonly title: string; readonly children: readonly ReactNode[] }) {
  if (children.flat().every((child) => child === null)) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  );
}

const listed = (codes: readonly string[]): string => codes.join(t('orders.listMark'));

function ruleText(rule: Rule): string {
  const scores = scoreParts.flatMap((part) => {
    const score = rule.scores?.[part] ?? 0;
    return score === 0 ? [] : [`${t(`score.${part}`)} ${score}`];
  });
  return [rule.code, t(`result.${rule.result}`), ...scores, named(rule.description), rule.when]
    .filter((part) => part !== '')
    .join(' · ');
}

function exceptionText(exception: RuleSetException, timezone: string): string {
  const { kind, field, value, from, until, note } = exception;
  const period = `${wallTime(from, timezone)} –${until === undefined ? '' : ` ${wallTime(until, timezone)}`}`;
  const rules = exception.kind === 'snooze' ? [listed(exception.rules)] : [];
  const all = [t(`exceptions.${kind}`), `${field} = ${value}`, ...rules, period.replaceAll('T', ' '), note ?? ''];
  return all.filter((part) => part !== '').join(' · ');
}

function Whole({ kind, text }: { readonly kind: 'added' | 'removed'; readonly text: string }) {
  return (
    <li>
      <Piece piece={{ kind, text }} />
    </li>
  );
}

/** A sign too: colours alone tell nothing to some, and nothing to a screen reader. */
function Piece({ piece: { kind, text } }: { readonly piece: DiffPiece }) {
  if (kind === 'same') return <span>{text}</span>;
  if (kind === 'added') return <ins title={t('versions.added')}>{text}</ins>;
  return <del title={t('versions.removed')}>{text}</del>;
}

function changeRow({ field, before, after, pieces }: FieldChange) {
  return (
    <li key={field} className="change">
      <span className="label">{fieldText(field)}</span>
      {pieces === undefined ? (
        <span>
          {before === null ? null : <Piece piece={{ kind: 'removed', text: valueText(field, before) }} />}{' '}
          {after === null ? null : <Piece piece={{ kind: 'added', text: valueText(field, after) }} />}
        </span>
      ) : (
        <span className={field === 'when' ? 'mono' : ''}>
          {pieces.map((piece, at) => (
            <Piece key={at} piece={piece} />
          ))}
        </span>
      )}
    </li>
  );
}

const fields: Readonly<Record<string, TextKey>> = {
  name: 'set.name',
  modelId: 'set.model',
  currency: 'set.currency',
  timezone: 'set.timezone',
  default: 'set.default',
  kind: 'policy.title',
  when: 'rule.when',
  result: 'rule.result',
  touchpoint: 'rule.touchpoint',
  'description.ja': 'rule.descriptionJa',
  'description.en': 'rule.descriptionEn',
};

function fieldText(field: string): string {
  const key = fields[field];
  if (key !== undefined) return t(key);
  const [whole, part] = [field.slice(0, field.indexOf('.')), field.slice(field.indexOf('.') + 1)];
  const score = scoreParts.find((one) => one === part);
  if (whole === 'scores' && score !== undefined) return `${t('rule.scores')} ${t(`score.${score}`)}`;
  if (whole === 'thresholds' && score !== undefined) return t('scores.threshold', { part: t(`score.${score}`) });
  const combination = combinations.find((one) => one === part);
  return whole === 'results' && combination !== undefined ? combinationText(combination) : field;
}

function valueText(field: string, value: string): string {
  if (field !== 'kind') return value;
  return value === 'groups' || value === 'classes' || value === 'scores' ? t(`policy.${value}`) : value;
}
