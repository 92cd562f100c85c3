import type { ITheme } from '@xterm/xterm';

const COLOURS: ITheme = {
  background: '#101820',
  foreground: '#dbe3ea',
  cursor: '#f2ad66',
  cursorAccent: '#101820',
  selectionBackground: '#2f506b',
  black: '#26323d',
  red: '#ff8f84',
  green: '#74d3a0',
  yellow: '#e6c36a',
  blue: '#7cc3f0',
  magenta: '#d3a1e4',
  cyan: '#6fd3d0',
  white: '#dbe3ea',
  brightBlack: '#8696a5',
  brightRed: '#ffaea6',
  brightGreen: '#96e6bb',
  brightYellow: '#f5d98b',
  brightBlue: '#a5d8f7',
  brightMagenta: '#e4c2f0',
  brightCyan: '#96e6e3',
  brightWhite: '#ffffff',
};

/** The terminal's colours: dark in every theme, as the instrument it is. */
export const colours = (theme: 'light' | 'dark' | 'contrast'): ITheme =>
  theme === 'contrast'
    ? { ...COLOURS, background: '#000000', foreground: '#ffffff', cursor: '#ffd000' }
    : theme === 'dark'
      ? { ...COLOURS, background: '#0a0f15' }
      : COLOURS;
