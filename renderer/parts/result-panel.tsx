import { useState, type ReactNode } from 'react';
import type { ResultTable } from '../../analysis/model/results/result-file.ts';
import { Chart, UnseenChart, type Picture } from '../chart/chart.tsx';
import { t } from '../i18n/index.ts';
import { settled, type Age } from '../state/latest.ts';
import { Button } from './button.tsx';
import { Outdated } from './outdated.tsx';
import { Panel, type PanelProps } from './panel.tsx';
import { Explained } from './save/explained.tsx';

export interface ResultPanelProps extends Omit<PanelProps, 'title'> {
  readonly title: string;
  /** Undefined while nothing is told yet. */
  readonly table: (() => ResultTable) | undefined;
  /** What the table shows, drawn; none where nothing is told yet, or a picture would say nothing. */
  readonly pictures: readonly (Picture | LaterPicture)[];
  /** Of the picture alone: what it leaves out. */
  readonly pictureNote?: string | undefined;
  /** Whether what is shown is of an earlier question: it is dimmed then, and cannot be used while the newer one is answered. */
  readonly age?: Age;
  /** Stand above and below, whichever of both is shown. */
  readonly above?: ReactNode;
  /** The picture says more at first sight. */
  readonly drawnFirst?: boolean;
  readonly below?: ReactNode;
}

/** A result: its table (the children) or its picture, as a switch says, and what becomes of both outside. */
export function ResultPanel({
  pictures: given,
  pictureNote,
  age = settled,
  above,
  below,
  drawnFirst = false,
  actions,
  children,
  ...panel
}: ResultPanelProps) {
  const [wanted, setWanted] = useState(drawnFirst);
  // Where nothing is measured a picture would be blank.
  const pictures = given.filter((picture) => 'draw' in picture || picture.rows.length > 0);
  const drawn = wanted && pictures.length > 0;
  return (
    <Panel
      {...panel}
      actions={
        <>
          {actions}
          {pictures.length === 0 ? null : <ShownAs name={panel.title} drawn={drawn} onChange={setWanted} />}
        </>
      }
    >
      {above}
      <Outdated age={age}>
        <Result {...{ pictures, drawn }} stale={!age.fresh}>
          {children}
        </Result>
      </Outdated>
      {pictureNote === undefined ? null : <Explained unseen={!drawn}>{pictureNote}</Explained>}
      {below}
    </Panel>
  );
}

/** A picture that is made where it is seen or saved: of hundreds of lines it takes longer than the table itself. */
export interface LaterPicture {
  readonly label: string;
  readonly draw: () => Picture;
}

const drawnNow = (picture: Picture | LaterPicture): Picture => ('draw' in picture ? picture.draw() : picture);

interface ResultProps {
  readonly pictures: readonly (Picture | LaterPicture)[];
  readonly drawn: boolean;
  readonly stale: boolean;
  readonly children: ReactNode;
}

/** The picture or the table; the picture can be saved either way. */
function Result({ pictures, drawn, stale, children }: ResultProps) {
  if (drawn)
    return pictures
      .map(drawnNow)
      .map(({ onPick, ...picture }) => (
        <Chart
          key={picture.label}
          {...picture}
          {...(stale || onPick === undefined ? {} : { onPick })}
          {...{ columns: [], table: false }}
        />
      ));
  return (
    <>
      {pictures.map((picture) => (
        <UnseenChart key={picture.label} picture={() => drawnNow(picture)} />
      ))}
      {children}
    </>
  );
}

interface ShownAsProps {
  /** Of what is shown. */
  readonly name: string;
  readonly drawn: boolean;
  readonly onChange: (drawn: boolean) => void;
}

/** 図／表 */
function ShownAs({ name, drawn, onChange }: ShownAsProps) {
  return (
    <span className="row shown-as" role="group" aria-label={t('chart.shownAs', { name })}>
      <Button small look="quiet" aria-pressed={drawn} onClick={() => onChange(true)}>
        {t('chart.picture')}
      </Button>
      <Button small look="quiet" aria-pressed={!drawn} onClick={() => onChange(false)}>
        {t('chart.table')}
      </Button>
    </span>
  );
}
