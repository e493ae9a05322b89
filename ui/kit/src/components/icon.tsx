const PATHS = {
  check: 'M4 12.5l5 5L20 6.5',
  close: 'M6 6l12 12M18 6L6 18',
  menu: 'M4 7h16M4 12h16M4 17h16',
  more: 'M11.6 5.5h.8M11.6 12h.8M11.6 18.5h.8',
  out: 'M14 4H5v16h9M10 12h10M16 8l4 4-4 4',
  up: 'M6 14l6-6 6 6',
  down: 'M6 10l6 6 6-6',
  right: 'M9 6l6 6-6 6',
  left: 'M15 6l-6 6 6 6',
  search: 'M10.5 17a6.5 6.5 0 110-13 6.5 6.5 0 010 13zM15.5 15.5L20 20',
  copy: 'M9 9h10v10H9zM5 15V5h10',
  warning: 'M12 4L2.5 20h19zM12 10v4.5M12 17.4v.01',
  info: 'M12 3a9 9 0 110 18 9 9 0 010-18zM12 11v5.5M12 7.6v.01',
  error: 'M12 3a9 9 0 110 18 9 9 0 010-18zM12 7.5v5.5M12 16.4v.01',
  success: 'M12 3a9 9 0 110 18 9 9 0 010-18zM8 12.3l2.8 2.8L16 9.6',
  plus: 'M12 5v14M5 12h14',
  phone: 'M7 2.5h10v19H7zM11 18.5h2',
  message: 'M4 5h16v11H9l-5 4z',
  key: 'M8 15a4 4 0 110-8 4 4 0 010 8zM12 11h9v3.5M17.5 11v3',
  clock: 'M12 3a9 9 0 110 18 9 9 0 010-18zM12 7v5.2l3.5 2',
  shield: 'M12 3l8 3v6c0 4.5-3.4 7.8-8 9-4.6-1.2-8-4.5-8-9V6z',
  question: 'M12 3a9 9 0 110 18 9 9 0 010-18zM9.5 9.5a2.5 2.5 0 115 0c0 1.8-2.5 2-2.5 4M12 16.8v.01',
  list: 'M8 6h12M8 12h12M8 18h12M4 6v.01M4 12v.01M4 18v.01',
  user: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5',
  sun: 'M12 8a4 4 0 110 8 4 4 0 010-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  moon: 'M19.5 14.5A8 8 0 019.5 4.5a8 8 0 1010 10z',
  print: 'M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z',
  download: 'M12 4v11M7 10.5l5 5 5-5M4 20h16',
  reload: 'M19.5 12a7.5 7.5 0 11-2.2-5.3L20 9.5M20 4.5v5h-5',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
} as const;

/** Name of an icon of the kit. */
export type IconName = keyof typeof PATHS;

/** A line drawing in the colour of the text; decoration only, so a label stands beside it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 4 : 2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
