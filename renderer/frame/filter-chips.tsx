import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Clause } from '../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { clauseText } from '../i18n/values.ts';
import { Button } from '../parts/button.tsx';
import { Popover } from '../parts/popover.tsx';
import { address, removeClause, setFilter } from '../state/address.ts';
import { hasOrders, useProject } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { Icon } from '../theme/icons.tsx';

export function FilterChips() {
  const info = useProject();
  const { filter } = useStore(address);
  if (!hasOrders(info) || filter.clauses.length === 0) return null;
  return <Chips info={info} clauses={filter.clauses} />;
}

interface ChipsProps {
  readonly info: ProjectInfo;
  readonly clauses: readonly Clause[];
}

const chipWidth = 148;
const moreWidth = 48;
const clearWidth = 32;

/** As many chips as have room; the others open from a button that counts them. */
function Chips({ info, clauses }: ChipsProps) {
  const list = useRef<HTMLUListElement>(null);
  const width = useWidth(list);
  const { length } = clauses;
  const all = length === 1 || length * chipWidth + clearWidth <= width;
  const shown = all ? length : Math.max(1, Math.min(length - 1, Math.floor((width - moreWidth) / chipWidth)));
  return (
    <ul ref={list} className={`chips ${length > 1 ? 'many' : ''}`} aria-label={t('top.filters')}>
      {clauses.slice(0, shown).map((clause, index) => (
        <Chip key={JSON.stringify(clause)} {...{ info, clause, index }} />
      ))}
      {all && length > 1 ? (
        <li>
          <Button look="quiet" small icon="close" aria-label={t('top.clearFilters')} onClick={() => setFilter([])} />
        </li>
      ) : null}
      {all ? null : (
        <li>
          <More info={info} clauses={clauses} from={shown} />
        </li>
      )}
    </ul>
  );
}

interface ChipProps {
  readonly info: ProjectInfo;
  readonly clause: Clause;
  readonly index: number;
}

function Chip({ info, clause, index }: ChipProps) {
  const name = clauseText(clause, info);
  return (
    <li className="chip">
      <span className="clip" title={name}>
        {name}
      </span>
      <button type="button" aria-label={t('top.removeFilter', { name })} onClick={() => removeClause(index)}>
        <Icon name="close" size={12} />
      </button>
    </li>
  );
}

function More({ info, clauses, from }: ChipsProps & { readonly from: number }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const label = t('top.moreFilters', { count: clauses.length - from });
  return (
    <>
      <button
        ref={button}
        type="button"
        className="button small more-chips"
        aria-label={label}
        title={label}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        +{clauses.length - from}
      </button>
      {open ? (
        <Popover anchor={button} label={label} onClose={() => setOpen(false)}>
          <ul className="chip-list">
            {clauses.map((clause, index) =>
              index < from ? null : <Chip key={JSON.stringify(clause)} {...{ info, clause, index }} />,
            )}
            <li>
              <button type="button" className="link" onClick={() => setFilter([])}>
                {t('top.clearFilters')}
              </button>
            </li>
          </ul>
        </Popover>
      ) : null}
    </>
  );
}

function useWidth(of: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const node = of.current;
    if (!node) return;
    setWidth(node.clientWidth);
    const watch = new ResizeObserver(() => setWidth(node.clientWidth));
    watch.observe(node);
    return () => watch.disconnect();
  }, []);
  return width;
}
