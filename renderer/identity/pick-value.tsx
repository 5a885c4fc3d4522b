import type { FrequentValue, IdentityKind } from '../../analysis/model/identity.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Combobox } from '../parts/combobox.tsx';
import { hasOrders } from '../state/project.ts';
import { useLatest } from '../state/request.ts';

/** Values offered at most. */
const offered = 100;

export interface PickValueProps {
  readonly info: ProjectInfo;
  readonly kind: IdentityKind;
  readonly picked: FrequentValue | null;
  readonly onPick: (value: FrequentValue) => void;
}

/** The values that most orders of the project write, masked as the role says, to be picked from. */
export function PickValue({ info, kind, picked, onPick }: PickValueProps) {
  const asked = hasOrders(info) ? { kind, limit: offered } : null;
  const found = useLatest('identity.values', asked, `${kind} ${info.dataVersion} ${info.masked}`);
  if (asked === null || found.value === null || found.value.length === 0) return null;
  const idOf = ({ column, seq, value }: FrequentValue): string => `${column} ${seq} ${value}`;
  return (
    <div className="field">
      <span className="label">{t('identity.pick')}</span>
      <Combobox
        label={t('identity.pick')}
        placeholder={t('identity.pickHint')}
        value={picked === null ? null : idOf(picked)}
        choices={found.value.map((one) => ({
          value: idOf(one),
          label: one.beside === null ? one.value : `${one.value} · ${one.beside}`,
          hint: t('common.orders', { count: count(one.orders) }),
        }))}
        onChoose={(chosen) => {
          const one = found.value?.find((candidate) => idOf(candidate) === chosen);
          if (one !== undefined) onPick(one);
        }}
      />
    </div>
  );
}
