import { columnClauseSchema, type ColumnClause } from '../../../analysis/model/column-clause.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { t } from '../../i18n/index.ts';
import { clauseText } from '../../i18n/values.ts';
import { Button } from '../../parts/button.tsx';
import { address } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { Icon } from '../../theme/icons.tsx';

export interface ExcludeFieldsProps {
  readonly info: ProjectInfo;
  readonly target: Target;
  readonly onChange: (exclude: readonly ColumnClause[]) => void;
}

/** The orders outside the population, as conditions taken from the filter in view. */
export function ExcludeFields({ info, target, onChange }: ExcludeFieldsProps) {
  const { filter } = useStore(address);
  const own = target.exclude ?? [];
  const held = new Set(own.map((clause) => JSON.stringify(clause)));
  const offered = filter.clauses
    .flatMap((clause) => columnClauseSchema.safeParse(clause).data ?? [])
    .filter((clause) => !held.has(JSON.stringify(clause)));
  return (
    <fieldset className="choices">
      <legend>{t('targets.exclude')}</legend>
      {own.length === 0 ? (
        <p className="note">{t('targets.excludeNone')}</p>
      ) : (
        <ul className="chip-list row wrap">
          {own.map((clause) => {
            const name = clauseText(clause, info);
            return (
              <li key={JSON.stringify(clause)} className="chip">
                <span className="clip" title={name}>
                  {name}
                </span>
                <button
                  type="button"
                  aria-label={t('targets.excludeRemove', { name })}
                  onClick={() => onChange(own.filter((other) => other !== clause))}
                >
                  <Icon name="close" size={12} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <div className="row wrap">
        <Button small icon="plus" disabled={offered.length === 0} onClick={() => onChange([...own, ...offered])}>
          {t('targets.excludeAdd')}
        </Button>
      </div>
      <p className="note">{t(own.length === 0 ? 'targets.excludeAddHint' : 'targets.excludeHint')}</p>
    </fieldset>
  );
}
