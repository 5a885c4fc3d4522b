export const data = {
  'data.title': '',
} as const;
