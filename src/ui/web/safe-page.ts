import type { PageResponse } from '#browser/protocol';

/** How many pictures and style sheets of one page are fetched. */
const MAX_PARTS = 32;
const MAX_PAGE = 2 * 1024 * 1024;

/** What a page inside the simulated browser may do: show itself. Nothing is loaded from anywhere, no script runs. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'";

const DROPPED =
  'script, iframe, frame, frameset, object, embed, applet, base, meta[http-equiv], portal, link:not([rel~="stylesheet"]), template, noscript';

export type FetchPart = (url: string) => Promise<PageResponse>;

export interface SafePage {
  readonly html: string;
  readonly title: string;
  /** Whether the page had scripts, which do not run. */
  readonly scripts: boolean;
}

/**
 * Makes a page of the simulated network fit to be shown: scripts and everything that loads something are taken out,
 * pictures and style sheets are fetched through the world and put in place.
 */
export async function safePage(source: string, url: string, fetchPart: FetchPart): Promise<SafePage> {
  const page = new DOMParser().parseFromString(source.slice(0, MAX_PAGE), 'text/html');
  const scripts = page.querySelector('script') !== null;
  for (const element of page.querySelectorAll(DROPPED)) element.remove();
  for (const element of page.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      const lower = name.toLowerCase();
      const loads = ['srcset', 'background', 'poster', 'data', 'ping', 'target', 'formtarget', 'autofocus'].includes(
        lower,
      );
      if (lower.startsWith('on') || loads || /^\s*(?:javascript|vbscript|data):/i.test(value))
        element.removeAttribute(name);
    }
  }
  let parts = 0;
  const load = async (reference: string): Promise<PageResponse | undefined> => {
    const target = absolute(reference, url);
    if (!target || ++parts > MAX_PARTS) return undefined;
    const found = await fetchPart(target);
    return found.error === undefined && found.status === 200 ? found : undefined;
  };
  await Promise.all([
    ...[...page.querySelectorAll('link[rel~="stylesheet"]')].map(async (link) => {
      const sheet = await load(link.getAttribute('href') ?? '');
      const style = page.createElement('style');
      if (sheet) style.textContent = new TextDecoder().decode(sheet.bytes);
      link.replaceWith(style);
    }),
    ...[...page.querySelectorAll('[src]')].map(async (element) => {
      const source = element.getAttribute('src') ?? '';
      element.removeAttribute('src');
      if (element.tagName !== 'IMG') return;
      const picture = await load(source);
      if (picture) element.setAttribute('src', dataUrl(picture));
    }),
  ]);
  const policy = page.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = POLICY;
  page.head.prepend(policy);
  return { html: `<!doctype html>${page.documentElement.outerHTML}`, title: page.title, scripts };
}

/** A reference as an http address, or undefined when it leads elsewhere. */
export function absolute(reference: string, base: string): string | undefined {
  try {
    const url = new URL(reference, base);
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

function dataUrl({ bytes, headers }: PageResponse): string {
  const type = /^image\/[\w.+-]+/.exec(headers['content-type'] ?? '')?.[0] ?? 'image/png';
  let binary = '';
  for (const byte of bytes.subarray(0, MAX_PAGE)) binary += String.fromCharCode(byte);
  return `data:${type};base64,${btoa(binary)}`;
}
