import type { PartFigure } from '../../../analysis/model/results/part-figures.ts';
import { t } from '../../i18n/index.ts';
import { Combobox } from '../../parts/combobox.tsx';
import { go } from '../../state/address.ts';
import type { Judging } from '../money/words.ts';
import { figureName } from './figure-words.ts';

export interface FigureChoiceProps {
  readonly all: readonly PartFigure[];
  readonly figure: PartFigure;
  readonly judging: Judging;
}

/** Which figure is shown; it stays where another view is opened. */
export function FigureChoice({ all, figure, judging }: FigureChoiceProps) {
  return (
    <div className="row figure-choice">
      <span className="label">{t('overTime.figure')}</span>
      <Combobox
        small
        label={t('overTime.figure')}
        value={figure.name}
        choices={all.map(({ name }) => ({ value: name, label: figureName(judging, name) }))}
        onChoose={(name) => go({ params: { figure: name }, replace: true })}
      />
    </div>
  );
}
