/** Drawn here, 16 by 16, in the stroke of VS Code's own icons: a webview doesn't get the workbench's icon font. */
const paths = {
  pass: 'M3 8.5l3.2 3.2L13 4.8',
  fail: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 2.8L14 13H2zM8 6.6v3.2M8 11.2v.3',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 5v3.2l2.2 1.3',
  stop: 'M4.5 4.5h7v7h-7z',
  rerun: 'M12.8 8a4.8 4.8 0 1 1-1.5-3.5M11.6 1.8v2.9H8.7',
  debug:
    'M5.5 6.5a2.5 2.5 0 0 1 5 0v3.2a2.5 2.5 0 0 1-5 0zM5.5 8.2H2.5M13.5 8.2h-3M5.8 5.8L3.6 3.8M10.2 5.8l2.2-2M5.8 10.8l-2.2 2M10.2 10.8l2.2 2M5.5 6.8h5',
  open: 'M9 3h4v4M13 3L7.5 8.5M11.5 9.5V13h-8.5V4.5H6.5',
  pause: 'M5.5 4v8M10.5 4v8',
  play: 'M5 3.5l7.5 4.5L5 12.5z',
  clear: 'M2.5 4h7M2.5 8h5M2.5 12h4M10 9l4 4M14 9l-4 4',
  document: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3M6 8.5h4M6 11h4',
  chevronRight: 'M6 3.5L10.5 8L6 12.5',
  chevronDown: 'M3.5 6L8 10.5L12.5 6',
  arrowDown: 'M8 3v9.5M4 8.7l4 4l4-4',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4a4.2 4.2 0 0 0 0-8.4M10.2 10.2L13.5 13.5',
  close: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  info: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 7.3v3.5M8 5v.6',
  sidebar: 'M2.5 3.5h11v9h-11zM9.5 3.5v9',
  spinner: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5',
} as const;

export type IconName = keyof typeof paths;

export function icon(name: IconName): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
