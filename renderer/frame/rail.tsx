import { t } from '../i18n/index.ts';
import { go, address } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { Icon } from '../theme/icons.tsx';
import { rooms } from '../rooms.ts';

export function Rail() {
  const { room } = useStore(address);
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      {rooms.map((entry, index) => (
        <button
          key={entry.id}
          type="button"
          className="door"
          aria-current={entry.id === room ? 'page' : undefined}
          title={`${t(entry.title)} (Ctrl+${index + 1})`}
          onClick={() => go({ room: entry.id })}
        >
          <Icon name={entry.icon} size={20} />
          <span>{t(entry.title)}</span>
        </button>
      ))}
    </nav>
  );
}
