import { comparedTexts, type CheckedRule, type ComparedText } from '../../analysis/expression/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { columnName } from '../i18n/values.ts';
import { Callout } from '../parts/callout.tsx';
import { useLatest } from '../state/request.ts';

const asked = 4;
const named = 5;

/** For a rule that hits nothing: which of the values it compares with no order has, and which ones orders do have. */
export function AbsentValues({ rule, info }: { readonly rule: CheckedRule; readonly info: ProjectInfo }) {
  return comparedTexts(rule)
    .slice(0, asked)
    .map((compared) => (
      <AbsentValue key={JSON.stringify([compared.field.column, compared.value])} compared={compared} info={info} />
    ));
}

function AbsentValue({ compared, info }: { readonly compared: ComparedText; readonly info: ProjectInfo }) {
  const { field, value } = compared;
  const { column } = field;
  const having = { clauses: [{ kind: 'in' as const, column, values: [value] }] };
  const key = JSON.stringify([info.dataVersion, column, value]);
  const found = useLatest('explore.column', { column, filter: having }, key).value;
  const absent = found?.orders === 0;
  const all = useLatest('explore.column', absent ? { column, filter: everything } : null, `${key} ${absent}`).value;
  if (!absent || all === null) return null;
  const personal = info.columns.find((one) => one.name === column)?.pii !== 'none';
  const values = all.bins.filter(({ kind }) => kind === 'value').map(({ label }) => label ?? '');
  return (
    <Callout kind="info">
      <p>{t('impact.absentValue', { column: columnName(info, column), value })}</p>
      {personal || values.length === 0 ? null : (
        <p>{t('impact.frequentValues', { values: values.slice(0, named).join(', ') })}</p>
      )}
    </Callout>
  );
}
