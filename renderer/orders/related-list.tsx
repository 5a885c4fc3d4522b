import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { go } from '../state/address.ts';
import { useLatest } from '../state/request.ts';

/** Other orders that share a value with this one; each opens them. */
export function RelatedList({ info, seq }: { readonly info: ProjectInfo; readonly seq: number }) {
  const { value, failure, fresh, busy } = useLatest('identity.related', { seq }, `${info.dataVersion} ${seq}`);
  const labelOf = (column: string): string => {
    const label = info.columns.find(({ name }) => name === column)?.label;
    return label ? named(label) : column;
  };
  return (
    <section aria-busy={busy}>
      <h3>{t('orders.related')}</h3>
      {failure ? <FailureCallout failure={failure} /> : null}
      {value === null && failure === null ? <div className="skeleton" /> : null}
      {value?.length === 0 ? <p className="note">{t('orders.noRelated')}</p> : null}
      <ul className={`related ${fresh ? '' : 'old-figures'}`} data-testid="related">
        {value?.map((one) => (
          <li key={one.column}>
            <span className="clip" title={labelOf(one.column)}>
              {labelOf(one.column)}
            </span>
            <button
              type="button"
              className="link"
              title={t('common.showOrders')}
              onClick={() =>
                go({
                  room: 'explore',
                  filter: { clauses: [{ kind: 'in', column: one.column, values: [one.value] }] },
                })
              }
            >
              {t('common.orders', { count: count(one.orders) })}
            </button>
            <span className="muted">
              {t('orders.relatedOf', {
                before: count(one.before),
                bad: count(one.bad),
                good: count(one.good),
                badWord: outcomeWord(info.target, 'bad'),
                goodWord: outcomeWord(info.target, 'good'),
              })}
              {one.hub === true ? (
                <>
                  {' '}
                  <span className="tag" title={t('orders.relatedHubHint')}>
                    {t('orders.relatedHub')}
                  </span>
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
