import type { ReactNode } from 'react';
import type { Failure } from '../../analysis/model/failure.ts';
import { Icon } from '../theme/icons.tsx';
import { failureText } from '../i18n/messages.ts';

export interface CalloutProps {
  readonly kind: 'info' | 'warn' | 'error';
  readonly children: ReactNode;
}

export function Callout({ kind, children }: CalloutProps) {
  return (
    <div className={`callout ${kind}`} role={kind === 'error' ? 'alert' : 'note'}>
      <Icon name={kind === 'info' ? 'info' : 'warning'} />
      <div className="grow">{children}</div>
    </div>
  );
}

/** What happened, where, what to do. */
export function FailureCallout({ failure }: { readonly failure: Failure }) {
  const { text, place } = failureText(failure);
  return (
    <Callout kind="error">
      <p>{text}</p>
      {place === null ? null : <p className="note">{place}</p>}
    </Callout>
  );
}
