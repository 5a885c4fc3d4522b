import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import './library.css';

/** What is browsed: things of kinds, in the order of their kinds. */
export interface Browsed<T, K extends string> {
  readonly all: readonly T[];
  readonly kinds: readonly K[];
  readonly kindOf: (item: T) => K;
  readonly kindName: (kind: K) => string;
  /** Names the thing, also as part of an element's id. */
  readonly keyOf: (item: T) => string;
  /** Those of a kind (null: of all) that a text is found in. */
  readonly matching: (kind: K | null, text: string) => readonly T[];
}

export interface BrowseDialogProps<T, K extends string> {
  readonly of: Browsed<T, K>;
  readonly words: {
    readonly title: string;
    readonly search: string;
    readonly kinds: string;
    readonly allKinds: string;
    readonly list: string;
    readonly none: string;
  };
  readonly rowClass: (item: T) => string;
  readonly row: (item: T) => ReactNode;
  /** What is told of the one chosen. */
  readonly doc: (item: T) => ReactNode;
  readonly onClose: () => void;
}

/** A list to search and to narrow to a kind, and beside it what is told of the one chosen. */
export function BrowseDialog<T, K extends string>(props: BrowseDialogProps<T, K>) {
  const { of, words, doc, onClose } = props;
  const [kind, setKind] = useState<K | null>(null);
  const [text, setText] = useState('');
  const [key, setKey] = useState<string | null>(null);
  const found = of.matching(kind, text);
  const chosen = found.find((item) => of.keyOf(item) === key) ?? found[0] ?? null;
  return (
    <Dialog wide title={words.title} onClose={onClose} buttons={<Button onClick={onClose}>{t('common.close')}</Button>}>
      <div className="library">
        <div className="library-side">
          <input
            className="input"
            type="search"
            aria-label={words.search}
            placeholder={words.search}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <select
            className="select"
            aria-label={words.kinds}
            value={kind ?? ''}
            onChange={(event) => setKind(of.kinds.find((one) => one === event.target.value) ?? null)}
          >
            <option value="">{`${words.allKinds} (${count(of.all.length)})`}</option>
            {of.kinds.map((one) => (
              <option key={one} value={one}>
                {`${of.kindName(one)} (${count(of.all.filter((item) => of.kindOf(item) === one).length)})`}
              </option>
            ))}
          </select>
          <BrowsedList {...props} {...{ found, chosen }} onChoose={setKey} />
        </div>
        {chosen === null ? <p className="note">{words.none}</p> : doc(chosen)}
      </div>
    </Dialog>
  );
}

interface BrowsedListProps<T, K extends string> extends BrowseDialogProps<T, K> {
  readonly found: readonly T[];
  readonly chosen: T | null;
  readonly onChoose: (key: string) => void;
}

function BrowsedList<T, K extends string>(props: BrowsedListProps<T, K>) {
  const { of, words, rowClass, row, found, chosen, onChoose } = props;
  const at = chosen === null ? -1 : found.indexOf(chosen);
  const idOf = (item: T): string => `browsed-${of.keyOf(item)}`;
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = by === 0 ? undefined : found[Math.max(0, Math.min(found.length - 1, at + by))];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(of.keyOf(next));
  };
  return (
    <ul
      className="library-list scroll"
      role="listbox"
      tabIndex={0}
      aria-label={words.list}
      aria-activedescendant={chosen === null ? undefined : idOf(chosen)}
      onKeyDown={onKeyDown}
    >
      {found.flatMap((item, index) => {
        const before = found[index - 1];
        const first = before === undefined || of.kindOf(before) !== of.kindOf(item);
        const own = (
          <li
            key={of.keyOf(item)}
            id={idOf(item)}
            role="option"
            aria-selected={item === chosen}
            className={rowClass(item)}
            ref={(node) => (item === chosen ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
            onClick={() => onChoose(of.keyOf(item))}
          >
            {row(item)}
          </li>
        );
        if (!first) return [own];
        const head = (
          <li key={`kind ${of.kindOf(item)}`} role="presentation" className="library-type">
            {of.kindName(of.kindOf(item))}
          </li>
        );
        return [head, own];
      })}
    </ul>
  );
}
