import { t, language, named } from '../i18n/index.ts';
import { period, date } from '../i18n/format.ts';
import { hasOrders, app, useProject } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { chooseLanguage } from '../state/preferences.ts';
import { attempt } from '../state/toasts.ts';
import { isDark, theme, toggleTheme } from '../theme/theme.ts';
import { Icon } from '../theme/icons.tsx';
import { Button } from '../parts/button.tsx';
import { openLayer } from './layers.ts';
import { FilterChips } from './filter-chips.tsx';
import { RoleMark } from './personal-dialog.tsx';

export function TopBar() {
  const info = useProject();
  const shell = useStore(app);
  useStore(theme);
  const other = language.get() === 'ja' ? 'en' : 'ja';
  const name = shell?.projectName ?? info?.name ?? '';
  return (
    <header className="top-bar">
      <span className="brand">{t('app.name')}</span>
      <button type="button" className="fact" title={name} onClick={() => openLayer('project')}>
        <strong className="clip">{name}</strong>
        {shell?.sample ? <span className="tag">{t('top.sample')}</span> : null}
      </button>
      {info?.readOnly ? (
        <span className="tag warn" title={t('top.readOnlyHint')}>
          {t('top.readOnly')}
        </span>
      ) : null}
      <RoleMark />
      <ProjectFacts />
      <FilterChips />
      <span className="grow" />
      <button type="button" className="search-box" title={t('top.search')} onClick={() => openLayer('palette')}>
        <Icon name="search" size={14} />
        <span className="clip">{t('top.search')}</span>
        <kbd>{navigator.platform.startsWith('Mac') ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <Button
        look="quiet"
        small
        aria-label={t('top.language')}
        title={t('top.language')}
        onClick={() => attempt(() => chooseLanguage(other))}
      >
        {t('top.languageShort')}
      </Button>
      <Button
        look="quiet"
        small
        icon={isDark() ? 'sun' : 'moon'}
        aria-label={t(isDark() ? 'top.themeToLight' : 'top.themeToDark')}
        onClick={() => attempt(toggleTheme)}
      />
    </header>
  );
}

function ProjectFacts() {
  const info = useProject();
  if (!hasOrders(info)) return null;
  const { target } = info;
  const measured = info.maturity === 'measured';
  const days = measured && target.horizonDays > 0 ? t('top.days', { days: target.horizonDays }) : '';
  return (
    <button type="button" className="facts" title={t('top.settings')} onClick={() => openLayer('settings')}>
      <Fact label={t('top.period')} value={info.period ? period(info.period, info.timezone) : '–'} />
      <Fact label={t('top.target')} value={`${named(target.name)} ${days}`} />
      <Fact
        label={t('top.asOf')}
        value={measured && info.asOf !== null ? date(info.asOf, info.timezone) : t('top.asOfNoEffect')}
      />
    </button>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <span className="fact-part">
      <span className="fact-label">{label}</span> <span>{value}</span>
    </span>
  );
}
