import type { BuilderCondition, BuilderNode } from '../../../analysis/expression/builder/index.ts';
import { t } from '../../i18n/index.ts';
import { Combobox } from '../../parts/combobox.tsx';
import { operatorOf, operatorsFor, withOperator, type OperatorId } from './operators.ts';
import { freshNode, subjectChoices, subjectKey, subjectLabel, typeOf, type Place } from './subjects.ts';
import { ValueInput } from './value-input.tsx';

export interface ConditionRowProps {
  readonly condition: BuilderCondition;
  readonly place: Place;
  readonly onChange: (node: BuilderNode) => void;
  /** The subject stands elsewhere, as in a column's head. */
  readonly withoutSubject?: boolean;
}

/** Field, comparison and value of one condition. */
export function ConditionRow({ condition, place, onChange, withoutSubject = false }: ConditionRowProps) {
  return (
    <>
      {withoutSubject ? null : <Subject {...{ condition, place, onChange }} />}
      <Operator {...{ condition, place, onChange }} />
      <span className="condition-value">
        <ValueInput condition={condition} place={place} onChange={(test) => onChange({ ...condition, test })} />
      </span>
    </>
  );
}

type PartProps = Omit<ConditionRowProps, 'withoutSubject'>;

function Subject({ condition, place, onChange }: PartProps) {
  const choices = subjectChoices(place);
  const key = subjectKey(condition.subject);
  const { subject } = condition;
  const known = choices.has(key) || (subject.kind === 'field' && subject.path === '');
  const own = known ? [] : [{ value: key, label: subjectLabel(subject, place), hint: '' }];
  const choose = (value: string) => {
    const chosen = choices.get(value);
    if (chosen === undefined || value === key) return;
    const fresh = freshNode(chosen, place);
    const keeps =
      fresh.kind === 'condition' && typeOf(fresh.subject, place) === typeOf(condition.subject, place)
        ? { ...condition, subject: fresh.subject }
        : fresh;
    onChange(keeps);
  };
  return (
    <Combobox
      small
      label={t('builder.subject')}
      value={key}
      choices={[...own, ...choices.values()]}
      placeholder={t('builder.subjectPlaceholder')}
      onChoose={choose}
    />
  );
}

function Operator({ condition, place, onChange }: PartProps) {
  const type = typeOf(condition.subject, place);
  const offered = operatorsFor(type, condition.subject.kind === 'field');
  const current = operatorOf(condition);
  const shown = current ?? (condition.test.kind === 'compare' ? condition.test.op : null);
  const all = shown === null || offered.includes(shown) ? offered : [shown, ...offered];
  return (
    <span className="condition-operator">
      {current === null ? <span className="tag warn">{t('builder.denied')}</span> : null}
      <select
        className="select small"
        aria-label={t('builder.operator')}
        value={shown ?? ''}
        onChange={(event) => onChange(withOperator(condition, event.target.value as OperatorId, type))}
      >
        {all.map((id) => (
          <option key={id} value={id}>
            {t(`op.${id}`)}
          </option>
        ))}
      </select>
    </span>
  );
}
