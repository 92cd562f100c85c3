import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the Chromium of this machine; `CHROMIUM` names another one. */
export function startChromium(): Promise<Browser> {
  const path = process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place));
  if (!path) throw new Error('no Chromium was found: install one (apt-get install chromium) or name it in CHROMIUM');
  return chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
