export const explore = {
  'explore.title': '',
} as const;
