import { useEffect, useState } from 'react';
import type { BuilderCondition, BuilderTest, BuilderValue } from '../../../analysis/expression/builder/index.ts';
import type { FieldType } from '../../../analysis/expression/index.ts';
import { keyPlace } from '../../../analysis/model/lists.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { codeText } from '../../i18n/values.ts';
import { Combobox, type Choice } from '../../parts/combobox.tsx';
import { Icon } from '../../theme/icons.tsx';
import { knownValues } from '../editor/values.ts';
import { emptyValue } from './operators.ts';
import { namedAt, ownLabel, typeOf, type Place } from './subjects.ts';
import { SuggestInput } from './suggest-input.tsx';

export interface ValueInputProps {
  readonly condition: BuilderCondition;
  readonly place: Place;
  readonly onChange: (test: BuilderTest) => void;
}

/** What a condition compares with: one value, several, a list or another field. */
export function ValueInput({ condition, place, onChange }: ValueInputProps) {
  const { subject, test } = condition;
  const type = typeOf(subject, place);
  const path = subject.kind === 'field' ? subject.path : '';
  const column = namedAt(path, place)?.field?.column ?? '';
  const choices = useKnown(path, place);
  switch (test.kind) {
    case 'yes':
    case 'present':
      return null;
    case 'listed':
      return <ListChoice path={path} list={test.list} place={place} onChange={(list) => onChange({ ...test, list })} />;
    case 'text':
      return (
        <SuggestInput
          label={t('builder.value')}
          value={test.value ?? ''}
          choices={[]}
          onChange={(value) => onChange({ ...test, value: value === '' ? null : value })}
        />
      );
    case 'in':
      return (
        <Several
          {...{ type, choices, column }}
          values={test.values}
          onChange={(values) => onChange({ ...test, values })}
        />
      );
    case 'compare':
      return (
        <Single
          {...{ type, choices, place, path, column }}
          value={test.value}
          onChange={(value) => onChange({ ...test, value })}
        />
      );
  }
}

/** The values orders have in a field, the most frequent first. */
function useKnown(path: string, place: Place): readonly Choice[] {
  const [known, setKnown] = useState<{ readonly path: string; readonly choices: readonly Choice[] } | null>(null);
  const field = namedAt(path, place)?.field ?? null;
  useEffect(() => {
    let wanted = true;
    if (field !== null)
      void knownValues(field, place.info).then((values) => {
        const choices = values.map(({ value, orders }) => ({
          value,
          label: codeText(value, field.column),
          hint: t('common.orders', { count: count(orders) }),
        }));
        if (wanted) setKnown({ path, choices });
      });
    return () => {
      wanted = false;
    };
  }, [path, place.info.dataVersion, place.info.masked]);
  return known?.path === path ? known.choices : [];
}

interface SingleProps {
  readonly column: string;
  readonly type: FieldType | 'list' | null;
  readonly path: string;
  readonly choices: readonly Choice[];
  readonly place: Place;
  readonly value: BuilderValue;
  readonly onChange: (value: BuilderValue) => void;
}

function Single({ type, path, column, choices, place, value, onChange }: SingleProps) {
  const fields = fieldChoices(path, type, place);
  const compares = value.kind === 'field';
  return (
    <>
      {compares ? (
        <Combobox
          small
          label={t('builder.otherField')}
          value={value.path}
          choices={fields}
          placeholder={t('builder.subjectPlaceholder')}
          onChoose={(chosen) => onChange({ kind: 'field', path: chosen })}
        />
      ) : value.kind === 'bool' ? (
        <select
          className="select small"
          aria-label={t('builder.value')}
          value={String(value.value)}
          onChange={(event) => onChange({ kind: 'bool', value: event.target.value === 'true' })}
        >
          <option value="true">{t('common.yes')}</option>
          <option value="false">{t('common.no')}</option>
        </select>
      ) : (
        <SuggestInput
          label={t('builder.value')}
          value={writtenOf(value)}
          reads={codeText(writtenOf(value), column)}
          choices={choices}
          numeric={value.kind === 'number'}
          invalid={value.kind === 'number' && value.text !== '' && !isNumber(value.text)}
          placeholder={value.kind === 'instant' ? t('builder.instantExample') : ''}
          onChange={(text) => onChange(valueFrom(value.kind, text))}
        />
      )}
      {fields.length === 0 && !compares ? null : (
        <button
          type="button"
          className={`swap ${compares ? 'on' : ''}`}
          aria-pressed={compares}
          aria-label={t(compares ? 'builder.compareValue' : 'builder.compareField')}
          title={t(compares ? 'builder.compareValue' : 'builder.compareField')}
          onClick={() => onChange(compares ? emptyValue(type) : { kind: 'field', path: '' })}
        >
          <Icon name="columns" size={13} />
        </button>
      )}
    </>
  );
}

