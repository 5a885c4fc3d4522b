import { Component, type ReactNode } from 'react';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';

interface Props {
  readonly children: ReactNode;
}

/** A room that fails to draw leaves the frame standing and says so. Keyed by room, so that another room starts anew. */
export class RoomBoundary extends Component<Props, { readonly detail: string | null }> {
  override state: { readonly detail: string | null } = { detail: null };

  static getDerivedStateFromError(error: unknown): { readonly detail: string } {
    return { detail: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { detail } = this.state;
    if (detail === null) return this.props.children;
    return (
      <div className="empty" role="alert">
        <h2>{t('crash.title')}</h2>
        <p>{t('crash.body')}</p>
        <p className="note mono">{t('failure.details', { detail })}</p>
        <Button onClick={() => this.setState({ detail: null })}>{t('crash.retry')}</Button>
      </div>
    );
  }
}
