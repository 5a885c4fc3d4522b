import { t } from '../i18n/index.ts';
import { clauseText } from '../i18n/values.ts';
import { address, removeClause, setFilter } from '../state/address.ts';
import { hasOrders, useProject } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { Icon } from '../theme/icons.tsx';

export function FilterChips() {
  const info = useProject();
  const { filter } = useStore(address);
  if (!hasOrders(info) || filter.clauses.length === 0) return null;
  return (
    <ul className="chips" aria-label={t('top.filters')}>
      {filter.clauses.map((clause, index) => {
        const name = clauseText(clause, info);
        return (
          <li key={JSON.stringify(clause)} className="chip">
            <span className="clip" title={name}>
              {name}
            </span>
            <button type="button" aria-label={t('top.removeFilter', { name })} onClick={() => removeClause(index)}>
              <Icon name="close" size={12} />
            </button>
          </li>
        );
      })}
      {filter.clauses.length > 1 ? (
        <li>
          <button type="button" className="link" onClick={() => setFilter([])}>
            {t('top.clearFilters')}
          </button>
        </li>
      ) : null}
    </ul>
  );
}
