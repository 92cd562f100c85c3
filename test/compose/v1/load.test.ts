import { expect, test } from 'vitest';
import { renderLegacy } from '../../../src/compose/v1/config';
import { legacyProject, openLegacy } from '../../../src/compose/v1/project';

function place(files: Record<string, string>, env: Record<string, string> = {}) {
  const at = new Map(Object.entries(files).map(([name, text]) => [`/w/${name}`, text]));
  const warnings: string[] = [];
  return {
    warnings,
    cwd: '/w',
    env: new Map(Object.entries(env)),
    warn: (message: string) => void warnings.push(message),
    files: {
      read: (path: string) => at.get(path),
      kind: (path: string) => (at.has(path) ? ('file' as const) : path === '/w' ? ('directory' as const) : undefined),
    },
  };
}
const nothing = { files: [], envFiles: [], profiles: [] };
const config = (files: Record<string, string>): string => renderLegacy(openLegacy(nothing, place(files)).config);

test('a file of version 1 is printed with the bridge that its services share', () => {
  expect(config({ 'docker-compose.yml': 'web:\n  image: nginx\n  ports: ["80:80"]\n' })).toBe(
    "services:\n  web:\n    image: nginx\n    network_mode: bridge\n    ports:\n    - 80:80/tcp\nversion: '1'\n\n",
  );
});

test('an override replaces a volume at the same target and adds its ports', () => {
  const text = config({
    'docker-compose.yml': 'version: "3"\nservices: {a: {image: x, ports: ["80:80"], volumes: [/one:/data]}}\n',
    'docker-compose.override.yml': 'version: "3"\nservices: {a: {ports: ["81:81"], volumes: [/two:/data:ro]}}\n',
  });
  expect(text).toBe(
    "services:\n  a:\n    image: x\n    ports:\n    - published: 80\n      target: 80\n    - published: 81\n      target: 81\n    volumes:\n    - /two:/data:ro\nversion: '3'\n\n",
  );
});

test('every fault of the schema is told, in the order of its words', () => {
  const text = 'version: "3"\nservices:\n  web:\n    image: 1\n    port: 80\n    ports: x\n';
  expect(() => config({ 'docker-compose.yml': text })).toThrow(
    "The Compose file './docker-compose.yml' is invalid because:\n" +
      "Unsupported config option for services.web: 'port' (did you mean 'ports'?)\n" +
      'services.web.ports contains an invalid type, it should be an array\n' +
      'services.web.image contains an invalid type, it should be a string',
  );
});

test('a service with a profile is set aside until it is named', () => {
  const files = { 'docker-compose.yml': 'version: "3"\nservices: {a: {image: x}, b: {image: y, profiles: [debug]}}\n' };
  expect(Object.keys(legacyProject(nothing, place(files), []).services)).toEqual(['a']);
  expect(Object.keys(legacyProject(nothing, place(files), ['b']).services)).toEqual(['b']);
});

test('a volume with a blank after its colon is no mapping that docker-compose knows', () => {
  const text = 'version: "3"\nservices:\n  db:\n    image: x\n    volumes:\n      - data: /data\n';
  expect(() => config({ 'docker-compose.yml': text })).toThrow(
    "The Compose file './docker-compose.yml' is invalid because:\nservices.db.volumes 'type' is a required property",
  );
});

test('a file comes from standard input where its name is a dash', () => {
  const at = { ...place({}), standardInput: 'version: "3"\nservices: {a: {image: x}}\n' };
  const { config: found, workingDir } = openLegacy({ ...nothing, files: ['-'] }, at);
  expect(Object.keys(found.services)).toEqual(['a']);
  expect(workingDir).toBe('/w');
});
