import { useState } from 'react';
import type { UnknownBearer } from '../../../analysis/model/results/unknown-bearer.ts';
import { t } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import { Callout } from '../../parts/callout.tsx';
import { Assumption, type AssumptionProps } from './assumptions-panel.tsx';

export interface BearerCalloutProps extends Omit<AssumptionProps, 'name'> {
  /** As it is while nobody has given the share. */
  readonly bearer: UnknownBearer | null;
  readonly write: (minor: number) => string;
}

/** Asks for the share of the losses that the shop bears where nothing tells, until it is given and its field is left. */
export function BearerCallout({ bearer, write, ...assumption }: BearerCalloutProps) {
  const [typing, setTyping] = useState(false);
  if (bearer === null || (assumption.given.unknownBorne !== undefined && !typing)) return null;
  return (
    <Callout kind="warn">
      <p data-testid="unknown-bearer">
        {t('money.bearer', { loss: write(bearer.loss), range: rangeText(bearer.net, write) })}
      </p>
      <div onFocus={() => setTyping(true)} onBlur={() => setTyping(false)}>
        <Assumption name="unknownBorne" {...assumption} />
      </div>
    </Callout>
  );
}
