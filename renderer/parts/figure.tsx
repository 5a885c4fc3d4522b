import type { ReactNode } from 'react';
import { t } from '../i18n/index.ts';
import type { MaturityMarkKind } from '../state/maturity.ts';

/** Filled: nothing is immature; half: partly; hollow: nothing is known yet; dotted: not measured. */
export function MaturityMark({ kind }: { readonly kind: MaturityMarkKind }) {
  return (
    <span className={`maturity ${kind}`} role="img" aria-label={t(`maturity.${kind}`)} title={t(`maturity.${kind}`)} />
  );
}

export interface FigureProps {
  readonly label: string;
  /** The number as text, formatted; null is written 未測定 / not measured. */
  readonly value: string | null;
  readonly unit?: string;
  readonly maturity?: MaturityMarkKind;
  /** What it is a share of, how many, over which period. */
  readonly denominator?: ReactNode;
  readonly interval?: string;
  /** Between which values it lies, whatever became of orders whose outcome nobody can know. */
  readonly band?: string | undefined;
  readonly note?: ReactNode;
  /** Opens the orders behind the number. */
  readonly onOpen?: () => void;
  /** Stands for the value where that opens something else, as its formula. */
  readonly control?: ReactNode;
  readonly tone?: 'plain' | 'bad';
  /** The value on screen is the previous one while a new one is computed. */
  readonly stale?: boolean;
}

export function Figure(props: FigureProps) {
  const { label, maturity, denominator, interval, band, note, onOpen, control, tone = 'plain', stale = false } = props;
  return (
    <div className={`figure ${stale ? 'old-figures' : ''}`}>
      <div className="figure-label">
        <span>{label}</span>
        {maturity ? <MaturityMark kind={maturity} /> : null}
      </div>
      <div className={`figure-value ${tone} ${isWords(props.value) ? 'words' : ''}`}>
        {control !== undefined ? (
          control
        ) : onOpen ? (
          <button type="button" className="figure-open" onClick={onOpen} title={t('common.showOrders')}>
            <FigureValue {...props} />
          </button>
        ) : (
          <span>
            <FigureValue {...props} />
          </span>
        )}
        {interval === undefined ? null : <span className="figure-interval">{interval}</span>}
      </div>
      {denominator === undefined ? null : <div className="figure-note">{denominator}</div>}
      {band === undefined ? null : <div className="figure-note">{band}</div>}
      {note === undefined ? null : <div className="figure-note">{note}</div>}
    </div>
  );
}

/** What stands for a number, such as "no denominator", may break over lines; a number and its unit never do. */
const isWords = (value: string | null): boolean => value !== null && !/\d/.test(value);

function FigureValue({ value, unit }: FigureProps) {
  if (value === null) return <span className="figure-unmeasured">{t('common.notMeasured')}</span>;
  return (
    <>
      {value}
      {unit === undefined ? null : <span className="figure-unit">{unit}</span>}
    </>
  );
}

export function FigureSkeleton() {
  return (
    <div className="figure" aria-busy="true">
      <div className="skeleton short" />
      <div className="skeleton tall" />
      <div className="skeleton" />
    </div>
  );
}
