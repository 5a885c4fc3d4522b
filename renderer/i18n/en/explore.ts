import type { explore as japanese } from '../ja/explore.ts';

export const explore: Record<keyof typeof japanese, string> = {
  'explore.title': '',
};
