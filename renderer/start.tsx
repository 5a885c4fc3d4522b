import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { disableGlobalCursorStyles } from 'react-resizable-panels';
import { Frame } from './frame/frame.tsx';
import { followAddress } from './state/address.ts';
import { answer, setBackend, type Backend } from './state/backend.ts';
import { keepOnLeaving } from './state/findings.ts';
import { applyPreferences, followPreferences } from './state/preferences.ts';
import { app, project, refreshProject } from './state/project.ts';
import { fillSample } from './state/sample.ts';
import { attempt, showDone } from './state/toasts.ts';
import { applyTheme } from './theme/theme.ts';
import { t } from './i18n/index.ts';

export function start(backend: Backend): void {
  setBackend(backend);
  // The library would write a style element, which the page's CSP refuses.
  disableGlobalCursorStyles();
  followAddress();
  keepOnLeaving();
  applyPreferences({ theme: 'system', language: navigator.language.startsWith('ja') ? 'ja' : 'en' });
  applyTheme();
  backend.bridge.onPreferences(followPreferences);
  attempt(async () => {
    const info = await answer(backend.bridge.appInfo());
    app.set(info);
    followPreferences(info);
    draw();
    await refreshProject();
    if (info.sample && project.get() !== null) await fillSample();
  });
  refreshAfterRestart(backend);
}

function draw(): void {
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <Frame />
    </StrictMode>,
  );
}

function refreshAfterRestart({ client }: Backend): void {
  let known = client.generation.get();
  let refused = false;
  client.state.subscribe(() => {
    refused ||= client.state.get().kind === 'failed';
  });
  client.generation.subscribe(() => {
    const again = known > 0;
    known = client.generation.get();
    if (!again && !refused) return;
    if (again) showDone(t('engine.back'));
    attempt(refreshProject);
  });
}
