/** Small drawings that go with a word; they say nothing of their own to a screen reader. */

import { svg } from './dom.js';

const PATHS = {
  overview: ['M3 13h4l3-8 4 14 3-6h4'],
  dead: ['M3 7l9 6 9-6', 'M3 6h18v12H3z', 'M15 21l6-6', 'M15 15l6 6'],
  search: ['M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14z', 'M16 16l5 5'],
  live: [
    'M12 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2z',
    'M8 8a6 6 0 0 0 0 8',
    'M16 8a6 6 0 0 1 0 8',
    'M5 5a10 10 0 0 0 0 14',
    'M19 5a10 10 0 0 1 0 14',
  ],
  instances: ['M7 2h10v20H7z', 'M11 18h2'],
  sun: [
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
    'M12 2v2',
    'M12 20v2',
    'M4.9 4.9l1.4 1.4',
    'M17.7 17.7l1.4 1.4',
    'M2 12h2',
    'M20 12h2',
    'M4.9 19.1l1.4-1.4',
    'M17.7 6.3l1.4-1.4',
  ],
  moon: ['M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z'],
  leave: ['M10 4H5v16h5', 'M9 12h11', 'M16 8l4 4-4 4'],
  ok: ['M5 12.5l4.5 4.5L19 7'],
  warn: ['M12 4l9 16H3z', 'M12 10v4', 'M12 17v.1'],
  bad: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M12 7v6', 'M12 16.5v.1'],
  unknown: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M8 12h8'],
  pause: ['M8 5v14', 'M16 5v14'],
  play: ['M7 5l12 7-12 7z'],
  retry: ['M20 12a8 8 0 1 1-2.5-5.8', 'M20 3v5h-5'],
  replay: ['M4 12a8 8 0 1 0 2.5-5.8', 'M4 3v5h5', 'M12 8v4l3 2'],
  edit: ['M4 20l1-4L16 5l3 3L8 19z'],
  undo: ['M9 6L4 11l5 5', 'M4 11h10a6 6 0 0 1 6 6v1'],
  trash: ['M4 7h16', 'M9 7V4h6v3', 'M6 7l1 13h10l1-13'],
  plus: ['M12 5v14', 'M5 12h14'],
  back: ['M15 5l-7 7 7 7'],
  qr: ['M4 4h6v6H4z', 'M14 4h6v6h-6z', 'M4 14h6v6H4z', 'M14 14h2v2h-2z', 'M18 18h2v2h-2z', 'M19 14h1', 'M14 19h1'],
};

/** The drawing of that name. */
export function icon(name) {
  const strokes = {
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 2,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  };
  return svg(
    'svg',
    { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', ...strokes },
    PATHS[name].map((d) => svg('path', { d })),
  );
}
