import { useState } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { columnName } from '../i18n/values.ts';
import { Button } from '../parts/button.tsx';
import { ColumnsButton } from '../parts/columns-button.tsx';
import { fold } from '../parts/combobox.tsx';
import { offeredColumns, startLayout, stateColumn, type GridLayout } from './grid-columns.ts';

export interface ColumnChooserProps {
  readonly info: ProjectInfo;
  readonly layout: GridLayout;
  readonly onChange: (layout: GridLayout) => void;
}

export function ColumnChooser(props: ColumnChooserProps) {
  return (
    <ColumnsButton>
      <ColumnList {...props} />
    </ColumnsButton>
  );
}

function ColumnList({ info, layout, onChange }: ColumnChooserProps) {
  const [text, setText] = useState('');
  const nameOf = (name: string) => (name === stateColumn ? t('state.label') : columnName(info, name));
  const hidden = offeredColumns(info).filter((name) => !layout.shown.includes(name));
  const all = [...layout.shown, ...hidden].filter((name) => fold(`${nameOf(name)} ${name}`).includes(fold(text)));
  const set = (shown: readonly string[]) => onChange({ ...layout, shown });
  const toggle = (name: string) => {
    const rest = layout.shown.filter((other) => other !== name);
    if (rest.length === layout.shown.length) set([...layout.shown, name]);
    else if (rest.length > 0) set(rest);
  };
  const earlier = (name: string) => {
    const at = layout.shown.indexOf(name);
    const moved = layout.shown.filter((other) => other !== name);
    set([...moved.slice(0, at - 1), name, ...moved.slice(at - 1)]);
  };
  return (
    <div className="column-list">
      <input
        className="input small"
        autoFocus
        placeholder={t('common.search')}
        aria-label={t('common.search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul>
        {all.map((name) => (
          <li key={name} className="row">
            <label className="row grow">
              <input type="checkbox" checked={layout.shown.includes(name)} onChange={() => toggle(name)} />
              <span className="clip">{nameOf(name)}</span>
            </label>
            {layout.shown.indexOf(name) > 0 ? (
              <Button
                look="quiet"
                small
                icon="up"
                aria-label={t('orders.columnEarlier', { name: nameOf(name) })}
                onClick={() => earlier(name)}
              />
            ) : null}
          </li>
        ))}
      </ul>
      <Button small onClick={() => onChange(startLayout(info))}>
        {t('orders.columnsReset')}
      </Button>
    </div>
  );
}
