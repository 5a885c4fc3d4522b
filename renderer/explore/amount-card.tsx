import type { LinkedAxis, ViewBin } from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { moneyShort } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { RateCard } from './rate-card.tsx';

export const amountBands: LinkedAxis = { kind: 'amountBands' };

/** Bad rates over bands of amounts. */
export function AmountCard({ info }: { readonly info: ProjectInfo }) {
  return (
    <RateCard
      info={info}
      axis={amountBands}
      title={outcomeText(info.target, 'explore.amountRate')}
      className="amount-rate"
      labelled={{ column: 'amount', type: 'money' }}
      shortLabel={(bin) => bandLabel(bin, info)}
    />
  );
}

/** A band by its lower end, as on an axis; the first by its upper one. */
function bandLabel({ kind, min, max }: ViewBin, { currency }: ProjectInfo): string {
  if (kind === 'missing') return t('common.missing');
  if (min !== null) return t('explore.bandFrom', { value: moneyShort(min, currency) });
  return max === null ? '' : t('explore.bandUnder', { value: moneyShort(max, currency) });
}