const writtenOf = (value: BuilderValue): string =>
  value.kind === 'string' ? (value.value ?? '') : value.kind === 'number' || value.kind === 'instant' ? value.text : '';

export const isNumber = (text: string): boolean =>
  /^-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text);

/** What was typed, without thousands' commas and full-width digits in numbers. */
export function valueFrom(kind: BuilderValue['kind'], text: string): BuilderValue {
  if (kind === 'number')
    return {
      kind,
      text: text
        .normalize('NFKC')
        .replace(/(?<=[0-9]),(?=[0-9]{3})/g, '')
        .trim(),
    };
  if (kind === 'instant') return { kind, text: text.trim() };
  return { kind: 'string', value: text === '' ? null : text };
}

/** Other fields of the same type. */
function fieldChoices(path: string, type: SingleProps['type'], place: Place): readonly Choice[] {
  if (type === null || type === 'list') return [];
  return [...place.scope.fields.values()]
    .filter((field) => field.type === type && field.path !== path && field.refused === undefined)
    .map((field) => ({ value: field.path, label: ownLabel(field.labels ?? [], field.path), hint: field.path }));
}

interface SeveralProps {
  readonly column: string;
  readonly type: FieldType | 'list' | null;
  readonly choices: readonly Choice[];
  readonly values: readonly BuilderValue[];
  readonly onChange: (values: readonly BuilderValue[]) => void;
}

function Several({ type, column, choices, values, onChange }: SeveralProps) {
  const [text, setText] = useState('');
  const { kind } = emptyValue(type);
  const written = values.map(writtenOf);
  const wrong = kind === 'number' && text !== '' && !isNumber(text);
  const add = (typed: string) => {
    const value = valueFrom(kind, typed);
    if (kind === 'number' && !isNumber(writtenOf(value))) return;
    if (!written.includes(writtenOf(value))) onChange([...values, value]);
    setText('');
  };
  return (
    <span className="several" role="group" aria-label={t('builder.values')}>
      {values.map((value, index) => (
        <span key={index} className="chip">
          <span className="clip">{codeText(writtenOf(value), column)}</span>
          <button
            type="button"
            aria-label={t('builder.removeValue', { value: writtenOf(value) })}
            onClick={() => onChange(values.toSpliced(index, 1))}
          >
            <Icon name="close" size={11} />
          </button>
        </span>
      ))}
      <SuggestInput
        label={t('builder.addValue')}
        placeholder={t('builder.addValue')}
        value={text}
        invalid={wrong}
        numeric={kind === 'number'}
        choices={choices.filter((choice) => !written.includes(choice.value))}
        onChange={setText}
        onTake={add}
      />
    </span>
  );
}

interface ListChoiceProps {
  readonly path: string;
  readonly list: string;
  readonly place: Place;
  readonly onChange: (list: string) => void;
}

function ListChoice({ path, list, place, onChange }: ListChoiceProps) {
  const column = namedAt(path, place)?.field?.column ?? '';
  const choices = [...(place.scope.lists?.values() ?? [])]
    .filter((one) => keyPlace(one.match, column) !== null)
    .map((one) => ({ value: `lists.${one.id}`, label: ownLabel(one.labels ?? [], one.id), hint: `lists.${one.id}` }));
  return (
    <Combobox
      small
      label={t('builder.list')}
      value={list}
      choices={choices}
      placeholder={list === '' ? t(choices.length === 0 ? 'builder.noLists' : 'builder.list') : list}
      onChoose={onChange}
    />
  );
}
