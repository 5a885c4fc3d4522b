import { useMemo } from 'react';
import { columnName } from '../i18n/values.ts';
import { language, t, useLanguage } from '../i18n/index.ts';
import { rooms } from '../rooms.ts';
import { address, canRedoFilter, go, redoFilter, setFilter, undoFilter } from '../state/address.ts';
import { answer, bridge } from '../state/backend.ts';
import { roomCommands, type Command } from '../state/commands.ts';
import { chooseForImport } from '../state/incoming.ts';
import { chooseLanguage } from '../state/preferences.ts';
import { hasOrders, useProject } from '../state/project.ts';
import { titleOf, useFindings, type HeldPage } from '../state/findings.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { toggleTheme } from '../theme/theme.ts';
import { openLayer } from './layers.ts';
import { lookAtColumn } from '../state/look-at-column.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';

export function usePaletteCommands(): readonly Command[] {
  const info = useProject();
  const own = useStore(roomCommands);
  const { filter } = useStore(address);
  const lang = useLanguage();
  const page = useFindings(info);
  return useMemo(
    () => [
      ...roomEntries(),
      ...own,
      ...findings(page),
      ...actions(filter.clauses.length > 0, hasOrders(info)),
      ...columns(info),
    ],
    // The language decides every text of the list.
    [info, own, filter, page, lang],
  );
}

function roomEntries(): Command[] {
  return rooms.map((room, index) => ({
    id: `room.${room.id}`,
    label: t('palette.goTo', { name: t(room.title) }),
    keys: `Ctrl+${index + 1}`,
    icon: room.icon,
    run: () => go({ room: room.id }),
  }));
}

function findings(page: HeldPage | null): Command[] {
  return (page?.steps.now ?? []).map((one) => ({
    id: `finding.${one.findingId}`,
    label: t('palette.finding', { title: titleOf(one) }),
    icon: 'pin' as const,
    run: () => go({ room: 'findings', path: [one.findingId] }),
  }));
}

function actions(filtered: boolean, orders: boolean): Command[] {
  const other = language.get() === 'ja' ? 'en' : 'ja';
  const filters: Command[] = filtered
    ? [
        { id: 'clear', label: t('palette.clearFilters'), icon: 'close', run: () => setFilter([]) },
        { id: 'undo', label: t('palette.undoFilter'), keys: 'Ctrl+Z', icon: 'undo', run: () => void undoFilter() },
      ]
    : [];
  const again: Command[] = canRedoFilter()
    ? [{ id: 'redo', label: t('palette.redoFilter'), keys: 'Ctrl+Y', icon: 'undo', run: () => void redoFilter() }]
    : [];
  const settings: Command[] = orders
    ? [
        {
          id: 'quality',
          label: t('palette.quality'),
          icon: 'check',
          run: () => go({ room: 'data', path: ['quality'] }),
        },
        { id: 'lists', label: t('palette.lists'), icon: 'table', run: () => go({ room: 'data', path: ['lists'] }) },
        { id: 'settings', label: t('palette.settings'), icon: 'rules', run: () => openLayer('settings') },
        {
          id: 'maturity',
          label: t('maturity.title'),
          icon: 'data',
          run: () => go({ room: 'data', path: ['maturity'] }),
        },
        {
          id: 'targets',
          label: t('targets.title'),
          icon: 'rules',
          run: () => go({ room: 'data', path: ['targets'] }),
        },
      ]
    : [];
  return [
    { id: 'import', label: t('palette.import'), icon: 'plus', run: chooseForImport },
    ...filters,
    ...again,
    ...settings,
    ...projectActions(),
    { id: 'stored', label: t('stored.title'), icon: 'file', run: () => go({ room: 'data', path: ['stored'] }) },
    {
      id: 'personal',
      label: t('personal.open'),
      icon: 'hide',
      run: () => openLayer('personal'),
    },
    { id: 'theme', label: t('palette.theme'), icon: 'auto', run: () => attempt(toggleTheme) },
    { id: 'language', label: t('palette.language'), icon: 'language', run: () => attempt(() => chooseLanguage(other)) },
    { id: 'shortcuts', label: t('palette.shortcuts'), icon: 'info', run: () => openLayer('shortcuts') },
    { id: 'about', label: t('palette.about'), icon: 'info', run: () => openLayer('about') },
  ];
}

export function projectActions(): Command[] {
  return [
    {
      id: 'open',
      label: t('palette.openProject'),
      icon: 'file',
      run: () => attempt(() => answer(bridge().openProject())),
    },
    {
      id: 'new',
      label: t('palette.newProject'),
      icon: 'plus',
      run: () => attempt(() => answer(bridge().newProject())),
    },
    {
      id: 'sample',
      label: t('palette.openSample'),
      icon: 'play',
      run: () => attempt(() => answer(bridge().openSample())),
    },
  ];
}

function columns(info: ProjectInfo | null): Command[] {
  if (!hasOrders(info)) return [];
  return info.columns
    .filter((column) => column.present)
    .map((column) => ({
      id: `column.${column.name}`,
      label: t('palette.seeColumn', { name: columnName(info, column.name) }),
      icon: 'columns' as const,
      run: () => lookAtColumn(column.name),
    }));
}
