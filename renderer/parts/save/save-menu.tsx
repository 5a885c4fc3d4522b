import { useContext, useRef, useState } from 'react';
import { longestFact } from '../../../analysis/model/findings.ts';
import {
  plainTable,
  type ResultFacts,
  type ResultFile,
  type ResultTable,
} from '../../../analysis/model/results/result-file.ts';
import type { Still } from '../../chart/still.ts';
import { t } from '../../i18n/index.ts';
import { useProject } from '../../state/project.ts';
import { Button } from '../button.tsx';
import { Popover } from '../popover.tsx';
import { copyTable } from './copy-table.ts';
import { pin, pinnedChart } from './pin.ts';
import { Facts, MadeOn, Pinnable, Query } from './save-context.ts';
import { saveResult } from './save-result.ts';

export interface SaveMenuProps {
  readonly title: string;
  /** Null for pictures alone. */
  readonly table: (() => ResultTable) | null;
  /** The charts of the panel as they are now, and what is said under them. */
  readonly pictures: () => readonly Still[];
  readonly explained: () => readonly string[];
  readonly drawn: boolean;
}

/** What becomes of a result outside: its table on the clipboard, the result on the findings page, table and pictures as files. */
export function SaveMenu({ title, table, pictures, explained, drawn }: SaveMenuProps) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const facts = useContext(Facts);
  const madeOn = useContext(MadeOn);
  const query = useContext(Query);
  const pinnable = useContext(Pinnable);
  const info = useProject();
  const save = (make: () => ResultFile | Promise<ResultFile>) => () => {
    setOpen(false);
    saveResult(make);
  };
  // Where a table stands alone it must say what it answers; a spreadsheet takes no longer cell.
  const asked: ResultFacts = query === null ? [] : [[t('sql.query'), query.slice(0, longestFact)]];
  const csv = (encoding: 'utf-8' | 'shift_jis') =>
    save(() => ({
      ...{ kind: 'csv', name: title, encoding },
      rows: plainTable(table?.() ?? []),
      about: [[t('save.result'), title], ...asked, ...facts].map(([name, text]): [string, string] => [name, text]),
    }));
  const picture = (kind: 'png' | 'svg') =>
    save(async () => {
      const { pngOf, sheetOf, svgOf } = await import('./picture-file.ts');
      const sheet = await sheetOf(title, facts, pictures());
      return kind === 'png'
        ? { kind, name: title, bytes: await pngOf(sheet) }
        : { kind, name: title, text: svgOf(sheet) };
    });
  const onPage = () => {
    setOpen(false);
    if (info === null) return;
    const own = { title, facts, query, madeOn, explained: explained(), table: table?.() ?? null };
    pin(info, { ...own, pictures: pictures().map(pinnedChart) });
  };
  const items: readonly (readonly [string, () => void])[] = [
    ...(info === null || info.readOnly || !pinnable ? [] : [[t('findings.pin'), onPage] as const]),
    ...(table === null
      ? []
      : ([
          [t('save.csv'), csv('utf-8')],
          [t('save.csvShiftJis'), csv('shift_jis')],
        ] as const)),
    ...(drawn
      ? ([
          [t('save.png'), picture('png')],
          [t('save.svg'), picture('svg')],
        ] as const)
      : []),
  ];
  return (
    <span className="row save-menu">
      {table === null ? null : (
        <Button
          small
          look="quiet"
          icon="copy"
          aria-label={t('backtest.copyTable')}
          onClick={() => copyTable(plainTable(table()))}
        />
      )}
      <span ref={anchor}>
        <Button
          small
          look="quiet"
          icon="save"
          aria-label={t('save.menu')}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
      </span>
      {open ? (
        <Popover anchor={anchor} onClose={() => setOpen(false)} label={t('save.menu')}>
          {items.map(([label, run]) => (
            <button key={label} type="button" className="menu-item" onClick={run}>
              {label}
            </button>
          ))}
        </Popover>
      ) : null}
    </span>
  );
}
