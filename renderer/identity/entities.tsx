import { useState } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, money } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { identityWords } from '../i18n/messages.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { openLinks } from '../links/open-links.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { Period } from '../parts/period.tsx';
import { go } from '../state/address.ts';
import { useLatest } from '../state/request.ts';

const shown = 100;

/** The entities with most orders, or most bad ones; a row opens its orders. */
export function Entities({ info }: { readonly info: ProjectInfo }) {
  const [by, setBy] = useState<'orders' | 'bad'>('bad');
  const { value, failure, fresh } = useLatest(
    'identity.entities',
    { by, limit: shown },
    JSON.stringify([by, info.dataVersion]),
  );
  const words = identityWords();
  const open = (entity: string): void =>
    go({ room: 'explore', filter: { clauses: [{ kind: 'in', column: 'entity_id', values: [entity] }] } });
  if (failure) return <FailureCallout failure={failure} />;
  if (value === null) return <p className="note">{t('common.loading')}</p>;
  return (
    <div className="stack tight">
      <div className="row wrap">
        <h3>{t('identity.entityList')}</h3>
        <span className="note">{t('identity.entityNote', { shown: count(value.length) })}</span>
        <span className="actions">
          <Button small look="quiet" aria-pressed={by === 'bad'} onClick={() => setBy('bad')}>
            {t('identity.byBad')}
          </Button>
          <Button small look="quiet" aria-pressed={by === 'orders'} onClick={() => setBy('orders')}>
            {t('identity.byOrders')}
          </Button>
        </span>
      </div>
      <div className="scroll identity-entities" tabIndex={0} role="region" aria-label={t('identity.entityList')}>
        <table className={`table ${fresh ? '' : 'old-figures'}`} data-testid="identity-entities">
          <thead>
            <tr>
              <th scope="col">{t('identity.firstOrder')}</th>
              <th scope="col" className="num">
                {t('identity.ordersUnit')}
              </th>
              <th scope="col" className="num">
                {outcomeWord(info.target, 'bad')}
              </th>
              <th scope="col" className="num">
                {outcomeWord(info.target, 'good')}
              </th>
              <th scope="col" className="num">
                {t('identity.amount')}
              </th>
              <th scope="col" className="num">
                {t('identity.names')}
              </th>
              <th scope="col" className="num">
                {t('identity.addresses')}
              </th>
              <th scope="col">{t('identity.period')}</th>
              <th scope="col">{t('identity.linkedBy')}</th>
            </tr>
          </thead>
          <tbody>
            {value.map((one) => (
              <tr key={one.entity}>
                <th scope="row">
                  <button
                    type="button"
                    className="link mono"
                    title={t('common.showOrders')}
                    onClick={() => open(one.entity)}
                  >
                    {one.entity}
                  </button>{' '}
                  <Button
                    small
                    look="quiet"
                    icon="links"
                    aria-label={`${t('links.open')}: ${one.entity}`}
                    onClick={() => openLinks({ seq: one.seq, entity: true }, info)}
                  />
                </th>
                <td className="num">{count(one.orders)}</td>
                <td className="num">{count(one.bad)}</td>
                <td className="num">{count(one.good)}</td>
                <td className="num">{money(one.amount, info.currency)}</td>
                <td className="num">{count(one.names)}</td>
                <td className="num">{count(one.addresses)}</td>
                <td className="nowrap">
                  <Period of={one} timezone={info.timezone} />
                </td>
                <td>{one.links.map(({ kind, orders }) => `${words.links[kind]} ${count(orders)}`).join(' · ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
