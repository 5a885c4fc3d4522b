const paths = {
  data: 'M3 4.5C3 3.1 5.2 2 8 2s5 1.1 5 2.5S10.8 7 8 7 3 5.9 3 4.5Zm0 0v7C3 12.9 5.2 14 8 14s5-1.1 5-2.5v-7M3 8c0 1.4 2.2 2.5 5 2.5S13 9.4 13 8',
  explore: 'M2 14h12M4 11V7M7.3 11V3M10.7 11V6M14 11V4.5',
  rules: 'M3 3h10M3 8h6M3 13h8M12 6.5l1.5 1.5L12 9.5',
  backtest: 'M2.5 8a5.5 5.5 0 1 0 1.8-4.1M2.5 2.5v3h3M8 5v3.2l2.2 1.5',
  export: 'M8 10V2.5M5 5l3-3 3 3M3 9.5v3c0 .6.4 1 1 1h8c.6 0 1-.4 1-1v-3',
  identity:
    'M6 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM1.5 13.5c.4-2.4 2-3.5 4.5-3.5s4.1 1.1 4.5 3.5M10.5 3.7a2.5 2.5 0 0 1 0 4.6M12 10.4c1.5.5 2.3 1.5 2.5 3.1',
  patterns:
    'M4.5 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM11.5 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM5.1 5.9 6.4 10M10.5 6.8 8 10.2M6.5 4.2l3 .6',
  sql: 'M2 3h12v10H2ZM4.8 6 7 8l-2.2 2M8.5 10.2h3',
  pin: 'M6 2.5h4M6.7 2.5v4.2L4.5 9.5h7L9.3 6.7V2.5M8 9.5v4.5',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.5 10.5 14 14',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5 6.5 12 13 4.5',
  warning: 'M8 2.5 14.5 13.5h-13ZM8 6.5v3.2M8 11.4v.4',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.5v3.5M8 5v.4',
  file: 'M4 2h5l3.5 3.5V14H4ZM9 2v3.5h3.5',
  columns: 'M2.5 3h11v10h-11ZM6.2 3v10M9.8 3v10',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5Z',
  language: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2 8h12M8 2c2 2 2.5 4 2.5 6s-.5 4-2.5 6c-2-2-2.5-4-2.5-6S6 4 8 2Z',
  auto: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 2v12',
  up: 'M4 10l4-4 4 4',
  down: 'M4 6l4 4 4-4',
  undo: 'M5 3 2.5 5.5 5 8M2.5 5.5H9.5a4 4 0 0 1 0 8H6',
  table: 'M2.5 3h11v10h-11ZM2.5 6.5h11M2.5 10h11M7 6.5V13',
  plus: 'M8 3v10M3 8h10',
  trash: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.5 9h6l.5-9',
  save: 'M8 2.5v7M5 7l3 3 3-3M3 12.5h10',
  copy: 'M5.5 5.5h8v8h-8ZM3 10.5H2.5v-8h8V3',
  play: 'M5 3l8 5-8 5Z',
  hide: 'M2 8c1.6-2.7 3.6-4 6-4s4.4 1.3 6 4c-1.6 2.7-3.6 4-6 4s-4.4-1.3-6-4ZM3 13.5l10-11',
  feature: 'M2.5 13.5h11M2.5 10.5 6 7l2.5 2 5-6M10.5 3h3v3',
  right: 'M6 4l4 4-4 4',
  links:
    'M5.5 4a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM14.5 5a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM10 12.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM5.5 4.2l5 .6M4.3 5.8l2.8 5M11.7 6.8l-2.8 4',
} as const;

export type IconName = keyof typeof paths;

/** Decorative: whatever it stands on carries the words. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
