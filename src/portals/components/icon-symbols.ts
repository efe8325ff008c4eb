/** The drawings: `i-` icons (24 × 24, lines), `g-` shapes that go with a word (16 × 16, filled), `d-` doors (24 × 30). */
export const symbols = {
  'd-done': [
    '0 0 24 30',
    '<path class="f" d="M4 27V11a8 8 0 0 1 16 0v16z" fill="var(--ds-color-accent-base-default)"/><path d="m8.2 17 2.8 2.8 5-5.3" fill="none" stroke="var(--ds-color-accent-base-contrast-default)" stroke-width="2.2"/>',
  ],
  'd-next': [
    '0 0 24 30',
    '<path d="M4 27V11a8 8 0 0 1 16 0v16z" fill="none" stroke="var(--ds-color-neutral-border-default)" stroke-width="2"/>',
  ],
  'd-now': [
    '0 0 24 30',
    '<path d="M4 27V11a8 8 0 0 1 16 0v16" fill="none" stroke="var(--ds-color-neutral-text-default)" stroke-width="2"/><path d="M5 10.5 14 7v22.5L5 27z" fill="var(--mc-lacquer)"/><circle cx="11.5" cy="18.5" r="1.2" fill="var(--mc-lacquer-on)"/><path d="M2 27h20" stroke="var(--ds-color-neutral-text-default)" stroke-width="2"/>',
  ],
  'g-bad': [
    '0 0 16 16',
    '<path fill-rule="evenodd" d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5zM4.8 6 6.8 8l-2 2L6 11.2l2-2 2 2L11.2 10l-2-2 2-2L10 4.8l-2 2-2-2z"/>',
  ],
  'g-done': ['0 0 16 16', '<path d="m6.3 13.3-5-5L3.2 6.4l3.1 3.1 6.5-6.7 1.9 1.9z"/>'],
  'g-due-soon': [
    '0 0 16 16',
    '<path fill-rule="evenodd" d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.6v10.8A5.4 5.4 0 0 1 8 2.6z"/>',
  ],
  'g-due-today': [
    '0 0 16 16',
    '<path fill-rule="evenodd" d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm-.8 2.8h1.5v3.9l2.7 1.5-.7 1.3-3.5-1.9z"/>',
  ],
  'g-info': ['0 0 16 16', '<path fill-rule="evenodd" d="M1.5 1.5h13v13h-13zM7 4v1.8h2V4zm0 3v5h2V7z"/>'],
  'g-none': ['0 0 16 16', '<path d="M2 7h12v2H2z"/>'],
  'g-on-time': [
    '0 0 16 16',
    '<path fill-rule="evenodd" d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 8 2.6z"/>',
  ],
  'g-overdue': [
    '0 0 16 16',
    '<path fill-rule="evenodd" d="M8 .4 15.6 8 8 15.6.4 8zm-.9 4.1.2 5h1.4l.2-5zM8 10.3a1 1 0 1 0 0 2 1 1 0 0 0 0-2z"/>',
  ],
  'g-suspended': ['0 0 16 16', '<path d="M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z"/>'],
  'g-warn': [
    '0 0 16 16',
    '<path fill-rule="evenodd" d="M8 1 15.7 15H.3zm-.8 5 .2 4.5h1.2L8.8 6zM8 11.5a.9.9 0 1 0 0 1.8.9.9 0 0 0 0-1.8z"/>',
  ],
  'i-baby': [
    '0 0 24 24',
    '<circle cx="12" cy="9" r="5"/><path d="M10 8.5v.1M14 8.5v.1M10.2 11c1 1 2.6 1 3.6 0M5.5 20.5c.8-3 3.2-4.5 6.5-4.5s5.7 1.5 6.5 4.5"/>',
  ],
  'i-care': [
    '0 0 24 24',
    '<path d="M12 20s-7.5-4.5-7.5-10A4.2 4.2 0 0 1 12 7.5a4.2 4.2 0 0 1 7.5 2.5c0 5.5-7.5 10-7.5 10z"/>',
  ],
  'i-clock': ['0 0 24 24', '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>'],
  'i-file': ['0 0 24 24', '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4"/>'],
  'i-house': ['0 0 24 24', '<path d="m4 11 8-7 8 7M6 9.5V20h12V9.5M10 20v-5.5h4V20"/>'],
  'i-leaf': [
    '0 0 24 24',
    '<path d="M12 21v-9M12 12c-5 0-7-3-7-7 5 0 7 3 7 7zM12 15.5c0-4 2-6 6.5-6 0 4-2 6-6.5 6z"/>',
  ],
  'i-lock': [
    '0 0 24 24',
    '<rect x="5.5" y="10.5" width="13" height="10" rx="1"/><path d="M8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3"/>',
  ],
  'i-money': [
    '0 0 24 24',
    '<rect x="3" y="6" width="18" height="12" rx="1"/><circle cx="12" cy="12" r="2.6"/><path d="M6.3 10v4M17.7 10v4"/>',
  ],
  'i-move': [
    '0 0 24 24',
    '<path d="M3 7h11v10H9M3 7v10h2M14 10h4l3 3.5V17h-1.5M16 17h-2"/><circle cx="7" cy="17.5" r="1.9"/><circle cx="17.7" cy="17.5" r="1.9"/>',
  ],
  'i-msg': ['0 0 24 24', '<path d="M4 5h16v11H10l-4 4v-4H4z"/>'],
  'i-next': ['0 0 24 24', '<path d="m9 5 7 7-7 7"/>'],
  'i-phone': [
    '0 0 24 24',
    '<path d="M6.2 3.5h2.6l1.6 4-2 1.6c1 2.6 3 4.6 5.6 5.6l1.6-2 4 1.6v2.6c0 1.2-1 2-2 2C10.4 19 5 13 4.2 5.6c0-1.1.8-2.1 2-2.1z"/>',
  ],
  'i-pin': [
    '0 0 24 24',
    '<path d="M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z"/><circle cx="12" cy="10" r="2.3"/>',
  ],
  'i-print': ['0 0 24 24', '<path d="M7 8V3.5h10V8M7 17H4V8.5h16V17h-3M7 14h10v6.5H7z"/>'],
  'i-result': ['0 0 24 24', '<path d="M6 3h12v18H6zM9 7.5h6M9 11h6"/><circle cx="14" cy="16" r="1.7"/>'],
  'i-rings': [
    '0 0 24 24',
    '<circle cx="9" cy="14" r="5.5"/><circle cx="15" cy="14" r="5.5"/><path d="m7.5 5 1.5-1.5L10.5 5 9 7z"/>',
  ],
  'i-scan': ['0 0 24 24', '<path d="M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M7 12h10"/>'],
  'i-search': ['0 0 24 24', '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>'],
  'i-shop': [
    '0 0 24 24',
    '<path d="M4 9.5 5.5 4h13L20 9.5M4 9.5a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0 2.7 2.7 0 0 0 5.3 0M5.5 12v8h13v-8"/>',
  ],
  'i-stamp': [
    '0 0 24 24',
    '<path d="M9.5 13.5c0-3-2.5-4-2.5-6.5a5 5 0 0 1 10 0c0 2.5-2.5 3.5-2.5 6.5M5 13.5h14v4H5zM6 20.5h12"/>',
  ],
  'i-user': ['0 0 24 24', '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4 4-6 7.5-6s6.7 2 7.5 6"/>'],
} as const satisfies Record<string, readonly [viewBox: string, drawing: string]>
