import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { NearChoice, NearPair } from '../../analysis/model/near.ts';
import { t } from '../i18n/index.ts';
import { identityWords } from '../i18n/messages.ts';
import { bitsText, Marked } from './near-pair.tsx';

export interface NearListProps {
  readonly pairs: readonly NearPair[];
  readonly selected: number;
  readonly fresh: boolean;
  readonly select: (index: number) => void;
  readonly decide: (pair: NearPair, choice: NearChoice) => void;
  readonly undoLast: () => void;
}

const choices: Readonly<Record<string, NearChoice>> = { a: 'accepted', r: 'rejected' };

/** Pairs one under the other; arrows move, letters decide. */
export function NearList({ pairs, selected, fresh, select, decide, undoLast }: NearListProps) {
  const words = identityWords().near;
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    body.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected, pairs]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const pair = pairs[selected];
    const key = event.key.toLowerCase();
    const control = event.ctrlKey || event.metaKey;
    if (control ? key === 'z' : key === 'u') {
      if (!control && pair?.decision) decide(pair, 'undo');
      else undoLast();
    } else if (control || event.altKey) return;
    else if (key === 'arrowdown') select(Math.min(pairs.length - 1, selected + 1));
    else if (key === 'arrowup') select(Math.max(0, selected - 1));
    else if (key === 'home') select(0);
    else if (key === 'end') select(pairs.length - 1);
    else if (choices[key] !== undefined && pair) decide(pair, choices[key]);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={body}
      className={`scroll near-list ${fresh ? '' : 'old-figures'}`}
      tabIndex={0}
      role="listbox"
      aria-label={t('near.list')}
      aria-activedescendant={pairs.length === 0 ? undefined : `near-${selected}`}
      onKeyDown={onKeyDown}
      data-testid="near-list"
    >
      {pairs.map((pair, index) => {
        const [one, other] = pair.sides;
        const telling = pair.evidence.filter(({ bits }) => bits > 0).map(({ field }) => words.fields[field]);
        return (
          <div
            key={pair.pair}
            id={`near-${index}`}
            role="option"
            aria-selected={index === selected}
            className={`near-option ${pair.over ? 'over' : ''}`}
            onClick={() => select(index)}
          >
            <span className="num">{bitsText(pair.bits)}</span>
            <span className="near-names">
              <span>
                <Marked text={one.name} other={other.name} />
              </span>
              <span>
                <Marked text={other.name} other={one.name} />
              </span>
            </span>
            <span className="note">
              {pair.over ? `${t('near.over')} · ` : ''}
              {telling.join(' · ')}
            </span>
          </div>
        );
      })}
    </div>
  );
}
