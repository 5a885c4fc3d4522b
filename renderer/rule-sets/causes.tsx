import { itemFields, itemsField, itemsPath } from '../../analysis/expression/index.ts';
import type { RuleFigures } from '../../analysis/model/backtest.ts';
import type { Feature } from '../../analysis/model/features.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { named } from '../i18n/index.ts';
import { useProject } from '../state/project.ts';
import { readName } from './read-name.ts';

const labelOf = ([ja = '', en = ja]: readonly string[] = []): string => named({ ja, en });

export interface CausesProps {
  readonly causes: RuleFigures['causes'];
  readonly currency: string;
  /** Of the rule's set: what `velocity.<id>` is called. */
  readonly features: readonly Feature[] | undefined;
}

/** Why a rule could not be evaluated, by how often. An order can have several causes. */
export function Causes({ causes, currency, features }: CausesProps) {
  const info = useProject();
  if (causes.length === 0) return null;
  const name = (cause: string) => {
    if (cause === 'currency') return t('cause.currency', { currency });
    if (cause === itemsPath) return t('cause.absent', { name: labelOf(itemsField.labels) });
    const item = [...itemFields.values()].find(({ path }) => path === cause);
    if (item !== undefined) return t('cause.absentInLines', { name: labelOf(item.labels) });
    return t('cause.absent', { name: readName(cause, info, features) });
  };
  return (
    <ul className="causes">
      {causes.map(({ cause, orders }) => (
        <li key={cause}>
          {name(cause)} <span className="num">{t('common.orders', { count: count(orders) })}</span>
        </li>
      ))}
    </ul>
  );
}
