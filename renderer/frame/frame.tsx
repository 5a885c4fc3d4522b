import { lazy, Suspense, useEffect, useMemo } from 'react';
import { t, useLanguage } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { closeLinks, linksStart } from '../links/open-links.ts';
import { roomOf, type Room } from '../rooms.ts';
import { address, go } from '../state/address.ts';
import { OverviewContext, useOverviewRequest } from '../state/overview.ts';
import { hasOrders, useProject } from '../state/project.ts';
import { useStore } from '../state/store.ts';
import { DropAnywhere } from './drop-anywhere.tsx';
import { EngineBanner } from './engine-banner.tsx';
import { FactsInView } from './facts-in-view.tsx';
import { AboutDialog, ProjectDialog, ShortcutsDialog } from './help-dialogs.tsx';
import { layer } from './layers.ts';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { PersonalDialog } from './personal-dialog.tsx';
import { RefusedProject, useRefusal } from './refused-project.tsx';
import { RoomBoundary } from './room-boundary.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import { listenToKeysAndMenu } from './shortcuts.ts';
import { StatusLine } from './status-line.tsx';
import { ToastList } from './toast-list.tsx';
import { TopBar } from './top-bar.tsx';

export function Frame() {
  const lang = useLanguage();
  const overview = useOverviewRequest();
  const refusal = useRefusal();
  useEffect(listenToKeysAndMenu, []);
  // Keyed by language: every text is read anew, whatever is memoised.
  return (
    <OverviewContext value={overview}>
      <div className="frame" key={lang}>
        <TopBar />
        <Rail />
        <main className="room">
          {refusal ? (
            <RefusedProject failure={refusal} />
          ) : (
            <>
              <EngineBanner />
              <FactsInView>
                <InView />
              </FactsInView>
            </>
          )}
        </main>
        <StatusLine />
        <ToastList />
        <DropAnywhere />
        <OpenLayer />
      </div>
    </OverviewContext>
  );
}

/** A link graph stands in the place of the room that it was opened from. */
function InView() {
  const param = useStore(address).params['links'];
  const info = useProject();
  const start = useMemo(() => (param === undefined || info === null ? null : linksStart(param, info)), [param, info]);
  if (param === undefined || !hasOrders(info)) return <RoomInView />;
  return (
    <RoomBoundary key={param}>
      <Suspense fallback={<div className="empty" aria-busy="true" />}>
        {start === null ? (
          <div className="empty">
            <p>{t('links.gone')}</p>
            <Button onClick={closeLinks}>{t('links.close')}</Button>
          </div>
        ) : (
          <LinkGraph start={start} info={info} />
        )}
      </Suspense>
    </RoomBoundary>
  );
}

const LinkGraph = lazy(() => import('../links/link-graph.tsx'));

function RoomInView() {
  const { room: id } = useStore(address);
  const info = useProject();
  const room = roomOf(id);
  useEffect(() => {
    if (room === undefined && info !== null) go({ room: hasOrders(info) ? 'explore' : 'data', replace: true });
  }, [room, info]);
  if (!room) return null;
  if (room.needsOrders && info === null) return <div className="empty" aria-busy="true" />;
  if (room.needsOrders && !hasOrders(info)) return <NoOrders />;
  return <RoomContent room={room} />;
}

function RoomContent({ room }: { readonly room: Room }) {
  const { Component } = room;
  return (
    <RoomBoundary key={room.id}>
      <Suspense fallback={<div className="empty" aria-busy="true" />}>
        <h1 className="hidden-visually">{t(room.title)}</h1>
        <Component />
      </Suspense>
    </RoomBoundary>
  );
}

function NoOrders() {
  return (
    <div className="empty">
      <p>{t('start.noOrders')}</p>
      <Button look="primary" icon="data" onClick={() => go({ room: 'data' })}>
        {t('start.goToData')}
      </Button>
    </div>
  );
}

function OpenLayer() {
  switch (useStore(layer)) {
    case 'palette':
      return <Palette />;
    case 'settings':
      return <SettingsDialog />;
    case 'shortcuts':
      return <ShortcutsDialog />;
    case 'about':
      return <AboutDialog />;
    case 'project':
      return <ProjectDialog />;
    case 'personal':
      return <PersonalDialog />;
    case null:
      return null;
  }
}
