import type { ComponentProps } from 'react';
import { Panel as SplitPart, PanelGroup, PanelResizeHandle } from 'react-resizable-panels';
import { t } from '../i18n/index.ts';
import { panelStorage } from '../state/remember.ts';

export { SplitPart };

/** Resizable parts side by side (or above each other) whose sizes are remembered under `id`. */
export function Split({ id, ...rest }: { readonly id: string } & ComponentProps<typeof PanelGroup>) {
  return <PanelGroup autoSaveId={id} storage={panelStorage} {...rest} />;
}

export function SplitHandle({ vertical = false }: { readonly vertical?: boolean }) {
  return (
    <PanelResizeHandle className="resize-handle" aria-label={t(vertical ? 'common.resizeHeight' : 'common.resize')} />
  );
}
