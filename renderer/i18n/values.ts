import { codeName } from '../../analysis/model/code-names.ts';
import type { ProjectColumn } from '../../analysis/model/columns.ts';
import type { Clause } from '../../analysis/model/filter.ts';
import { orderWarnings, type FileSays, type OrderWarning } from '../../analysis/model/import-report.ts';
import { eventMessages } from '../../analysis/model/messages/events.ts';
import { qualityMessages } from '../../analysis/model/messages/quality.ts';
import { conflictCodes } from '../../analysis/model/outcome-report.ts';
import { distanceClasses } from '../../analysis/model/prefecture-places.ts';
import { stageOfClause, type StageId } from '../../analysis/model/stages.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { factKind } from '../orders/fact-words.ts';
import { dateTime, money, plain, date } from './format.ts';
import { language, named, t } from './index.ts';
import { outcomeWord } from './outcome-words.ts';

export type Cell = string | number | boolean | null;

export function columnOf(project: ProjectInfo, name: string): ProjectColumn | undefined {
  return project.columns.find((column) => column.name === name);
}

export function columnName(project: ProjectInfo, name: string): string {
  const column = columnOf(project, name);
  return column ? named(column.label) : name;
}

/** A cell as a person reads it; NULL is empty in tables and named by the caller elsewhere. */
export function cellText(
  value: Cell,
  column: ProjectColumn | undefined,
  project: ProjectInfo,
  currency?: string,
): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
  if (typeof value === 'string') return codeText(value, column?.name ?? '');
  switch (column?.type) {
    case 'money':
      return money(value, currency ?? project.currency);
    case 'timestamp':
      return dateTime(value, project.timezone);
    default:
      return plain(value);
  }
}

/** A code of production with its name beside it, as in `02 クレジットカード`; any other text as it is. */
export function codeText(value: string, column: string): string {
  const name = codeName(column, value);
  return name === undefined ? value : `${value} ${named(name)}`;
}

const shownValues = 3;

/** What a filter chip says. */
export function clauseText(clause: Clause, project: ProjectInfo): string {
  switch (clause.kind) {
    case 'range': {
      const column = columnOf(project, clause.column);
      const name = columnName(project, clause.column);
      const write = (value: number | null) => cellText(value, column, project);
      return between('range', name, write(clause.min), write(clause.max));
    }
    case 'time': {
      const write = (iso: string | null) => (iso === null ? '' : timeBound(iso, project.timezone));
      const name = columnName(project, clause.column);
      // From day to day the last one is named as it is, within; alone, the text says that the bound is outside.
      const last = clause.from === null ? write(clause.to) : lastDay(clause.to, project.timezone);
      return between('time', name, write(clause.from), last);
    }
    case 'in':
      return t('clause.in', { name: columnName(project, clause.column), values: someOf(clause, project) });
    case 'notIn':
      if (clause.values.every((value) => value === null))
        return t('clause.filled', { name: columnName(project, clause.column) });
      return t('clause.notIn', { name: columnName(project, clause.column), count: clause.values.length });
    case 'hour':
      return t('clause.hour', { from: clause.from, to: clause.to });
    case 'weekHours':
      return t('clause.weekHours', { cells: weekHoursText(clause.cells) });
    case 'deliveryDistance':
      return t('clause.distance', { classes: clause.classes.map((one) => distanceName(one)).join(' / ') });
    case 'stages': {
      const stage = stageOfClause(clause);
      return stage === null
        ? t('clause.ways', { count: clause.cells.length })
        : t('clause.stage', { name: stageName(stage, project) });
    }
    case 'state':
      return t('clause.state', {
        values: clause.states.map((state) => outcomeWord(project.target, state)).join(' / '),
      });
    case 'contains':
      return t('clause.contains', { name: columnName(project, clause.column), text: clause.text });
    case 'rule':
      return t(
        clause.value === 'true'
          ? 'clause.ruleTrue'
          : clause.value === 'false'
            ? 'clause.ruleFalse'
            : 'clause.ruleUnevaluable',
        { code: clause.code },
      );
    case 'listed': {
      const list = project.lists.find(({ id }) => id === clause.list);
      const params = { name: columnName(project, clause.column), list: list ? named(list.names) : clause.list };
      return t(clause.when === 'order' ? 'clause.listed' : 'clause.listedToday', params);
    }
    case 'finding': {
      const { name } = qualityMessages(language.get()).findings[clause.code];
      return clause.column === null ? name : t('clause.finding', { name, column: columnName(project, clause.column) });
    }
    case 'added':
      return t(clause.beside === 'others' ? 'clause.addedAlone' : 'clause.addedFirst', { code: clause.code });
    case 'fired':
      return t('parts.clause', { codes: clause.codes.join(' + '), name: clause.ruleSet.name });
    case 'file':
      return fileText(clause, project);
    case 'told':
      return toldText(clause);
    case 'recorded':
      return t(`clause.recorded.${clause.by}`, {
        results: clause.results.map((one) => (one === 'none' ? t('compare.none') : one)).join(' / '),
      });
    case 'sampled':
      return sampledText(clause);
    case 'outside':
      return t('clause.outside', { what: clause.clauses.map((one) => clauseText(one, project)).join(' · ') });
    case 'decision':
      return t('clause.decision', { results: clause.results.join(' / '), name: clause.ruleSet.name });
  }
}

