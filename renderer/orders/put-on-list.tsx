import { useState } from 'react';
import type { OrderDetail } from '../../analysis/engine-api.ts';
import { keyPlace, partsOf, type ProjectList } from '../../analysis/model/lists.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { named, t } from '../i18n/index.ts';
import { columnName } from '../i18n/values.ts';
import { Button } from '../parts/button.tsx';
import { call } from '../state/jobs.ts';
import { refreshProject } from '../state/project.ts';
import { attempt, showDone } from '../state/toasts.ts';

interface Choice {
  readonly column: string;
  readonly list: ProjectList;
  /** Values of the columns it is made of, as they are shown. */
  readonly parts: Readonly<Record<string, string>>;
}

/** Puts a value of the order on one of the client's own lists, from now on. */
export function PutOnList({ info, detail }: { readonly info: ProjectInfo; readonly detail: OrderDetail }) {
  const [chosen, setChosen] = useState(0);
  const choices = choicesOf(info, detail);
  const choice = choices[chosen] ?? choices[0];
  if (choice === undefined || info.readOnly) return null;
  const put = (): void =>
    attempt(async () => {
      const { column, list, parts } = choice;
      const { added } = await call('lists.put', { listId: list.id, picked: { column, parts } });
      await refreshProject();
      showDone(t(added > 0 ? 'lists.putDone' : 'lists.putKept', { list: named(list.names) }));
    });
  return (
    <section data-testid="put-on-list">
      <h3>{t('lists.put')}</h3>
      <div className="stack tight put-on-list">
        <select
          className="select small"
          aria-label={t('lists.put')}
          value={choices.indexOf(choice)}
          onChange={(event) => setChosen(Number(event.target.value))}
        >
          {choices.map(({ column, list }, index) => (
            <option key={`${column} ${list.id}`} value={index}>
              {t('lists.putChoice', { column: columnName(info, column), list: named(list.names) })}
            </option>
          ))}
        </select>
        <Button small icon="plus" onClick={put}>
          {t('lists.put')}
        </Button>
      </div>
      <p className="note">{t('lists.putNote')}</p>
    </section>
  );
}

/** The columns a person would put on a list. */
const offered = ['email', 'phone', 'delivery_phone', 'buyer_name', 'buyer_address', 'delivery_address', 'ip_address'];

function choicesOf(info: ProjectInfo, { order }: OrderDetail): readonly Choice[] {
  const own = info.lists.filter(({ source, match }) => source.kind === 'own' && match !== 'exact');
  return offered.flatMap((column) => {
    if (typeof order[column] !== 'string') return [];
    const parts = Object.fromEntries(partsOf(column).map((name) => [name, String(order[name] ?? '')]));
    const fitting = own.filter(
      ({ match }) => keyPlace(match, column) !== null && (match !== 'domain' || column === 'email'),
    );
    return fitting.map((list) => ({ column, list, parts }));
  });
}
