import { useState, type ReactNode } from 'react';
import type { ResultTable } from '../../analysis/model/results/result-file.ts';
import { Chart, UnseenChart, type Picture } from '../chart/chart.tsx';
import { t } from '../i18n/index.ts';
import { Button } from './button.tsx';
import { Panel, type PanelProps } from './panel.tsx';

export interface ResultPanelProps extends PanelProps {
  /** Undefined while nothing is told yet. */
  readonly table: (() => ResultTable) | undefined;
  /** What the table shows, drawn; none where nothing is told yet, or a picture would say nothing. */
  readonly pictures: readonly Picture[];
  /** Stand above and below, whichever of both is shown. */
  readonly above?: ReactNode;
  /** The picture says more at first sight. */
  readonly drawnFirst?: boolean;
  readonly below?: ReactNode;
}

/** A result: its table (the children) or its picture, as a switch says, and what becomes of both outside. */
export function ResultPanel({
  pictures,
  above,
  below,
  drawnFirst = false,
  actions,
  children,
  ...panel
}: ResultPanelProps) {
  const [wanted, setWanted] = useState(drawnFirst);
  const drawn = wanted && pictures.length > 0;
  return (
    <Panel
      {...panel}
      actions={
        <>
          {actions}
          {pictures.length === 0 ? null : <ShownAs drawn={drawn} onChange={setWanted} />}
        </>
      }
    >
      {above}
      <Result {...{ pictures, drawn }}>{children}</Result>
      {below}
    </Panel>
  );
}

interface ResultProps {
  readonly pictures: readonly Picture[];
  readonly drawn: boolean;
  readonly children: ReactNode;
}

/** The picture or the table; the picture can be saved either way. */
export function Result({ pictures, drawn, children }: ResultProps) {
  if (drawn) return pictures.map((picture) => <Chart key={picture.label} {...picture} columns={[]} table={false} />);
  return (
    <>
      {pictures.map((picture) => (
        <UnseenChart key={picture.label} {...picture} />
      ))}
      {children}
    </>
  );
}

interface ShownAsProps {
  readonly drawn: boolean;
  readonly onChange: (drawn: boolean) => void;
}

/** 図／表 */
export function ShownAs({ drawn, onChange }: ShownAsProps) {
  return (
    <span className="row shown-as" role="group" aria-label={t('chart.shownAs')}>
      <Button small look="quiet" aria-pressed={drawn} onClick={() => onChange(true)}>
        {t('chart.picture')}
      </Button>
      <Button small look="quiet" aria-pressed={!drawn} onClick={() => onChange(false)}>
        {t('chart.table')}
      </Button>
    </span>
  );
}