/** A class of delivery distance; `short` stands under a bar. */
export function distanceName(label: string, length: 'whole' | 'short' = 'whole'): string {
  const one = distanceClasses.find((own) => own === label);
  return one === undefined ? label : t(length === 'short' ? `distance.short.${one}` : `distance.${one}`);
}

/** A stage of the way of orders; the last is what the project calls bad. */
export const stageName = (stage: StageId, { target, maturity }: ProjectInfo): string => {
  if (stage === 'bad') return outcomeWord(target, 'bad');
  if (stage === 'matured' && maturity !== 'measured') return t('stage.known');
  return t(`stage.${stage}`);
};

/** Hours of days, as 月 9時; of many the first ones and how many more. */
function weekHoursText(cells: readonly number[]): string {
  const shown = cells.slice(0, shownValues).map(weekHourText).join(' / ');
  return cells.length <= shownValues ? shown : t('clause.more', { values: shown, count: cells.length - shownValues });
}

export const weekHourText = (cell: number): string =>
  t('clause.weekHour', { day: t(`weekday.${weekdays[Math.floor(cell / 24)] ?? 'mon'}`), hour: cell % 24 });

/** In the order of the cells. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function fileText({ says, column }: Extract<Clause, { kind: 'file' }>, project: ProjectInfo): string {
  const name = isOrderWarning(says) ? t(`file.${says}`) : t(`reimport.${says}`);
  if (column === null) return t('clause.file', { name });
  const written = says === 'filled' || says === 'changed' ? columnName(project, column) : column;
  return t('clause.fileColumn', { name, column: written });
}

const isOrderWarning = (says: FileSays): says is OrderWarning => orderWarnings.some((code) => code === says);

function toldText({ what, name }: Extract<Clause, { kind: 'told' }>): string {
  switch (what) {
    case 'kind':
    case 'repeats':
      return t(`clause.told.${what}`, { name: factKind(name ?? '') });
    case 'conflict':
      return t('clause.told.conflict', { name: conflictWord(name ?? '') });
    case 'file':
      return t('clause.told.file');
    default:
      return t('clause.told', { name: t(`told.${what}`) });
  }
}

function conflictWord(name: string): string {
  const code = conflictCodes.find((one) => one === name);
  return code === undefined ? name : eventMessages(language.get()).conflicts[code];
}

/** The day before a bound at midnight; any other bound as it stands. */
function lastDay(iso: string | null, timezone: string): string {
  if (iso === null) return '';
  const ms = Date.parse(iso);
  if (Number.isNaN(ms) || !dateTime(ms, timezone).endsWith('00:00:00')) return timeBound(iso, timezone);
  return date(ms - 1, timezone);
}

function timeBound(iso: string, timezone: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  const whole = dateTime(ms, timezone);
  return whole.endsWith('00:00:00') ? date(ms, timezone) : whole;
}

function between(kind: 'range' | 'time', name: string, from: string, to: string): string {
  if (from !== '' && to !== '') return t(`clause.${kind}`, { name, from, to });
  return from !== '' ? t(`clause.${kind}From`, { name, from }) : t(`clause.${kind}To`, { name, to });
}

function someOf(clause: Extract<Clause, { kind: 'in' }>, project: ProjectInfo): string {
  const column = columnOf(project, clause.column);
  const written = clause.values.map((value) =>
    value === null ? t('common.missing') : cellText(value, column, project),
  );
  const shown = written.slice(0, shownValues).join(' / ');
  return written.length <= shownValues
    ? shown
    : t('clause.more', { values: shown, count: written.length - shownValues });
}

/** Which orders of a review sample. */
function sampledText({ rule, verdicts }: Extract<Clause, { kind: 'sampled' }>): string {
  const parts = [
    ...(rule === undefined ? [] : [t('clause.ruleTrue', { code: rule })]),
    ...(verdicts === undefined ? [] : [verdicts.map((one) => t(`verdict.${one}`)).join(' / ')]),
  ];
  return parts.length === 0 ? t('clause.sampled') : t('clause.sampledOf', { what: parts.join(' · ') });
}
