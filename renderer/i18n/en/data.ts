import type { data as japanese } from '../ja/data.ts';

export const data: Record<keyof typeof japanese, string> = {
  'data.title': '',
};
